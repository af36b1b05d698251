package dev.brski.registrar.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;

/** The domain has an issuing CA that is newer than the registrar's credential. */
class MembershipTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final CertificateIssuer ISSUER = new CertificateIssuer(SUITE);
  private static final Validity LONG =
      new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2099-12-31T00:00:00Z"));

  private final Credential root =
      ISSUER.selfSigned(CertificateProfile.rootCa("Plant 7 Root CA", LONG));
  private final X509Certificate known = issuingCa(root, "Plant 7 Issuing CA").leaf();
  private final Credential newer = issuingCa(root, "Plant 7 Issuing CA 2");
  private final Membership membership =
      new Membership(
          PathValidator.standard(SUITE),
          () -> List.of(root.leaf()),
          () -> List.of(known),
          Clock.known(InstantSource.system()));

  private static Credential issuingCa(Credential root, String name) {
    return ISSUER.credential(root, CertificateProfile.issuingCa(name, LONG));
  }

  private static X509Certificate device(Credential issuer) {
    return ISSUER
        .credential(
            issuer, CertificateProfile.ldevid(new X500Name("O=Plant 7,SERIALNUMBER=SN-1"), LONG))
        .leaf();
  }

  @Test
  void aMemberOfTheNewerOneIsKnownByWhatItSendsAlong() {
    var chain = List.of(device(newer), newer.leaf());
    assertThat(membership.concerns(chain)).isTrue();
    assertThat(membership.identify(chain)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void withoutThatNothingTellsThatItIsOne() {
    assertThat(membership.concerns(List.of(device(newer)))).isFalse();
  }

  @Test
  void whoeverBorrowsTheNameOfTheDomainsCaIsJudgedAsAMemberAndRefused() {
    var impostor = ISSUER.selfSigned(CertificateProfile.rootCa("Plant 7 Root CA", LONG));
    var issuer = issuingCa(impostor, "Plant 7 Issuing CA 2");
    var chain = List.of(device(issuer), issuer.leaf());
    assertThat(membership.concerns(chain)).isTrue();
    assertThat(membership.identify(chain)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  void aManufacturersDeviceIsNone() {
    var maker = ISSUER.selfSigned(CertificateProfile.rootCa("ACME root", LONG));
    var ca = issuingCa(maker, "ACME IDevID CA");
    assertThat(membership.concerns(List.of(device(ca), ca.leaf()))).isFalse();
  }
}
