package dev.brski.issuance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.brski.issuance.RevocationListIssuer.RevokedCertificate;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RevocationListIssuerTest {

  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));
  private static final Validity YEAR = Validity.years(NOW, 1);
  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final CertificateIssuer CERTIFICATES = new CertificateIssuer(SUITE);
  private static final RevocationListIssuer LISTS = new RevocationListIssuer(SUITE);
  private static final Credential ROOT =
      CERTIFICATES.selfSigned(CertificateProfile.rootCa("Root", YEAR));

  @TempDir private Path folder;

  @BeforeEach
  void haveOpenSsl() {
    OpenSsl.assumeInstalled();
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyKind.class,
      names = {"P_256", "RSA_PSS_2048"})
  void openSslRefusesWhatIsRevokedAndAcceptsWhatIsNot(KeyKind kind) throws Exception {
    var root =
        new CertificateIssuer(SUITE, kind).selfSigned(CertificateProfile.rootCa("Root", YEAR));
    var stolen = device(root, "CN=Stolen");
    var sound = device(root, "CN=Sound");
    var list =
        LISTS.issue(
            root,
            BigInteger.TWO,
            NOW,
            TOMORROW,
            List.of(new RevokedCertificate(stolen.getSerialNumber(), NOW, 1)));
    assertThat(verify(root, stolen, list).output()).contains("certificate revoked");
    assertThat(verify(root, sound, list).output()).endsWith(": OK\n");
  }

  @Test
  void openSslReadsNumberDatesAndReasons() throws Exception {
    var list =
        LISTS.issue(
            ROOT,
            BigInteger.valueOf(7),
            NOW,
            TOMORROW,
            List.of(
                new RevokedCertificate(BigInteger.valueOf(0x11), NOW, 4),
                new RevokedCertificate(BigInteger.valueOf(0x22), NOW, 0)));
    var text = OpenSsl.run("crl", "-noout", "-text", "-in", write(list)).output();
    assertThat(text)
        .contains("Version 2 (0x1)")
        .contains("Last Update: Jun  1 12:00:00 2026 GMT")
        .contains("Next Update: Jun  2 12:00:00 2026 GMT")
        .contains("X509v3 CRL Number: \n                7\n")
        .contains("X509v3 Authority Key Identifier")
        .contains("Serial Number: 11")
        .contains("Superseded")
        .contains("Serial Number: 22")
        .doesNotContain("Unspecified");
  }

  @Test
  void anEmptyListIsAList() throws Exception {
    var list = LISTS.issue(ROOT, BigInteger.ONE, NOW, TOMORROW, List.of());
    assertThat(verify(ROOT, device(ROOT, "CN=Sound"), list).output()).endsWith(": OK\n");
  }

  @Test
  void nobodySignsListsWhoMayNot() {
    var device = CERTIFICATES.credential(ROOT, CertificateProfile.voucherSigner("V", YEAR));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LISTS.issue(device, BigInteger.ONE, NOW, TOMORROW, List.of()));
    var certificatesOnly =
        CERTIFICATES.selfSigned(
            CertificateProfile.rootCa("C", YEAR).withKeyUsage(KeyUsage.keyCertSign));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LISTS.issue(certificatesOnly, BigInteger.ONE, NOW, TOMORROW, List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LISTS.issue(ROOT, BigInteger.ONE, NOW, NOW, List.of()));
  }

  @Test
  void aReasonThatDoesNotExistIsRefused() {
    for (int reason : new int[] {-1, 7, 8, 11}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RevokedCertificate(BigInteger.ONE, NOW, reason));
    }
  }

  private static X509Certificate device(Credential root, String name) {
    return CERTIFICATES.issue(
        root,
        SUITE.generateKeyPair().getPublic(),
        CertificateProfile.ldevid(new X500Name(name), YEAR));
  }

  private OpenSsl.Run verify(Credential authority, X509Certificate certificate, X509CRL list)
      throws Exception {
    var root = Files.writeString(folder.resolve("root.pem"), Certificates.toPem(authority.chain()));
    var target =
        Files.writeString(folder.resolve("target.pem"), Certificates.toPem(List.of(certificate)));
    return OpenSsl.run(
        "verify",
        "-crl_check",
        "-attime",
        Long.toString(NOW.getEpochSecond()),
        "-CAfile",
        root.toString(),
        "-CRLfile",
        write(list),
        target.toString());
  }

  private String write(X509CRL list) throws Exception {
    var der = Files.write(folder.resolve("list.der"), list.getEncoded());
    var pem = folder.resolve("list.pem").toString();
    OpenSsl.run("crl", "-inform", "DER", "-in", der.toString(), "-out", pem);
    return pem;
  }
}
