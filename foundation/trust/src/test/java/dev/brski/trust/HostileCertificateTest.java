package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.time.Moment;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.junit.jupiter.api.Test;

/** Certificates as strangers may send them: what is asked of them is answered, and never thrown. */
class HostileCertificateTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final byte[] INTEGER = {0x02, 0x01, 0x05};

  @Test
  void extensionsOfAnotherAsn1TypeAreAbsent() throws Exception {
    var certificate = certificate(SUITE.generateKeyPair());

    assertThat(Certificates.subjectKeyIdentifier(certificate)).isEmpty();
    assertThat(Certificates.authorityKeyIdentifier(certificate)).isEmpty();
    assertThat(Certificates.masaUrl(certificate)).isEmpty();
  }

  @Test
  void noSignatureVerifiesUnderAPointOffItsCurve() throws Exception {
    var keys = SUITE.generateKeyPair();
    var der = certificate(keys).getEncoded();
    var key = keys.getPublic().getEncoded();
    var point = Arrays.copyOfRange(key, key.length - 64, key.length);
    der[indexOf(der, point) + 20] ^= 1;
    var data = new byte[] {1};

    var stranger = Certificates.parse(der);

    assertThat(
            SUITE.verify(
                stranger.getPublicKey(),
                SUITE.signatureAlgorithm(keys.getPublic()),
                data,
                SUITE.sign(keys.getPrivate(), data)))
        .isFalse();
  }

  @Test
  void mutilatedCertificatesAreRefusedOrAnswerEveryQuestion() throws Exception {
    var random = new Random(5280);
    var sound = certificate(SUITE.generateKeyPair()).getEncoded();
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      var mutilated = sound.clone();
      mutilated[random.nextInt(mutilated.length)] = (byte) random.nextInt(256);
      try {
        askEverything(Certificates.parse(mutilated));
        read++;
      } catch (CertificateException _) {
        assertThat(mutilated).isNotEqualTo(sound);
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void namesAndNumbersBeyondAllReasonMakeNoLongRefusal() throws Exception {
    var keys = SUITE.generateKeyPair();
    var name =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, new DERUTF8String("\ue000".repeat(4096)))
            .build();
    var builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.ZERO.setBit(8 * 16_000),
            Date.from(Instant.EPOCH),
            Date.from(Instant.parse("2040-01-01T00:00:00Z")),
            name,
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    var stranger =
        Certificates.parse(builder.build(SUITE.contentSigner(keys.getPrivate())).getEncoded());

    var verdict =
        PathValidator.standard(SUITE)
            .validate(
                stranger,
                List.of(),
                Anchors.of(List.of()),
                Purpose.IDEVID,
                new Moment.Known(Instant.parse("2030-01-01T00:00:00Z")));

    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(verdict.toString()).hasSizeLessThan(3 * 4200);
    assertThat(Certificates.serialNumberText(stranger.getSerialNumber()))
        .endsWith("… (16001 octets)");
  }

  private static void askEverything(X509Certificate certificate) {
    assertThat(Certificates.nameText(certificate.getSubjectX500Principal())).isNotNull();
    assertThat(Certificates.serialNumberAttribute(certificate)).isNotNull();
    assertThat(Certificates.subjectKeyIdentifier(certificate)).isNotNull();
    assertThat(Certificates.authorityKeyIdentifier(certificate)).isNotNull();
    assertThat(Certificates.authorityKeyIdentifierExtension(certificate)).isNotNull();
    assertThat(Certificates.masaUrl(certificate)).isNotNull();
    assertThat(SerialNumberField.own(certificate)).isNotNull();
    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(certificate)).isNotNull();
    assertThat(Certificates.hasExtendedKeyUsage(certificate, Oids.CMC_RA)).isFalse();
    assertThat(Certificates.fingerprint(certificate)).hasSize(64);
  }

  private static X509Certificate certificate(KeyPair keys) throws Exception {
    var name = new X500Name("serialNumber=ACME-0001,O=ACME");
    var builder =
        new X509v3CertificateBuilder(
            name,
            BigInteger.TEN,
            Date.from(Instant.EPOCH),
            Date.from(Instant.parse("2040-01-01T00:00:00Z")),
            name,
            SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    for (var extension : new String[] {"2.5.29.14", "2.5.29.35", Oids.MASA_URL}) {
      builder.addExtension(new ASN1ObjectIdentifier(extension), false, INTEGER);
    }
    var module = new HardwareModuleName("1.3.6.1.4.1.99999.1", new byte[] {0x42, 0x2d, 0x31});
    builder.addExtension(
        Extension.subjectAlternativeName, false, new GeneralNames(module.toGeneralName()));
    var certificate =
        Certificates.parse(builder.build(SUITE.contentSigner(keys.getPrivate())).getEncoded());
    assertThat(certificate.getSubjectX500Principal())
        .isEqualTo(new X500Principal("O=ACME,2.5.4.5=ACME-0001"));
    return certificate;
  }

  private static int indexOf(byte[] whole, byte[] part) {
    for (int at = 0; at + part.length <= whole.length; at++) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("part not found");
  }
}
