package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.SerialNumberField;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices of openssl whose manufacturer has serial numbers in hardware module names. */
class SerialNumberTest {

  @TempDir private Path temp;
  private TestDomain domain;
  private OpensslMaker maker;

  @BeforeEach
  void build() throws Exception {
    domain = new TestDomain(temp);
    maker = OpensslMaker.in(temp.resolve("maker"));
    accepted(
        domain.operator.addManufacturer(
            maker.anchor(), Optional.of("odd"), SerialNumberField.HARDWARE_MODULE_NAME));
    domain.start();
  }

  @AfterEach
  void end() {
    domain.close();
  }

  private TestDevice device(String serial, String subject, HardwareModule... modules)
      throws Exception {
    var made = maker.idevid("device", subject, modules);
    return new TestDevice(
        serial,
        Credential.read(made.certificate(), made.key()),
        TestDevice.SUITE.generateKeyPair());
  }

  @Test
  @Proves({"RG-4", "CMP-B1"})
  void theCertificateNamesTheDeviceByItsHwSerialNum() throws Exception {
    var device = device("B-1", "/O=ACME/serialNumber=A-1", HardwareModule.of("B-1"));

    var answer = domain.send(domain.approved(device));

    assertThat(answer.certificate().orElseThrow().getSubjectX500Principal())
        .isEqualTo(new X500Principal("2.5.4.5=B-1, O=Plant 7"));
    assertThat(domain.issued()).extracting(IssuedCertificate::device).containsExactly("B-1");
  }

  @Test
  @Proves({"RG-4", "LC-5.1.1-subject-signer"})
  void aRequestNamesTheDeviceByTheFieldThatCounts() throws Exception {
    var device = device("B-2", "/O=ACME/CN=Pump/serialNumber=A-2", HardwareModule.of("B-2"));

    var disguised =
        domain.send(domain.approved(device.request().subject("serialNumber=A-2").encoded(), "B-2"));
    assertThat(disguised.certificate()).isEmpty();
    assertThat(disguised.text()).contains("the requested subject is not that of");

    var honest =
        domain.send(domain.approved(device.request().subject("serialNumber=B-2").encoded(), "B-2"));
    assertThat(honest.certificate()).isPresent();
  }

  @Test
  @Proves({"RG-4", "CMP-B2"})
  void aVoucherForWhatTheSubjectSaysIsNoEvidence() throws Exception {
    var device = device("B-3", "/O=ACME/serialNumber=A-3", HardwareModule.of("B-3"));

    var answer = domain.send(domain.approved(device.request().encoded(), "A-3"));

    assertThat(answer.text()).contains("the voucher in the evidence is for another device");
    assertThat(domain.issued()).isEmpty();
  }

  @Test
  @Proves({"RG-4", "CMP-H11", "8995-2.3.1-field", "4108-5-hwSerialNum"})
  void aDeviceWithoutAUsableNumberInTheFieldIsRefusedAndTheOperatorToldWhere() throws Exception {
    var plain = device("A-4", "/O=ACME/serialNumber=A-4");
    var binary =
        device(
            "A-5",
            "/O=ACME/serialNumber=A-5",
            new HardwareModule("1.3.6.1.4.1.99999.1", "FORMAT:HEX,OCTETSTRING:0a"));
    try (var log = LogLines.of("dev.brski.authority")) {
      for (var each : new TestDevice[] {plain, binary}) {
        var answer = domain.send(domain.approved(each));
        assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.notAuthorized);
        assertThat(answer.text())
            .contains("inner message: the device certificate has no usable serial number");
      }
      assertThat(log.all())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "AU-inner-serialNumber",
                          "of manufacturer odd, with serial-number: hardware-module-name",
                          "[8995-2.3.1-field]"))
          .anySatisfy(line -> assertThat(line).contains("[4108-5-hwSerialNum]"));
    }
    assertThat(domain.issued()).isEmpty();
  }

  @Test
  @Proves("RG-4")
  void withoutASettingTheSubjectCounts() throws Exception {
    domain.stop();
    var file = domain.dir.resolve("manufacturers.d/odd.yaml");
    Files.writeString(
        file, Files.readString(file).replace("serial-number: hardware-module-name", ""));
    domain.start();

    var answer =
        domain.send(
            domain.approved(device("A-6", "/O=ACME/serialNumber=A-6", HardwareModule.of("B-6"))));

    assertThat(answer.certificate().orElseThrow().getSubjectX500Principal())
        .isEqualTo(new X500Principal("2.5.4.5=A-6, O=Plant 7"));
  }
}
