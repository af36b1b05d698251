package dev.brski.masa;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * A generation of what signs vouchers.
 *
 * @param kind which vouchers
 * @param generation counted from 1
 * @param signs whether it is the one that signs them, from the next start of the MASA on
 * @param file where its certificate is
 * @param certificate its certificate
 */
public record SigningKey(
    Kind kind, int generation, boolean signs, Path file, X509Certificate certificate) {

  /** Which vouchers a key signs (RFC 8995 section 11.6.2.2). */
  public enum Kind {
    /** Those with a nonce, for devices that are there. */
    NONCED,
    /** Those without. */
    NONCELESS
  }
}
