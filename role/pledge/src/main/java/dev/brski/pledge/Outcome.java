package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** How an onboarding ended, this time. */
public sealed interface Outcome {

  /** What a program that ran it should exit with. */
  int exitCode();

  /**
   * The device is a member of the domain.
   *
   * @param certificate the LDevID certificate
   * @param registrar where it enrolled
   * @param already whether it was a member before, and nothing was done
   * @param reported whether the registrar has been told the enroll status
   */
  record Enrolled(X509Certificate certificate, URI registrar, boolean already, boolean reported)
      implements Outcome {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /** An end that is none: the same again, later or after a correction, may come to another. */
  sealed interface Unfinished extends Outcome, Upkept permits Waiting, Refused, Unreachable {

    @Override
    int exitCode();
  }

  /**
   * An answer is still awaited; the next run goes on with the same messages.
   *
   * @param registrar who is to be asked again
   * @param until when to ask again
   * @param transactionID of the PKI management operation, in hexadecimal, once there is one
   */
  record Waiting(Awaited awaited, URI registrar, Instant until, Optional<String> transactionID)
      implements Unfinished {
    @Override
    public int exitCode() {
      return 4;
    }
  }

  /** No registrar would have this device, or none was acceptable to it. */
  record Refused(URI registrar, Refusal refusal) implements Unfinished {
    @Override
    public int exitCode() {
      return 3;
    }
  }

  /**
   * A registrar cannot be reached or is out of order; trying again later may help.
   *
   * @param registrar the peer
   * @param step what was being done, such as "connect" or "requestvoucher"
   * @param cause what went wrong
   * @param remedy what to do next
   * @param tryAgain when the registrar deserves another attempt: a back-off that grows with each
   *     failure, up to an hour (RFC 8995 section 4.1)
   */
  record Unreachable(URI registrar, String step, String cause, String remedy, Instant tryAgain)
      implements Unfinished {
    @Override
    public int exitCode() {
      return 5;
    }
  }
}
