package dev.brski.factory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactoryTest {

  @TempDir Path folder;
  private Factory factory;

  @BeforeEach
  void make() {
    factory = accepted(init(folder.resolve("acme"), "ACME"));
  }

  @Test
  @Proves({"PL-6", "PL-7", "PL-8"})
  void opensslReadsAndVerifiesTheBirthCertificate() throws Exception {
    var device = folder.resolve("device");
    accepted(factory.device("0815-A", "127.0.0.1:9443", device));

    assertThat(openssl("verify", "-CAfile", anchor(), "-untrusted", idevid(device), idevid(device)))
        .contains("OK");
    assertThat(
            openssl(
                "x509", "-in", idevid(device), "-noout", "-subject", "-dates", "-ext", "keyUsage"))
        .contains("serialNumber = 0815-A")
        .contains("Dec 31 23:59:59 9999 GMT");
    assertThat(openssl("asn1parse", "-in", idevid(device))).contains("1.3.6.1.5.5.7.1.32");
    assertThat(openssl("pkey", "-in", device.resolve("idevid.key").toString(), "-noout", "-text"))
        .contains("prime256v1");
    assertThat(Files.getPosixFilePermissions(device.resolve("idevid.key")))
        .isEqualTo(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
  }

  @Test
  void noVoucherSignerStandsUnderTheAnchorOfTheDevicesNorADeviceUnderTheOther() throws Exception {
    var device = folder.resolve("device");
    accepted(factory.device("0815-B", "127.0.0.1:9443", device));
    var signer = folder.resolve("signer.pem");
    factory.voucherSigner().write(signer, folder.resolve("signer.key"));

    assertThat(openssl("verify", "-CAfile", factory.voucherAnchor().toString(), signer.toString()))
        .contains("OK");
    assertThat(
            openssl("verify", "-CAfile", anchor(), "-untrusted", idevid(device), signer.toString()))
        .contains("error");
    assertThat(
            openssl(
                "verify",
                "-CAfile",
                factory.voucherAnchor().toString(),
                "-untrusted",
                idevid(device),
                idevid(device)))
        .contains("error");
  }

  @Test
  @Proves("MA-19")
  void vouchersWithoutANonceHaveAnAnchorOfTheirOwnAndDevicesHoldBoth() throws Exception {
    var device = folder.resolve("device");
    accepted(factory.device("0815-N", "127.0.0.1:9443", device));
    var nonced = signer("nonced", factory.voucherSigner());
    var nonceless = signer("nonceless", factory.noncelessSigner());
    var first = device.resolve("masa-anchor.pem").toString();
    var second = device.resolve("masa-anchor-nonceless.pem").toString();

    assertThat(openssl("verify", "-CAfile", first, nonced)).contains("OK");
    assertThat(openssl("verify", "-CAfile", second, nonceless)).contains("OK");
    assertThat(openssl("verify", "-CAfile", first, nonceless)).contains("error");
    assertThat(openssl("verify", "-CAfile", second, nonced)).contains("error");
  }

  @Test
  void aManufacturerThatWasMadeBeforeHasOneAnchorForBothKinds() throws Exception {
    var old = folder.resolve("acme");
    for (var name :
        List.of("voucher-anchor-nonceless.pem", "keys/nonceless-ca.pem", "keys/nonceless-ca.key")) {
      Files.delete(old.resolve(name));
    }
    var device = folder.resolve("device");
    accepted(factory.device("0815-O", "127.0.0.1:9443", device));

    assertThat(device.resolve("masa-anchor-nonceless.pem")).doesNotExist();
    assertThat(factory.noncelessAnchor()).isEmpty();
    assertThat(
            openssl(
                "verify",
                "-CAfile",
                device.resolve("masa-anchor.pem").toString(),
                signer("nonceless", factory.noncelessSigner())))
        .contains("OK");
  }

  @Test
  void aNewDeviceCaStandsUnderTheSameRootAndOldDevicesStayWhatTheyAre() throws Exception {
    var before = folder.resolve("before");
    accepted(factory.device("0815-R1", "127.0.0.1:9443", before));
    var anchor = Files.readString(factory.anchor());
    for (int i = 2; i <= 11; i++) {
      assertThat(accepted(factory.rotate()).getSubjectX500Principal().getName())
          .isEqualTo("CN=ACME device CA " + i);
    }
    var after = folder.resolve("after");
    accepted(factory.device("0815-R2", "127.0.0.1:9443", after));

    assertThat(Files.readString(factory.anchor())).isEqualTo(anchor);
    for (var device : List.of(before, after)) {
      assertThat(
              openssl("verify", "-CAfile", anchor(), "-untrusted", idevid(device), idevid(device)))
          .contains("OK");
    }
    assertThat(openssl("x509", "-in", idevid(before), "-noout", "-issuer"))
        .contains("ACME device CA\n");
    assertThat(openssl("x509", "-in", idevid(after), "-noout", "-issuer"))
        .contains("ACME device CA 11\n");
    assertThat(refused(factory.device("0815-r1", "127.0.0.1:9443", folder.resolve("x"))).check())
        .isEqualTo(FactoryCheck.UNIQUE);
  }

  private String signer(String name, Credential signer) throws IOException {
    var file = folder.resolve(name + ".pem");
    signer.write(file, folder.resolve(name + ".key"));
    return file.toString();
  }

  @Test
  void aSerialNumberNamesOneDeviceAlsoAfterAReopening() {
    accepted(factory.device("0815-C", "127.0.0.1:9443", folder.resolve("one")));
    var reopened =
        accepted(
            Factory.open(folder.resolve("acme"), CryptoSuite.standard(), InstantSource.system()));

    assertThat(refused(reopened.device("0815-C", "127.0.0.1:9443", folder.resolve("two"))).check())
        .isEqualTo(FactoryCheck.UNIQUE);
    assertThat(folder.resolve("two")).doesNotExist();
  }

  @Test
  void nothingIsOverwritten() {
    accepted(factory.device("0815-D", "127.0.0.1:9443", folder.resolve("device")));

    assertThat(refused(init(folder.resolve("acme"), "ACME")).check())
        .isEqualTo(FactoryCheck.EXISTS);
    assertThat(
            refused(factory.device("0815-E", "127.0.0.1:9443", folder.resolve("device"))).check())
        .isEqualTo(FactoryCheck.EXISTS);
  }

  @Test
  @Proves({"PL-6", "PL-8", "RG-4"})
  void aSerialNumberMayBeInAHardwareModuleNameAlone() throws Exception {
    var device = folder.resolve("device");
    var kind = new SerialNumberPlace.HardwareModule("1.3.6.1.4.1.99999.7");

    var made =
        accepted(factory.device(new Factory.Device("0815-H", kind, device), "127.0.0.1:9443"));

    assertThat(SerialNumberField.HARDWARE_MODULE_NAME.read(made))
        .isEqualTo(Verdict.accepted("0815-H"));
    assertThat(SerialNumberField.SUBJECT.read(made)).isInstanceOf(Verdict.Refused.class);
    assertThat(openssl("verify", "-CAfile", anchor(), "-untrusted", idevid(device), idevid(device)))
        .contains("OK");
    assertThat(
            openssl("x509", "-in", idevid(device), "-noout", "-subject", "-ext", "subjectAltName"))
        .contains("subject=O = ACME, CN = 0815-H\n", "othername")
        .doesNotContain("critical");
    assertThat(openssl("asn1parse", "-in", idevid(device), "-strparse", alternativeName(device)))
        .contains("1.3.6.1.5.5.7.8.4", "1.3.6.1.4.1.99999.7", "OCTET STRING      :0815-H");
    assertThat(refused(factory.device("0815-H", "127.0.0.1:9443", folder.resolve("again"))).check())
        .isEqualTo(FactoryCheck.UNIQUE);
  }

  /** Where the value of the subjectAltName is in an IDevID. */
  private static String alternativeName(Path device) throws Exception {
    var lines = openssl("asn1parse", "-in", idevid(device)).lines().toList();
    for (int number = 0; number < lines.size(); number++) {
      if (lines.get(number).contains("X509v3 Subject Alternative Name")) {
        return lines.get(number + 1).strip().replaceFirst(":.*", "");
      }
    }
    throw new AssertionError("no subjectAltName");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hardware", "1", "3.1.2", "1.3.6..1", "1.3.6.1\n"})
  void aTypeOfHardwareIsAnObjectIdentifier(String type) {
    var kind = new SerialNumberPlace.HardwareModule(type);
    var device = new Factory.Device("0815-I", kind, folder.resolve("d"));

    assertThat(refused(factory.device(device, "127.0.0.1:9443")).check())
        .isEqualTo(FactoryCheck.HARDWARE_TYPE);
    assertThat(folder.resolve("d")).doesNotExist();
    accepted(
        factory.device(
            new Factory.Device(
                "0815-I", SerialNumberPlace.HardwareModule.ofNoKind(), folder.resolve("d")),
            "127.0.0.1:9443"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a ", "a\nb", "\u202Eabc", "=cmd", "x\0y"})
  void aSerialNumberIsPlainText(String serialNumber) {
    assertThat(refused(factory.device(serialNumber, "127.0.0.1:9443", folder.resolve("d"))).check())
        .isEqualTo(FactoryCheck.SERIAL_NUMBER);
  }

  private String anchor() {
    return factory.anchor().toString();
  }

  private static String idevid(Path device) {
    return device.resolve("idevid.pem").toString();
  }

  private static Verdict<Factory> init(Path dir, String name) {
    return Factory.init(dir, name, CryptoSuite.standard(), InstantSource.system());
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted " + value);
      case Verdict.Refused<?>(Refusal refusal) -> refusal;
    };
  }

  private static String openssl(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("openssl ended").isTrue();
    return output;
  }
}
