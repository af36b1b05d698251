package dev.brski.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CertificateIssuerTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Validity YEARS = Validity.years(NOW, 10);
  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final CertificateIssuer ISSUER = new CertificateIssuer(SUITE);
  private static final Credential ROOT =
      ISSUER.selfSigned(CertificateProfile.rootCa("Test Root", Validity.withoutEnd(NOW)));
  private static final Credential ISSUING =
      ISSUER.credential(ROOT, CertificateProfile.issuingCa("Test Issuing", YEARS));

  @TempDir private Path folder;

  @BeforeEach
  void haveOpenSsl() {
    OpenSsl.assumeInstalled();
  }

  /** A profile, the purpose its certificate is for, and what openssl must say of it. */
  record Case(CertificateProfile profile, Purpose purpose, List<String> says) {

    @Override
    public String toString() {
      return purpose.name() + " " + profile.subject();
    }
  }

  static Stream<Case> endEntities() {
    return Stream.of(
        new Case(
            CertificateProfile.registrar("Registrar 1", YEARS),
            Purpose.REGISTRAR,
            List.of(
                "X509v3 Key Usage: critical\n                Digital Signature\n",
                "TLS Web Server Authentication, TLS Web Client Authentication, "
                    + "CMC Registration Authority\n")),
        new Case(
            CertificateProfile.responder("RA 1", YEARS),
            Purpose.REGISTRAR,
            List.of("Extended Key Usage: \n                CMC Registration Authority\n")),
        new Case(
            CertificateProfile.caResponder("CA 1", YEARS),
            Purpose.CMP_SIGNER,
            List.of("Extended Key Usage: \n                CMC Certificate Authority\n")),
        new Case(
            CertificateProfile.tlsServer("masa.example.com", YEARS),
            Purpose.TLS_SERVER,
            List.of("DNS:masa.example.com\n", "TLS Web Server Authentication\n")),
        new Case(
            CertificateProfile.tlsServer("127.0.0.1", YEARS).withHost("::1").withHost("localhost"),
            Purpose.TLS_SERVER,
            List.of("IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:localhost\n")),
        new Case(
            CertificateProfile.voucherSigner("Voucher Signer", YEARS),
            Purpose.VOUCHER_SIGNER,
            List.of("X509v3 Key Usage: critical\n                Digital Signature\n")),
        new Case(
            CertificateProfile.ldevid(new X500Name("CN=Device 1"), YEARS),
            Purpose.TLS_CLIENT,
            List.of("TLS Web Client Authentication\n", "Subject: CN = Device 1\n")));
  }

  @ParameterizedTest
  @MethodSource("endEntities")
  void openSslReadsAndVerifiesAndOurValidatorAgrees(Case issued) throws IOException {
    var certificate = issue(issued.profile());
    assertThat(text(certificate)).contains(issued.says());
    assertThat(verify(certificate).output()).endsWith(": OK\n");
    assertThat(validate(certificate, issued.purpose())).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  @Proves({"PL-6", "PL-7", "PL-8"})
  void anIdevidHasItsSerialNumberItsMasaNoEndAndNoUsageRestriction() throws IOException {
    var idevid =
        issue(CertificateProfile.idevid("SN-4711", "Example Works", "masa.example.com:9443", NOW));
    assertThat(text(idevid))
        .contains("Subject: O = Example Works, serialNumber = SN-4711\n")
        .contains("Not After : Dec 31 23:59:59 9999 GMT")
        .contains("1.3.6.1.5.5.7.1.32: \n                ..masa.example.com:9443\n")
        .doesNotContain("Key Usage", "Basic Constraints");
    assertThat(new String(Certificates.encoded(idevid), StandardCharsets.ISO_8859_1))
        .contains("\u0018\u000f99991231235959Z");
    assertThat(Certificates.serialNumberAttribute(idevid)).contains("SN-4711");
    assertThat(Certificates.masaUrl(idevid)).contains("masa.example.com:9443");
    assertThat(idevid.getSerialNumber().toString()).doesNotContain("4711");
    assertThat(validate(idevid, Purpose.IDEVID)).isInstanceOf(Verdict.Accepted.class);
    assertThat(validate(idevid, Purpose.REGISTRAR)).isInstanceOf(Verdict.Refused.class);
  }

  @Test
  @Proves("PL-6")
  void anIdevidMayNameNoMasa() throws IOException {
    var idevid = issue(CertificateProfile.idevid("SN-1", "Example Works", NOW));
    assertThat(Certificates.masaUrl(idevid)).isEmpty();
  }

  @Test
  void authoritiesSayWhatTheyMayDo() throws IOException {
    assertThat(text(ROOT.leaf()))
        .contains("X509v3 Basic Constraints: critical\n                CA:TRUE\n")
        .contains("X509v3 Key Usage: critical\n                Certificate Sign, CRL Sign\n");
    assertThat(text(ISSUING.leaf()))
        .contains("X509v3 Basic Constraints: critical\n                CA:TRUE, pathlen:0\n");
    assertThat(ISSUING.chain()).containsExactly(ISSUING.leaf(), ROOT.leaf());
  }

  @Test
  @Proves("RG-3")
  void bothKeyIdentifiersAreAlwaysThere() throws IOException {
    var certificate = issue(CertificateProfile.registrar("Registrar", YEARS));
    assertThat(Certificates.subjectKeyIdentifier(certificate).orElseThrow()).hasSize(20);
    assertThat(Certificates.authorityKeyIdentifier(certificate))
        .hasValueSatisfying(
            authority ->
                assertThat(authority)
                    .isEqualTo(Certificates.subjectKeyIdentifier(ISSUING.leaf()).orElseThrow()));
    assertThat(Certificates.authorityKeyIdentifier(ROOT.leaf()))
        .hasValueSatisfying(
            own ->
                assertThat(own)
                    .isEqualTo(Certificates.subjectKeyIdentifier(ROOT.leaf()).orElseThrow()));
  }

  @Test
  void serialNumbersArePositiveRandomAndOf128Bits() {
    var seen = new HashSet<BigInteger>();
    int longest = 0;
    for (int i = 0; i < 1000; i++) {
      var number = ISSUER.randomSerialNumber();
      assertThat(number).isPositive();
      assertThat(number.bitLength()).isLessThanOrEqualTo(128);
      longest = Math.max(longest, number.bitLength());
      seen.add(number);
    }
    assertThat(seen).hasSize(1000);
    assertThat(longest).isGreaterThan(120);
  }

  @Test
  void aSerialNumberThatIsGivenIsUsedAndABadOneRefused() {
    var key = SUITE.generateKeyPair().getPublic();
    var profile = CertificateProfile.voucherSigner("V", YEARS);
    assertThat(ISSUER.issue(ISSUING, key, profile, BigInteger.TEN).getSerialNumber())
        .isEqualTo(BigInteger.TEN);
    for (var bad :
        List.of(BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.ONE.shiftLeft(159))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ISSUER.issue(ISSUING, key, profile, bad));
    }
  }

  @Test
  void nobodyIssuesWhoMayNot() {
    var leaf = ISSUER.credential(ISSUING, CertificateProfile.registrar("Registrar", YEARS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ISSUER.credential(leaf, CertificateProfile.voucherSigner("V", YEARS)))
        .withMessageContaining("Registrar");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ISSUER.credential(ISSUING, CertificateProfile.issuingCa("Below", YEARS)))
        .withMessageContaining("Test Issuing");
    var listsOnly =
        ISSUER.selfSigned(CertificateProfile.rootCa("Lists", YEARS).withKeyUsage(KeyUsage.cRLSign));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ISSUER.credential(listsOnly, CertificateProfile.voucherSigner("V", YEARS)))
        .withMessageContaining("Lists");
  }

  @Test
  void noExtensionSmugglesInWhatTheProfileDecides() throws IOException {
    var authority =
        new Extension(Extension.basicConstraints, true, new BasicConstraints(true).getEncoded());
    var profile = CertificateProfile.ldevid(new X500Name("CN=Device"), YEARS);
    assertThatIllegalArgumentException().isThrownBy(() -> profile.withExtension(authority));
    var unknown = new Extension(new ASN1ObjectIdentifier("2.25.1"), false, new byte[] {5, 0});
    assertThat(issue(profile.withExtension(unknown)).getExtensionValue("2.25.1"))
        .containsExactly(4, 2, 5, 0);
  }

  @Test
  void aSubjectMayBeNamedByAlternativeNamesAloneWhichAreThenCritical() throws IOException {
    var nobody = new X500Name("");
    assertThatIllegalArgumentException().isThrownBy(() -> CertificateProfile.ldevid(nobody, YEARS));
    var named =
        new CertificateProfile(
            nobody,
            YEARS,
            Optional.empty(),
            0,
            new LinkedHashSet<>(),
            List.of(new GeneralName(GeneralName.dNSName, "device.example.com")),
            List.of());
    assertThat(text(issue(named)))
        .contains(
            "X509v3 Subject Alternative Name: critical\n                DNS:device.example.com");
  }

  @Test
  void datesAreWholeSecondsAndCanBeKeptWithinTheIssuers() {
    var precise = Validity.lasting(Instant.parse("2026-06-01T12:00:00.9Z"), Duration.ofDays(1));
    assertThat(precise.notBefore()).isEqualTo(NOW);
    var within = Validity.withoutEnd(NOW.minusSeconds(1)).within(ISSUING.leaf());
    assertThat(within).isEqualTo(YEARS);
    assertThat(issue(CertificateProfile.ldevid(new X500Name("CN=D"), within)).getNotAfter())
        .isEqualTo(ISSUING.leaf().getNotAfter());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Validity.years(NOW.minus(Duration.ofDays(9000)), 1).within(ISSUING.leaf()));
    assertThatIllegalArgumentException().isThrownBy(() -> new Validity(NOW, NOW.minusSeconds(1)));
  }

  private static X509Certificate issue(CertificateProfile profile) {
    return ISSUER.issue(ISSUING, SUITE.generateKeyPair().getPublic(), profile);
  }

  private static Verdict<?> validate(X509Certificate certificate, Purpose purpose) {
    return PathValidator.standard(SUITE)
        .validate(
            certificate,
            List.of(ISSUING.leaf()),
            Anchors.of(List.of(ROOT.leaf())),
            purpose,
            new Moment.Known(NOW));
  }

  private String text(X509Certificate certificate) throws IOException {
    return OpenSsl.run("x509", "-noout", "-text", "-in", write("subject.pem", certificate))
        .output();
  }

  private OpenSsl.Run verify(X509Certificate certificate) throws IOException {
    return OpenSsl.run(
        "verify",
        "-x509_strict",
        "-attime",
        Long.toString(NOW.getEpochSecond()),
        "-CAfile",
        write("root.pem", ROOT.leaf()),
        "-untrusted",
        write("issuing.pem", ISSUING.leaf()),
        write("subject.pem", certificate));
  }

  private String write(String name, X509Certificate certificate) throws IOException {
    return Files.writeString(folder.resolve(name), Certificates.toPem(List.of(certificate)))
        .toString();
  }
}
