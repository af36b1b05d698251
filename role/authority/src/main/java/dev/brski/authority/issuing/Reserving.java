package dev.brski.authority.issuing;

import dev.brski.authority.ledger.Contents;
import dev.brski.authority.ledger.Reservation;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.Validity;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;

/** Serial numbers and validities for certificates that are going to be made now. */
public final class Reserving {

  /** How far back the validity begins, for devices whose clock is a little behind. */
  private static final Duration BACKDATED = Duration.ofMinutes(5);

  private final Duration usual;
  private final X509Certificate issuingCa;
  private final CertificateIssuer issuer;
  private final InstantSource clock;

  /**
   * Reservations for certificates of an issuing CA.
   *
   * @param usual how long they are valid when it was not decided, as for requests from before there
   *     were profiles
   */
  public Reserving(
      Duration usual, X509Certificate issuingCa, CertificateIssuer issuer, InstantSource clock) {
    this.usual = usual;
    this.issuingCa = issuingCa;
    this.issuer = issuer;
    this.clock = clock;
  }

  /** A serial number that was never used, and a validity that begins now. */
  public Reservation reserve(Contents contents) {
    var granted = validity(contents);
    return new Reservation(issuer.randomSerialNumber(), granted.notBefore(), granted.notAfter());
  }

  /** The validity of what would be made now, as far as the issuing CA's own lasts. */
  Validity validity(Contents contents) {
    var validity = contents.validity().orElse(usual);
    var from = clock.instant().minus(BACKDATED);
    return new Validity(from, from.plus(BACKDATED).plus(validity)).within(issuingCa);
  }
}
