package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.onboarding.Register;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.settings.SettingsCheck;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.VoucherCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Devices of openssl whose manufacturer has serial numbers in hardware module names. */
class SerialNumberTest extends InWorld {

  @TempDir Path making;
  private OpensslMaker maker;

  @BeforeEach
  void build() throws Exception {
    maker = OpensslMaker.in(making);
    World.accepted(
        ManufacturerFile.add(
            new RegistrarFolder(folder),
            "odd",
            maker.anchor(),
            SerialNumberField.HARDWARE_MODULE_NAME,
            new MasaRule.Fixed(world.masa.address()),
            folder.resolve("maker.pem")));
    anew();
  }

  private void anew(String... lines) throws Exception {
    world.registrar.close();
    var file = folder.resolve("manufacturers.d/odd.yaml");
    Files.writeString(file, Files.readString(file) + "\n" + String.join("\n", lines) + "\n");
    world.start();
  }

  private World.Device device(String serial, String subject, HardwareModule... modules)
      throws Exception {
    var made = maker.idevid("device", subject, modules);
    return world.new Device(serial, Credential.read(made.certificate(), made.key()));
  }

  @Test
  @Proves({"RG-4", "RG-11", "RG-15"})
  void aDeviceIsItsHwSerialNumFromItsVoucherRequestToItsCertificate() throws Exception {
    try (var device = device("B-1", "/O=ACME", HardwareModule.of("B-1"))) {
      device.imprint();
      var asked =
          World.accepted(
              VoucherCodec.standard().readRegistrarVoucherRequest(world.masa.nextAsked()));
      assertThat(asked.leaves().serialNumber()).isEqualTo("B-1");

      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);
    }
    assertThat(World.accepted(new RegistrarView(folder, InstantSource.system()).devices()))
        .extracting(Register.Line::serial)
        .containsExactly("B-1");
  }

  @Test
  @Proves({"RG-4", "RG-11"})
  void whatTheSubjectSaysDisguisesNobody() throws Exception {
    try (var disguised = device("A-2", "/O=ACME/serialNumber=A-2", HardwareModule.of("B-2"))) {
      var refused = disguised.askForVoucher(disguised.voucherRequest());
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.explanation()).contains("the serial-number is not that of the IDevID");
      assertThat(world.masa.timesAsked()).isZero();
    }
    try (var honest = device("B-2", "/O=ACME/serialNumber=A-2", HardwareModule.of("B-2"))) {
      honest.imprint();
    }
  }

  @Test
  @Proves({"RG-4", "CMP-R3"})
  void aRequestForACertificateNamesTheDeviceByTheFieldThatCounts() throws Exception {
    try (var device = device("B-3", "/O=ACME/CN=Pump/serialNumber=A-3", HardwareModule.of("B-3"))) {
      device.imprint();
      var disguised = device.cmp(requestFor(device, "2.5.4.5=A-3"));
      assertThat(((Body.Response) disguised.body()).only().status().failInfo())
          .containsExactly(FailInfo.notAuthorized);
      assertThat(device.cmp(requestFor(device, "2.5.4.5=B-3")).type()).isEqualTo(BodyType.ip);
    }
  }

  private static CmpMessage requestFor(World.Device device, String subject) {
    return device
        .composer()
        .certificationRequest(
            CertificationDraft.ir(
                    new X500Principal(subject), World.SUITE.generateKeyPair(), World.SUITE)
                .withImplicitConfirm(true));
  }

  @Test
  @Proves({"RG-4", "8995-2.3.1-serial", "8995-2.3.1-field", "4108-5-hwSerialNum"})
  void aDeviceWithoutAUsableNumberInTheFieldIsRefusedAndTheOperatorToldWhere() throws Exception {
    try (var log = LogLines.of("dev.brski.registrar");
        var plain = device("A-4", "/O=ACME/serialNumber=A-4");
        var binary =
            device(
                "A-5",
                "/O=ACME/serialNumber=A-5",
                new HardwareModule("1.3.6.1.4.1.99999.1", "FORMAT:HEX,OCTETSTRING:00"))) {
      for (var each : new World.Device[] {plain, binary}) {
        var refused = each.askForVoucher(each.voucherRequest());
        assertThat(refused.status()).isEqualTo(403);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8))
            .isEqualToIgnoringWhitespace("the IDevID names no serial number");
        assertThat(each.status("voucher_status", "{\"version\":1,\"status\":true}").status())
            .isEqualTo(404);
      }
      assertThat(log.all())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "8995-2.3.1-serial",
                          "manufacturers.d/odd.yaml has serial-number: hardware-module-name",
                          "[8995-2.3.1-field]"))
          .anySatisfy(line -> assertThat(line).contains("[4108-5-hwSerialNum]"));
    }
    assertThat(world.masa.timesAsked()).isZero();
  }

  @Test
  @Proves({"RG-4", "RG-12"})
  void aListNamesDevicesByTheFieldThatCounts() throws Exception {
    anew("serials: [\"B-6\", \"A-7\"]");
    try (var listed = device("B-6", "/O=ACME/serialNumber=A-6", HardwareModule.of("B-6"))) {
      listed.imprint();
    }
    try (var other = device("B-7", "/O=ACME/serialNumber=A-7", HardwareModule.of("B-7"))) {
      assertThat(other.askForVoucher(other.voucherRequest()).status()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cn", "SUBJECT", "hardware", "[subject, hardware-module-name]", "\"\""})
  @Proves("RG-4")
  void thereAreTwoFieldsAndNoOther(String word) throws Exception {
    var manufacturers = new RegistrarFolder(folder).manufacturers();
    var file = manufacturers.resolve("odd.yaml");
    Files.writeString(file, Files.readString(file).replace("hardware-module-name\n", word + "\n"));

    assertThat(ManufacturerFile.readAll(manufacturers))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(SettingsCheck.VALUE));
  }

  @Test
  void otherManufacturersKeepTheirField() throws Exception {
    try (var device = world.device("4711")) {
      device.imprint();
    }
  }

  @Test
  @Proves("RG-4")
  void aVoucherIsFetchedInAdvanceForTheNumberThatCounts() throws Exception {
    var fetch = World.accepted(VoucherFetch.beside(folder, InstantSource.system()));
    var both = maker.idevid("both", "/O=ACME/serialNumber=A-8", HardwareModule.of("B-8"));
    var plain = maker.idevid("plain", "/O=ACME/serialNumber=A-9");

    assertThat(World.accepted(fetch.wanted("odd", leaf(both))).serialNumber()).isEqualTo("B-8");
    assertThat(fetch.wanted("odd", leaf(plain)))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().cause()).contains("odd.yaml"));
    assertThat(World.accepted(fetch.wanted("maker", leaf(plain))).serialNumber()).isEqualTo("A-9");
  }

  private static X509Certificate leaf(OpensslMaker.Idevid made) throws Exception {
    return Certificates.readPem(made.certificate()).getFirst();
  }
}
