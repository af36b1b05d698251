package dev.brski.issuance;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * From when to when a certificate is valid, both ends included.
 *
 * @param notBefore whole seconds
 * @param notAfter whole seconds
 */
public record Validity(Instant notBefore, Instant notAfter) {

  /** The notAfter of a certificate without a well-defined end (RFC 5280 section 4.1.2.5). */
  public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

  /** Cuts both ends to whole seconds and demands their order. */
  public Validity {
    notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
    notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
    if (notAfter.isBefore(notBefore) || notAfter.isAfter(NO_END)) {
      throw new IllegalArgumentException("from " + notBefore + " until " + notAfter);
    }
  }

  /** That many calendar years. */
  public static Validity years(Instant from, int years) {
    return new Validity(from, from.atOffset(ZoneOffset.UTC).plusYears(years).toInstant());
  }

  /** A length of time. */
  public static Validity lasting(Instant from, Duration duration) {
    return new Validity(from, from.plus(duration));
  }

  /** Without end, as a device's birth certificate (RFC 8995 section 2.6.2). */
  public static Validity withoutEnd(Instant from) {
    return new Validity(from, NO_END);
  }

  /**
   * The part of it in which an issuer's certificate is valid too.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Validity within(X509Certificate issuer) {
    var from = issuer.getNotBefore().toInstant();
    var until = issuer.getNotAfter().toInstant();
    return new Validity(
        from.isAfter(notBefore) ? from : notBefore, until.isBefore(notAfter) ? until : notAfter);
  }
}
