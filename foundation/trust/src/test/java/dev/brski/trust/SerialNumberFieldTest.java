package dev.brski.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Proves;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The serial numbers of IDevIDs that openssl has made. */
final class SerialNumberFieldTest {

  private static final String KIND = "1.3.6.1.4.1.99999.1";

  private static final AtomicInteger MADE = new AtomicInteger();

  @TempDir static Path folder;
  private static OpensslMaker maker;

  @BeforeAll
  static void make() throws Exception {
    maker = OpensslMaker.in(folder);
  }

  @Test
  @Proves("RG-4")
  void eachFieldIsReadAloneWhateverTheOtherSays() throws Exception {
    var subject = idevid("/O=ACME/serialNumber=A-1");
    var hardware = idevid("/O=ACME", HardwareModule.of("B-1"));
    var both = idevid("/O=ACME/serialNumber=A-2", HardwareModule.of("B-2"));

    assertThat(SerialNumberField.SUBJECT.read(subject)).isEqualTo(Verdict.accepted("A-1"));
    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(hardware))
        .isEqualTo(Verdict.accepted("B-1"));
    assertThat(SerialNumberField.SUBJECT.read(both)).isEqualTo(Verdict.accepted("A-2"));
    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(both))
        .isEqualTo(Verdict.accepted("B-2"));
    assertThat(refused(SerialNumberField.SUBJECT.read(hardware)))
        .satisfies(
            refusal -> {
              assertThat(refusal.check()).isEqualTo(SerialNumberCheck.FIELD);
              assertThat(refusal.cause()).contains("O=ACME", "no single serialNumber");
              assertThat(refusal.remedy()).contains("subject or hardware-module-name");
            });
    assertThat(refused(SerialNumberField.HARDWARE_MODULE_NAME.read(subject)))
        .satisfies(
            refusal -> {
              assertThat(refusal.check()).isEqualTo(SerialNumberCheck.FIELD);
              assertThat(refusal.cause()).contains("no hardware module name");
            });
  }

  @Test
  @Proves("PL-6")
  void aDeviceTakesTheSubjectForItsNumberAndTheHardwareIfTheSubjectHasNone() throws Exception {
    assertThat(SerialNumberField.own(idevid("/O=ACME/serialNumber=A-1", HardwareModule.of("B-1"))))
        .isEqualTo(Verdict.accepted("A-1"));
    assertThat(SerialNumberField.own(idevid("/O=ACME", HardwareModule.of("B-1"))))
        .isEqualTo(Verdict.accepted("B-1"));
    assertThat(refused(SerialNumberField.own(idevid("/O=ACME"))).cause())
        .contains("no single serialNumber", "no hardware module name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORMAT:ASCII,OCTETSTRING:",
        "FORMAT:HEX,OCTETSTRING:20",
        "FORMAT:HEX,OCTETSTRING:2042",
        "FORMAT:HEX,OCTETSTRING:4220",
        "FORMAT:HEX,OCTETSTRING:420042",
        "FORMAT:HEX,OCTETSTRING:4200",
        "FORMAT:HEX,OCTETSTRING:420a42",
        "FORMAT:HEX,OCTETSTRING:1b5b324a",
        "FORMAT:HEX,OCTETSTRING:42c3a4",
        "FORMAT:HEX,OCTETSTRING:427f",
        "FORMAT:HEX,OCTETSTRING:0123456789abcdef0123456789abcdef01",
      })
  @Proves("4108-5-hwSerialNum")
  void whatIsNoPrintableTextIsRefused(String octets) throws Exception {
    var refusal =
        refused(
            SerialNumberField.HARDWARE_MODULE_NAME.read(
                idevid("/O=ACME/serialNumber=A-1", new HardwareModule(KIND, octets))));

    assertThat(refusal.check()).isEqualTo(SerialNumberCheck.HARDWARE);
    assertThat(refusal.cause()).containsPattern("hwSerialNum has [0-9]+ octets: [0-9a-f]*…?$");
  }

  @Test
  @Proves("4108-5-hwSerialNum")
  void itHasAtMost64Characters() throws Exception {
    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(hardware("x".repeat(64))))
        .isEqualTo(Verdict.accepted("x".repeat(64)));
    var beyond = refused(SerialNumberField.HARDWARE_MODULE_NAME.read(hardware("x".repeat(65))));
    assertThat(beyond.check()).isEqualTo(SerialNumberCheck.HARDWARE);
    assertThat(beyond.cause()).endsWith("65 octets: " + "78".repeat(16) + "…");
    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(hardware("4711 / <b>_~")))
        .isEqualTo(Verdict.accepted("4711 / <b>_~"));
  }

  @Test
  @Proves("4108-5-hwSerialNum")
  void ofTwoNamesNoneCounts() throws Exception {
    var twice = idevid("/O=ACME", HardwareModule.of("B-1"), HardwareModule.of("B-1"));

    assertThat(refused(SerialNumberField.HARDWARE_MODULE_NAME.read(twice)))
        .satisfies(
            refusal -> {
              assertThat(refusal.check()).isEqualTo(SerialNumberCheck.HARDWARE);
              assertThat(refusal.cause()).contains("2 hardware module names");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF8:B-1", "INTEGER:4711", "NULL"})
  @Proves("4108-5-hwSerialNum")
  void aNumberOfAnotherTypeIsMalformed(String value) throws Exception {
    assertThat(
            refused(
                    SerialNumberField.HARDWARE_MODULE_NAME.read(
                        idevid("/O=ACME", new HardwareModule(KIND, value))))
                .check())
        .isEqualTo(SerialNumberCheck.HARDWARE);
  }

  @Test
  void whatIsMadeHereIsWhatOpensslMakes() throws Exception {
    var theirs = idevid("/O=ACME", HardwareModule.of("B-1"));
    var ours = new HardwareModuleName(KIND, new byte[] {0x42, 0x2d, 0x31}).toGeneralName();

    assertThat(HardwareModuleName.of(theirs))
        .singleElement()
        .satisfies(
            module -> {
              assertThat(module.type()).isEqualTo(KIND);
              assertThat(module.serialNumber()).asString().isEqualTo("B-1");
              assertThat(module.toGeneralName()).isEqualTo(ours);
            });
    var extension = theirs.getExtensionValue("2.5.29.17");
    var encoded = ours.getEncoded("DER");
    assertThat(Arrays.copyOfRange(extension, extension.length - encoded.length, extension.length))
        .isEqualTo(encoded);
  }

  @Test
  void aWordIsAFieldAndNothingElseIs() {
    for (var field : SerialNumberField.values()) {
      assertThat(SerialNumberField.parse(field.word())).isEqualTo(field);
    }
    assertThatThrownBy(() -> SerialNumberField.parse("SUBJECT"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("subject, hardware-module-name");
  }

  private static X509Certificate hardware(String serial) throws Exception {
    return idevid("/O=ACME", HardwareModule.of(serial));
  }

  private static X509Certificate idevid(String subject, HardwareModule... modules)
      throws Exception {
    var file = maker.idevid("device-" + MADE.incrementAndGet(), subject, modules).certificate();
    return Certificates.readPem(file).getFirst();
  }

  private static Refusal refused(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }
}
