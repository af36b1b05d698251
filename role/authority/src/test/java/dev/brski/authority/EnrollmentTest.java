package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.Test;
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
}
