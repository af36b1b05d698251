package dev.brski.voucher.check;

import static dev.brski.voucher.Pki.NOW;
import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Scene;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherDescription;
import dev.brski.voucher.VoucherLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a MASA makes of devices of openssl that have their serial number in one field or both. */
final class SerialNumberFieldsTest {

  @TempDir static Path folder;
  private static OpensslMaker maker;
  private static Credential subject;
  private static Credential hardware;
  private static Credential both;

  private final Scene scene = new Scene();

  @BeforeAll
  static void make() throws Exception {
    maker = OpensslMaker.in(folder);
    subject = device("subject", "/O=ACME/serialNumber=A-1");
    hardware = device("hardware", "/O=ACME", HardwareModule.of("B-1"));
    both = device("both", "/O=ACME/serialNumber=A-2", HardwareModule.of("B-2"));
  }

  @Test
  @Proves({"RG-4", "MA-7"})
  void theNumberIsTheOneInTheFieldOfTheManufacturer() throws Exception {
    assertThat(accepted(masa(SerialNumberField.HARDWARE_MODULE_NAME, hardware, "B-1", "B-1")))
        .extracting(ConsistentRequest::serialNumber)
        .isEqualTo("B-1");
    assertThat(accepted(masa(SerialNumberField.HARDWARE_MODULE_NAME, both, "B-2", "B-2")))
        .extracting(ConsistentRequest::serialNumber)
        .isEqualTo("B-2");
    assertThat(accepted(masa(SerialNumberField.SUBJECT, both, "A-2", "A-2")))
        .extracting(ConsistentRequest::serialNumber)
        .isEqualTo("A-2");
  }

  @Test
  @Proves({"RG-4", "MA-7"})
  void whatTheOtherFieldSaysDisguisesNobody() throws Exception {
    for (var claimed :
        new String[][] {{"A-2", "A-2"}, {"A-2", "B-2"}, {"B-2", "A-2"}, {"B-1", "B-1"}}) {
      var refusal =
          refused(masa(SerialNumberField.HARDWARE_MODULE_NAME, both, claimed[0], claimed[1]));
      assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_SERIAL);
      assertThat(refusal.cause()).contains("the IDevID B-2");
    }
    assertThat(refused(masa(SerialNumberField.SUBJECT, both, "B-2", "B-2")).check())
        .isEqualTo(VoucherCheck.RVR_SERIAL);
  }

  @Test
  @Proves({"RG-4", "MA-7", "8995-2.3.1-field", "4108-5-hwSerialNum"})
  void aDeviceWithoutAUsableNumberInTheFieldIsRefused() throws Exception {
    var binary =
        device(
            "binary",
            "/O=ACME/serialNumber=A-3",
            new HardwareModule("1.3.6.1.4.1.99999.1", "FORMAT:HEX,OCTETSTRING:00ff"));

    assertThat(refused(masa(SerialNumberField.HARDWARE_MODULE_NAME, subject, "A-1", "A-1")))
        .satisfies(
            refusal -> {
              assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_SERIAL);
              assertThat(refusal.cause()).contains("no hardware module name", "[8995-2.3.1-field]");
            });
    assertThat(refused(masa(SerialNumberField.HARDWARE_MODULE_NAME, binary, "A-3", "A-3")))
        .satisfies(
            refusal -> {
              assertThat(refusal.check()).isEqualTo(VoucherCheck.RVR_SERIAL);
              assertThat(refusal.cause()).contains("00ff", "[4108-5-hwSerialNum]");
            });
    assertThat(refused(masa(SerialNumberField.SUBJECT, hardware, "B-1", "B-1")).cause())
        .contains("no single serialNumber", "[8995-2.3.1-field]");
  }

  @Test
  void whoeverInspectsARequestJudgesItAsTheDeviceWould() throws Exception {
    assertThat(inspected(pledgeRequest(hardware, "B-1"))).isEmpty();
    assertThat(inspected(registrarRequest(hardware, "B-1", "B-1"))).isEmpty();
    assertThat(inspected(pledgeRequest(hardware, "B-2")))
        .containsExactly(VoucherCheck.PVR_SERIAL.id());
    assertThat(inspected(registrarRequest(hardware, "B-2", "B-1")))
        .containsExactly(VoucherCheck.RVR_SERIAL.id());
    assertThat(inspected(pledgeRequest(device("none", "/O=ACME"), "B-1")))
        .containsExactly(VoucherCheck.PVR_SERIAL.id());
    assertThat(
            accepted(VoucherDescription.describe(pledgeRequest(hardware, "B-1"), SUITE)).toText())
        .contains("hwSerialNum: B-1");
  }

  private static Credential device(String name, String subject, HardwareModule... modules)
      throws Exception {
    var made = maker.idevid(name, subject, modules);
    return Credential.read(made.certificate(), made.key());
  }

  private byte[] pledgeRequest(Credential device, String serial) {
    var leaves =
        PledgeVoucherRequest.proximity(
            Optional.of(NOW), serial, scene.nonce, scene.registrar.leaf());
    return Scene.sign(leaves.toJson(), device, device.chain());
  }

  private byte[] registrarRequest(Credential device, String serial, String ofPledge) {
    var prior = accepted(scene.codec.readPledgeVoucherRequest(pledgeRequest(device, ofPledge)));
    return scene.signedByRegistrar(
        RegistrarVoucherRequest.onBehalfOf(prior, device.leaf(), serial, NOW));
  }

  private Verdict<ConsistentRequest> masa(
      SerialNumberField field, Credential device, String serial, String ofPledge) throws Exception {
    return new RegistrarVoucherRequestValidation(
            SUITE,
            PathValidator.standard(SUITE),
            scene.codec,
            Anchors.of(Certificates.readPem(maker.anchor())),
            field,
            Duration.ofDays(7))
        .validate(
            accepted(
                scene.codec.readRegistrarVoucherRequest(
                    registrarRequest(device, serial, ofPledge))),
            NOW);
  }

  private static List<String> inspected(byte[] body) throws Exception {
    var nothing = Anchors.of(List.of());
    return new Inspection(SUITE, VoucherAnchors.ofBoth(nothing), nothing, NOW)
        .broken(accepted(SignedArtifact.parse(body, VoucherLimits.standard()))).stream()
            .map(refusal -> refusal.check().id())
            .toList();
  }
}
