package dev.brski.authority.issuing;

import dev.brski.authority.ledger.Reservation;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/** The certificates of registrars, whoever asks for them: the operator, or the registrar itself. */
public final class RegistrarCertificates {

  private static final int YEARS = 5;

  private final CertificateIssuer issuer;
  private final Credential issuingCa;
  private final Optional<URI> revocationList;
  private final InstantSource clock;

  /**
   * Certificates of an issuing CA.
   *
   * @param revocationList where they say that the list is, if they do
   */
  public RegistrarCertificates(
      CryptoSuite suite, Credential issuingCa, Optional<URI> revocationList, InstantSource clock) {
    this.issuer = new CertificateIssuer(suite);
    this.issuingCa = issuingCa;
    this.revocationList = revocationList;
    this.clock = clock;
  }

  /**
   * A serial number that was never used, and a validity that begins now.
   *
   * @throws IllegalArgumentException when the issuing CA is expired
   */
  public Reservation reserve() {
    var granted = Validity.years(clock.instant(), YEARS).within(issuingCa.leaf());
    return new Reservation(issuer.randomSerialNumber(), granted.notBefore(), granted.notAfter());
  }

  /** The certificate of a registrar; the same again for the same reservation. */
  public X509Certificate issue(X500Name subject, PublicKey key, Reservation reserved) {
    return issuer.issue(issuingCa, key, profile(subject, reserved), reserved.serialNumber());
  }

  CertificateProfile profile(X500Name subject, Reservation reserved) {
    return CertificateProfile.registrar(
            subject, new Validity(reserved.notBefore(), reserved.notAfter()))
        .withRevocationListAt(revocationList);
  }

  List<X509Certificate> chain() {
    return issuingCa.chain();
  }
}
