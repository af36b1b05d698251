package dev.brski.pledge;

import dev.brski.verdict.Refusal;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** What an enrolled device's operation came to, this time. */
public sealed interface Upkept
    permits Upkept.Renewed,
        Upkept.NotDue,
        Upkept.Revoked,
        Upkept.Answered,
        Upkept.Unable,
        Outcome.Unfinished {

  /** What a program that ran it should exit with. */
  int exitCode();

  /**
   * The device has another certificate, for another key.
   *
   * @param certificate the new one
   * @param registrar who brought it
   */
  record Renewed(X509Certificate certificate, URI registrar) implements Upkept {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /**
   * The certificate need not be renewed yet, and nothing was done.
   *
   * @param certificate the present one
   * @param due from when it should be
   */
  record NotDue(X509Certificate certificate, Instant due) implements Upkept {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /**
   * The certificate is revoked, and the device is nobody's.
   *
   * @param certificate its serial number, in hexadecimal
   * @param already whether it was revoked before, and nothing was done
   */
  record Revoked(String certificate, String reason, URI registrar, boolean already)
      implements Upkept {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /** The question is answered. */
  record Answered(Finding finding, URI registrar) implements Upkept {
    @Override
    public int exitCode() {
      return 0;
    }
  }

  /** The folder is not that of a device that could do this; nothing was sent. */
  record Unable(Refusal refusal) implements Upkept {
    @Override
    public int exitCode() {
      return 3;
    }
  }
}
