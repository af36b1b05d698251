package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class EnrollmentTest {

  @TempDir private Path temp;

  @Test
  @Proves({"CMP-B1", "CMP-B2", "CMP-B6", "CMP-F5", "CMP-H10", "CMP-B10"})
  void aDeviceGetsTheCertificateThatItsRegistrarConsentedTo() throws Exception {
    try (var domain = new TestDomain(temp).start()) {
      var device = domain.maker.device("SN-1");
      var request = device.request();
      var answer = domain.send(domain.approved(request.encoded(), "SN-1"));

      assertThat(answer.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
      assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED_WITH_MODS);
      assertThat(answer.verifies()).isTrue();
      assertThat(answer.hasCaPubs()).isFalse();
      assertThat(answer.grantsImplicitConfirm()).isTrue();
      assertThat(answer.info(CMPObjectIdentifiers.it_confirmWaitTime)).isEmpty();
      assertThat(answer.extraCerts())
          .isEqualTo(Certificates.readPem(domain.dir.resolve("keys/responder.pem")).subList(0, 2));
      var certificate = answer.certificate().orElseThrow();
      assertThat(certificate.getPublicKey()).isEqualTo(device.newKeys().getPublic());
      assertThat(Certificates.serialNumberAttribute(certificate)).contains("SN-1");
      assertThat(certificate.getSubjectX500Principal().getName()).contains("O=Plant 7");
      assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
      assertThat(domain.issued())
          .singleElement()
          .satisfies(
              listed -> {
                assertThat(listed.device()).isEqualTo("SN-1");
                assertThat(listed.state()).isEqualTo("issued");
                assertThat(listed.subject()).isEqualTo("serialNumber=SN-1,O=Plant 7");
                assertThat(listed.serial())
                    .isEqualTo(
                        "%032x"
                            .formatted(certificate.getSerialNumber())
                            .replaceFirst("^(00)+", ""));
              });
    }
  }

  @Test
  void opensslVerifiesWhatWasIssued() throws Exception {
    Openssl.required();
    try (var domain = new TestDomain(temp).start()) {
      var answer = domain.send(domain.approved(domain.maker.device("SN-2")));
      Files.writeString(
          temp.resolve("leaf.pem"),
          Certificates.toPem(List.of(answer.certificate().orElseThrow())));
      Files.writeString(temp.resolve("issuers.pem"), Certificates.toPem(answer.extraCerts()));
      var told =
          Openssl.succeed(
              temp,
              "verify",
              "-x509_strict",
              "-purpose",
              "sslclient",
              "-CAfile",
              "authority/domain-ca.pem",
              "-untrusted",
              "issuers.pem",
              "leaf.pem");
      assertThat(told).contains("leaf.pem: OK");
    }
  }

  private record Asked(String name, int status, UnaryOperator<DeviceRequest> request) {}

  @TestFactory
  @Proves({"CMP-B17", "CMP-F5"})
  Stream<DynamicTest> whatDiffersFromTheRequestIsSaid() {
    var subject = "O=Plant 7,SERIALNUMBER=SN-3";
    var usages =
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth});
    return Stream.of(
            new Asked("as it is made", PKIStatus.GRANTED, request -> request.subject(subject)),
            new Asked(
                "with the usages that it gets",
                PKIStatus.GRANTED,
                request ->
                    request
                        .subject(subject)
                        .extension(Extension.keyUsage, new KeyUsage(KeyUsage.digitalSignature))
                        .extension(
                            Extension.extendedKeyUsage,
                            new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                        .extension(Extension.basicConstraints, new BasicConstraints(false))),
            new Asked(
                "another order of names",
                PKIStatus.GRANTED_WITH_MODS,
                request -> request.subject("SERIALNUMBER=SN-3,O=Plant 7")),
            new Asked(
                "a usage that it does not get",
                PKIStatus.GRANTED_WITH_MODS,
                request -> request.subject(subject).extension(Extension.extendedKeyUsage, usages)),
            new Asked(
                "an extension that is none",
                PKIStatus.GRANTED_WITH_MODS,
                request ->
                    request
                        .subject(subject)
                        .extension(new ASN1ObjectIdentifier("1.2.3.4"), new byte[] {0x30, 0x7f})),
            new Asked(
                "a name that it does not get",
                PKIStatus.GRANTED_WITH_MODS,
                request ->
                    request
                        .subject(subject)
                        .extension(
                            Extension.subjectAlternativeName,
                            new GeneralNames(
                                new GeneralName(GeneralName.dNSName, "plant.example")))))
        .map(asked -> dynamicTest(asked.name(), () -> prove(asked)));
  }

  private void prove(Asked asked) throws Exception {
    try (var domain = new TestDomain(Files.createTempDirectory(temp, "asked")).start()) {
      var device = domain.maker.device("SN-3");
      var answer =
          domain.send(domain.approved(asked.request().apply(device.request()).encoded(), "SN-3"));
      assertThat(answer.statusNumber()).isEqualTo(asked.status());
      var certificate = answer.certificate().orElseThrow();
      assertThat(certificate.getSubjectX500Principal())
          .isEqualTo(new X500Principal("2.5.4.5=SN-3, O=Plant 7"));
      assertThat(certificate.getExtendedKeyUsage()).containsExactly(Oids.CLIENT_AUTH);
      assertThat(certificate.getSubjectAlternativeNames()).isNull();
    }
  }

  @Test
  void aValidityEndsWithTheIssuingCa() throws Exception {
    try (var domain =
        new TestDomain(temp).configured("validity: 365d", "validity: 9000d").start()) {
      var answer = domain.send(domain.approved(domain.maker.device("SN-4")));
      assertThat(answer.certificate().orElseThrow().getNotAfter())
          .isEqualTo(domain.credential("issuing-ca").leaf().getNotAfter());
    }
  }
}
