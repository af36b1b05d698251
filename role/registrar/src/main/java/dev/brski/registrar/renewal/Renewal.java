package dev.brski.registrar.renewal;

import dev.brski.registrar.carrier.Trouble;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt to renew the registrar's own credential: one PKI management operation for one new key
 * (RFC 9483 section 4.1.3), as much of it as a resumption needs.
 *
 * @param transactionId in hexadecimal
 * @param generation the one that signs for it and is to be replaced
 * @param request the kur, exact octets
 * @param waiting the latest answer that said to wait, which the next pollReq follows
 * @param granted what the authority has granted
 * @param attempts how often the authority has been asked in vain in a row
 * @param nextAttempt when it is asked again, or, if this has ended, for something new
 * @param trouble why the latest attempt came to nothing
 */
public record Renewal(
    String transactionId,
    int generation,
    State state,
    byte[] request,
    Optional<byte[]> waiting,
    Optional<Granted> granted,
    int attempts,
    Instant nextAttempt,
    Optional<Trouble> trouble) {

  /** Whether it goes on. */
  public enum State {
    /** It is gone on with, with the same octets. */
    OPEN,
    /** Its certificate is in the keyring. */
    DONE,
    /** It was refused, on either side. */
    REFUSED,
    /** A newer credential came otherwise, or the key is gone. */
    GIVEN_UP
  }

  /**
   * A certificate that passed every check.
   *
   * @param certificates it and its issuers, in PEM
   * @param certConf the confirmation that the authority wants to see, exact octets
   */
  public record Granted(String certificates, Optional<byte[]> certConf) {}

  /** Whether it is to be gone on with. */
  public boolean isOpen() {
    return state == State.OPEN;
  }
}
