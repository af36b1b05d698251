package dev.brski.issuance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.RevocationListIssuer.RevokedCertificate;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Pem;
import dev.brski.trust.RevocationCheck;
import dev.brski.trust.RevocationList;
import dev.brski.trust.StatusPlaces;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is read out of a revocation list, and whom it says something about. */
final class RevocationListTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  private static final Validity YEAR = Validity.years(NOW.minus(Duration.ofDays(1)), 1);
  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final CertificateIssuer CERTIFICATES = new CertificateIssuer(SUITE);
  private static final Credential CA =
      CERTIFICATES.selfSigned(CertificateProfile.rootCa("CA", YEAR));
  private static final String PLACE = "http://crl.example.org/ca.crl";
  private static final X509Certificate CERTIFICATE = certificate(points(uri(PLACE)));

  @Test
  void itSaysWhoIsRevokedAndWhy() throws Exception {
    var list =
        accepted(
            RevocationList.parse(
                new RevocationListIssuer(SUITE)
                    .issue(
                        CA,
                        BigInteger.ONE,
                        NOW,
                        TOMORROW,
                        List.of(
                            new RevokedCertificate(BigInteger.TWO, NOW, 1),
                            new RevokedCertificate(BigInteger.TEN, NOW, 6),
                            new RevokedCertificate(BigInteger.valueOf(11), NOW, 0)))
                    .getEncoded()));

    assertThat(accepted(about(list, CERTIFICATE, CA.leaf(), NOW))).isSameAs(list);
    assertThat(list.revocation(BigInteger.TWO)).contains("keyCompromise");
    assertThat(list.revocation(BigInteger.TEN)).contains("certificateHold");
    assertThat(list.revocation(BigInteger.valueOf(11))).contains("unspecified");
    assertThat(list.revocation(CERTIFICATE.getSerialNumber())).isEmpty();
    assertThat(list.thisUpdate()).isEqualTo(NOW);
  }

  @Test
  void itIsOfItsIssuerAndOfNow() throws Exception {
    var list = accepted(RevocationList.parse(signed(builder())));

    assertThat(check(about(list, CERTIFICATE, CA.leaf(), TOMORROW)))
        .isEqualTo(RevocationCheck.DATES);
    assertThat(check(about(list, CERTIFICATE, CA.leaf(), NOW.minus(Duration.ofHours(1)))))
        .isEqualTo(RevocationCheck.DATES);
    var other = CERTIFICATES.selfSigned(CertificateProfile.rootCa("Other", YEAR));
    assertThat(check(about(list, CERTIFICATE, other.leaf(), NOW)))
        .isEqualTo(RevocationCheck.ISSUER);
    var namesake = CERTIFICATES.selfSigned(CertificateProfile.rootCa("CA", YEAR));
    assertThat(check(about(list, CERTIFICATE, namesake.leaf(), NOW)))
        .isEqualTo(RevocationCheck.SIGNATURE);
    assertThat(check(about(list, other.leaf(), CA.leaf(), NOW))).isEqualTo(RevocationCheck.ISSUER);
    var endless = new X509v2CRLBuilder(new X500Name("CN=CA"), Date.from(NOW));
    assertThat(
            check(
                about(
                    accepted(RevocationList.parse(signed(endless))), CERTIFICATE, CA.leaf(), NOW)))
        .isEqualTo(RevocationCheck.DATES);
    assertThat(accepted(about(list, CERTIFICATE, CA.leaf(), NOW))).isSameAs(list);
  }

  @Test
  void onlyWhoMaySignListsSignsThem() throws Exception {
    var certificatesOnly =
        CERTIFICATES.selfSigned(
            CertificateProfile.rootCa("CA", YEAR).withKeyUsage(KeyUsage.keyCertSign));
    var list =
        accepted(
            RevocationList.parse(
                builder().build(SUITE.contentSigner(certificatesOnly.key())).getEncoded()));

    assertThat(check(about(list, CERTIFICATE, certificatesOnly.leaf(), NOW)))
        .isEqualTo(RevocationCheck.SIGNATURE);
  }

  @Test
  void toSayThatOneIsRevokedNameAndKeyOfTheIssuerAreEnough() throws Exception {
    var keys = SUITE.generateKeyPair();
    var certificatesOnly =
        CERTIFICATES.selfSigned(
            keys, CertificateProfile.rootCa("CA", YEAR).withKeyUsage(KeyUsage.keyCertSign));
    var list =
        accepted(
            RevocationList.parse(
                builder()
                    .addExtension(
                        Extension.authorityKeyIdentifier,
                        false,
                        new AuthorityKeyIdentifier(new byte[] {1}))
                    .build(SUITE.contentSigner(keys.getPrivate()))
                    .getEncoded()));
    accepted(list.isGenuine(CERTIFICATE, certificatesOnly, SUITE));

    var own = CERTIFICATES.issue(CA, keys.getPublic(), CertificateProfile.registrar("R", YEAR));
    assertThat(check(list.isGenuine(own, certificatesOnly, SUITE)))
        .isEqualTo(RevocationCheck.SIGNATURE);
  }

  @Test
  void theNewestIsTheOneOfTheLastDateThenOfTheHighestNumber() throws Exception {
    var first = accepted(RevocationList.parse(signed(numbered(NOW, 5))));
    var second = accepted(RevocationList.parse(signed(numbered(NOW, 6))));
    var later = accepted(RevocationList.parse(signed(numbered(NOW.plusSeconds(1), 1))));

    assertThat(second.isNewerThan(first)).isTrue();
    assertThat(first.isNewerThan(second)).isFalse();
    assertThat(first.isNewerThan(first)).isFalse();
    assertThat(later.isNewerThan(second)).isTrue();
  }

  private static X509v2CRLBuilder numbered(Instant from, int number) throws Exception {
    return new X509v2CRLBuilder(new X500Name("CN=CA"), Date.from(from))
        .setNextUpdate(Date.from(TOMORROW))
        .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
  }

  @Test
  @Timeout(60)
  void numbersThatCollideAreReadInTimeAndTooManyAreNot() throws Exception {
    var colliding = builder();
    for (int i = 0; i < 30_000; i++) {
      // The hash code of two words is 31 times the first plus the second.
      colliding.addCRLEntry(
          BigInteger.valueOf(((long) i << 32) + (1L << 30) - 31L * i), Date.from(NOW), 1);
    }
    accepted(RevocationList.parse(signed(colliding)));
    var many = builder();
    for (int i = 0; i < 100_001; i++) {
      many.addCRLEntry(BigInteger.valueOf(i), Date.from(NOW), 0);
    }
    assertThat(check(RevocationList.parse(signed(many)))).isEqualTo(RevocationCheck.MALFORMED);
  }

  @Test
  void whatIsNotUnderstoodIsNotUsed() throws Exception {
    var unknown = new ASN1ObjectIdentifier("2.25.4711");
    assertThat(
            check(
                RevocationList.parse(
                    signed(builder().addExtension(unknown, true, DERNull.INSTANCE)))))
        .isEqualTo(RevocationCheck.CRITICAL_EXTENSION);
    accepted(
        RevocationList.parse(signed(builder().addExtension(unknown, false, DERNull.INSTANCE))));
    for (boolean critical : new boolean[] {true, false}) {
      var delta =
          builder()
              .addExtension(Extension.deltaCRLIndicator, critical, new CRLNumber(BigInteger.ONE));
      assertThat(check(RevocationList.parse(signed(delta)))).isEqualTo(RevocationCheck.DELTA);
    }
    assertThat(
            check(
                RevocationList.parse(
                    signed(builder().addCRLEntry(BigInteger.TEN, Date.from(NOW), 8)))))
        .isEqualTo(RevocationCheck.DELTA);
    var ofAnother = builder();
    ofAnother.addCRLEntry(
        BigInteger.TEN,
        Date.from(NOW),
        new Extensions(
            new Extension(
                Extension.certificateIssuer,
                true,
                new GeneralNames(new GeneralName(new X500Name("CN=Else"))).getEncoded())));
    assertThat(check(RevocationList.parse(signed(ofAnother))))
        .isEqualTo(RevocationCheck.CRITICAL_EXTENSION);
  }

  @Test
  void aListForSomeIsNoneForOthers() throws Exception {
    var here = new DistributionPointName(new GeneralNames(uri(PLACE)));
    var elsewhere = new DistributionPointName(new GeneralNames(uri("http://crl.example.org/b")));
    var reasons = new ReasonFlags(ReasonFlags.keyCompromise);

    accepted(scoped(new IssuingDistributionPoint(here, false, false)));
    accepted(scoped(new IssuingDistributionPoint(here, true, false, null, false, false)));
    for (var scope :
        List.of(
            new IssuingDistributionPoint(elsewhere, false, false),
            new IssuingDistributionPoint(here, false, true, null, false, false),
            new IssuingDistributionPoint(here, false, false, reasons, false, false),
            new IssuingDistributionPoint(here, false, false, null, true, false),
            new IssuingDistributionPoint(here, false, false, null, false, true))) {
      assertThat(check(scoped(scope))).isEqualTo(RevocationCheck.SCOPE);
    }
  }

  @Test
  void whatIsNoListIsRefusedInTime() throws Exception {
    var sound = signed(builder().addCRLEntry(BigInteger.TEN, Date.from(NOW), 1));
    var random = new Random(5280);
    for (int i = 0; i < 2000; i++) {
      var damaged = sound.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      if (RevocationList.parse(damaged) instanceof Verdict.Accepted<RevocationList>(var list)) {
        assertThat(about(list, CERTIFICATE, CA.leaf(), NOW)).isInstanceOf(Verdict.Refused.class);
      }
    }
    var deep = new ByteArrayOutputStream();
    for (int i = 0; i < 100_000; i++) {
      deep.write(0x30);
      deep.write(0x80);
    }
    for (var none :
        List.of(
            new byte[0],
            new byte[] {0x30},
            deep.toByteArray(),
            new byte[RevocationList.MOST_OCTETS + 1],
            CERTIFICATE.getEncoded())) {
      assertThat(check(RevocationList.parse(none))).isEqualTo(RevocationCheck.MALFORMED);
    }
  }

  @Test
  void aFileIsDerOrPem() throws Exception {
    var der = signed(builder());
    var pem =
        Pem.write(
            List.of(
                new Pem.Block("X509 CRL", der),
                new Pem.Block("CERTIFICATE", CERTIFICATE.getEncoded()),
                new Pem.Block("X509 CRL", der)));

    assertThat(accepted(RevocationList.parseFile(der))).hasSize(1);
    assertThat(accepted(RevocationList.parseFile(pem.getBytes(StandardCharsets.US_ASCII))))
        .hasSize(2);
    var none = Pem.write(List.of(new Pem.Block("CERTIFICATE", CERTIFICATE.getEncoded())));
    assertThat(check(RevocationList.parseFile(none.getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(RevocationCheck.MALFORMED);
  }

  @Test
  void aCertificateSaysWhereItsListIs() throws Exception {
    assertThat(StatusPlaces.of(CERTIFICATE)).isEqualTo(new StatusPlaces(List.of(PLACE), true));
    assertThat(StatusPlaces.of(CA.leaf())).isEqualTo(new StatusPlaces(List.of(), false));
    assertThat(
            StatusPlaces.of(
                certificate(
                    points(
                        uri("ldap://ldap.example.org/cn=ca"),
                        uri("https://crl.example.org/a"),
                        uri("HTTP://crl.example.org/b")))))
        .isEqualTo(new StatusPlaces(List.of("HTTP://crl.example.org/b"), true));
    var indirect =
        new CRLDistPoint(
            new DistributionPoint[] {
              new DistributionPoint(
                  new DistributionPointName(new GeneralNames(uri(PLACE))),
                  null,
                  new GeneralNames(new GeneralName(new X500Name("CN=Else"))))
            });
    assertThat(StatusPlaces.of(certificate(extension(indirect))))
        .isEqualTo(new StatusPlaces(List.of(), true));
    assertThat(StatusPlaces.of(certificate(extension(DERNull.INSTANCE))))
        .isEqualTo(new StatusPlaces(List.of(), true));
    assertThat(StatusPlaces.of(certificate(access(AccessDescription.id_ad_ocsp))).named()).isTrue();
    assertThat(StatusPlaces.of(certificate(access(AccessDescription.id_ad_caIssuers))).named())
        .isFalse();
  }

  private static Verdict<RevocationList> scoped(IssuingDistributionPoint scope) throws Exception {
    return RevocationList.parse(
            signed(builder().addExtension(Extension.issuingDistributionPoint, true, scope)))
        .flatMap(list -> about(list, CERTIFICATE, CA.leaf(), NOW));
  }

  private static Verdict<RevocationList> about(
      RevocationList list, X509Certificate certificate, X509Certificate issuer, Instant now) {
    return list.about(certificate, issuer, now, SUITE);
  }

  private static X509v2CRLBuilder builder() {
    return new X509v2CRLBuilder(new X500Name("CN=CA"), Date.from(NOW))
        .setNextUpdate(Date.from(TOMORROW));
  }

  private static byte[] signed(X509v2CRLBuilder builder) throws Exception {
    return builder.build(SUITE.contentSigner(CA.key())).getEncoded();
  }

  private static X509Certificate certificate(Extension extension) {
    return CERTIFICATES.issue(
        CA,
        SUITE.generateKeyPair().getPublic(),
        CertificateProfile.registrar("Registrar", YEAR).withExtension(extension));
  }

  private static Extension points(GeneralName... names) {
    return extension(
        new CRLDistPoint(
            new DistributionPoint[] {
              new DistributionPoint(new DistributionPointName(new GeneralNames(names)), null, null)
            }));
  }

  private static Extension extension(ASN1Encodable value) {
    return extension(Extension.cRLDistributionPoints, value);
  }

  private static Extension extension(ASN1ObjectIdentifier oid, ASN1Encodable value) {
    try {
      return new Extension(oid, false, value.toASN1Primitive().getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Extension access(ASN1ObjectIdentifier method) {
    return extension(
        Extension.authorityInfoAccess,
        new AuthorityInformationAccess(method, uri("http://ocsp.example.org/")));
  }

  private static GeneralName uri(String url) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, new DERIA5String(url));
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  private static Check check(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(var refusal)) {
      return refusal.check();
    }
    throw new AssertionError("accepted");
  }
}
