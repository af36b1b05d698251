package dev.brski.authority.issuing;

import dev.brski.authority.ledger.Reservation;
import dev.brski.cmp.CmpCheck;
import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;

/** The certificates of registrars, whoever asks for them: the operator, or the registrar itself. */
public final class RegistrarCertificates {

  /** For how long one is made, unless its issuing CA ends before. */
  public static final int YEARS = 5;

  private static final String ROLL = "Roll the issuing CA: brski authority roll issuing-ca.";

  private final CertificateIssuer issuer;
  private final Credential issuingCa;
  private final StatusPlaces statusPlaces;
  private final InstantSource clock;

  /**
   * Certificates of an issuing CA.
   *
   * @param statusPlaces where they say that their status is told
   */
  public RegistrarCertificates(
      CryptoSuite suite, Credential issuingCa, StatusPlaces statusPlaces, InstantSource clock) {
    this.issuer = new CertificateIssuer(suite);
    this.issuingCa = issuingCa;
    this.statusPlaces = statusPlaces;
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

  /**
   * Why a next one would be none: the end of the issuing CA cuts it, as it cut the present one, so
   * that it would end no later.
   */
  Optional<Refusal> objection(X509Certificate present, Reservation reserved) {
    var end = issuingCa.leaf().getNotAfter().toInstant();
    boolean cut = !reserved.notAfter().isBefore(end);
    return cut && !reserved.notAfter().isAfter(present.getNotAfter().toInstant())
        ? Optional.of(
            Refusal.of(
                    CmpCheck.REQUEST_AUTHORIZED,
                    "the issuing CA ends at "
                        + end
                        + ", and the registrar's next credential would end no later than the"
                        + " present one",
                    ROLL)
                .withTold("the next credential would end no later than the present one"))
        : Optional.empty();
  }

  CertificateProfile profile(X500Name subject, Reservation reserved) {
    return statusPlaces.in(
        CertificateProfile.registrar(
            subject, new Validity(reserved.notBefore(), reserved.notAfter())));
  }

  List<X509Certificate> chain() {
    return issuingCa.chain();
  }
}
