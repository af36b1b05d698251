package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.proof.kit.OpensslMaker;
import dev.brski.proof.kit.OpensslMaker.HardwareModule;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What lies in a pledge's folder, sound and damaged. */
final class FolderTest {

  @TempDir Path folder;
  private World world;
  private ScriptedRegistrar registrar;

  @BeforeEach
  void build() {
    world = new World(folder);
    registrar =
        world.registrar().on(ScriptedRegistrar.REQUEST_VOUCHER, seen -> Answer.notYet("30"));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  @Proves("PL-3")
  void whatIsUnderWayIsOnDiskAsItWasSent() throws Exception {
    world.onboardWithoutWaiting(registrar);

    var sent = registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER).getFirst().body();
    try (var files = Files.list(folder.resolve("data/messages"))) {
      assertThat(files.toList())
          .singleElement()
          .satisfies(file -> assertThat(Files.readAllBytes(file)).isEqualTo(sent));
    }
    var state = VoucherForge.JSON.readTree(Files.readAllBytes(folder.resolve("data/state.json")));
    assertThat(state.get("version").asInt()).isEqualTo(3);
  }

  @Test
  void theKeyUnderWayIsReadableByItsOwnerOnly() throws Exception {
    registrar
        .on(ScriptedRegistrar.REQUEST_VOUCHER, world::rightVoucher)
        .on(
            ScriptedRegistrar.INITIALIZATION,
            seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).ipWaiting()));
    world.onboardWithoutWaiting(registrar);

    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("data/ldevid.key"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"version\":1}",
        "{\"version\":1,\"version\":1}",
        "{\"version\":1,\"since\":\"yesterday\",\"backoffs\":{},\"progress\":{\"step\":\"idle\"}}",
        "{\"version\":1,\"since\":\"2026-03-01T08:00:00Z\",\"backoffs\":{},\"progress\":{\"step\":\"flying\"}}",
        "{\"version\":0,\"since\":\"2026-03-01T08:00:00Z\",\"backoffs\":{},\"progress\":{\"step\":\"idle\",\"attempted\":true}}"
      })
  void aDamagedStateIsNamed(String content) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/state.json"), content);

    assertThatThrownBy(() -> world.status())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("state.json")
        .hasMessageContaining("reset");
    world.onboarding().reset(folder);
    assertThat(world.status().state()).isEqualTo(State.FACTORY_DEFAULT);
  }

  @Test
  @Proves("PL-3")
  void anExchangeOfTheFirstVersionGoesOn() throws Exception {
    world.onboardWithoutWaiting(registrar);
    var file = folder.resolve("data/state.json");
    var state = (ObjectNode) VoucherForge.JSON.readTree(Files.readAllBytes(file));
    var exchange = (ObjectNode) state.get("progress").get("exchange");
    assertThat(exchange.remove("waited")).isNotNull();
    exchange.put("begun", "1970-01-01T00:00:07Z");
    state.put("version", 1);
    Files.write(file, VoucherForge.JSON.writeValueAsBytes(state));
    registrar.on(ScriptedRegistrar.REQUEST_VOUCHER, world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    var sent = registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER);
    assertThat(sent).hasSize(2);
    assertThat(sent.getLast().body()).isEqualTo(sent.getFirst().body());
  }

  @Test
  void aNewerStateIsLeftAlone() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/state.json"), "{\"version\":4,\"quantum\":true}");

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("newer");
    assertThat(folder.resolve("data/state.json")).hasContent("{\"version\":4,\"quantum\":true}");
  }

  @Test
  void aDamagedMessageIsNotSent() throws Exception {
    world.onboardWithoutWaiting(registrar);
    try (var files = Files.list(folder.resolve("data/messages"))) {
      Files.writeString(files.findFirst().orElseThrow(), "something else");
    }

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("damaged");
    assertThat(registrar.seen()).hasSize(1);
  }

  @Test
  void aMemberWithoutItsCertificateIsToldSo() throws Exception {
    registrar.on(ScriptedRegistrar.REQUEST_VOUCHER, world::rightVoucher);
    world.onboard(registrar);
    Files.delete(folder.resolve("ldevid.pem"));

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ldevid.pem is missing");
  }

  @Test
  void whatAKillLeftHalfWrittenIsRemoved() throws Exception {
    var half = folder.resolve(".ldevid.key.0123.new");
    Files.writeString(half, "-----BEGIN");

    world.onboardWithoutWaiting(registrar);

    assertThat(half).doesNotExist();
  }

  @Test
  @Proves({"PL-6", "PL-7"})
  void aCertificateWithoutSerialNumberIsNoBirthCertificate() throws Exception {
    var nameless = world.vendorCa.endEntity("CN=JADA-0001");
    Files.writeString(folder.resolve("idevid.pem"), World.pem(nameless.chain()));
    Files.writeString(folder.resolve("idevid.key"), World.pem(nameless.key()));

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("serialNumber");
  }

  @Test
  @Proves({"PL-6", "PL-30", "PL-51", "RG-4"})
  void aDeviceWithoutSerialNumberInItsSubjectIsItsHwSerialNum() throws Exception {
    birthCertificate("/O=ACME", HardwareModule.of("JADA-0002"));
    registrar.on(ScriptedRegistrar.REQUEST_VOUCHER, world::rightVoucher);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    var sent = registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER).getFirst().body();
    assertThat(
            VoucherForge.content(sent)
                .get("ietf-voucher-request:voucher")
                .get("serial-number")
                .asString())
        .isEqualTo("JADA-0002");
    assertThat(world.status().serial()).isEqualTo("JADA-0002");
  }

  @Test
  @Proves({"PL-51", "RG-4"})
  void aVoucherForAnotherHwSerialNumIsNotTaken() throws Exception {
    birthCertificate("/O=ACME", HardwareModule.of("JADA-0002"));
    registrar.on(
        ScriptedRegistrar.REQUEST_VOUCHER,
        seen ->
            Answer.voucher(
                world.voucherFor(seen).with("serial-number", World.SERIAL).signedBy(world.masa)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  @Proves({"PL-6", "RG-4"})
  void theSubjectComesFirst() throws Exception {
    birthCertificate("/O=ACME/serialNumber=JADA-0003", HardwareModule.of("JADA-0004"));

    assertThat(world.status().serial()).isEqualTo("JADA-0003");
  }

  @Test
  @Proves({"PL-6", "4108-5-hwSerialNum"})
  void aHwSerialNumThatIsNoTextIsNoSerialNumber() throws Exception {
    birthCertificate(
        "/O=ACME", new HardwareModule("1.3.6.1.4.1.99999.1", "FORMAT:HEX,OCTETSTRING:ff"));

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("idevid.pem says no serial number")
        .hasMessageContaining("1 octets: ff");
  }

  private void birthCertificate(String subject, HardwareModule... modules) throws Exception {
    var made = OpensslMaker.in(folder.resolve("maker")).idevid("device", subject, modules);
    Files.copy(
        made.certificate(), folder.resolve("idevid.pem"), StandardCopyOption.REPLACE_EXISTING);
    Files.copy(made.key(), folder.resolve("idevid.key"), StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aKeyOfAnotherCertificateIsNamed() throws Exception {
    Files.writeString(folder.resolve("idevid.key"), World.pem(world.otherDevice.key()));

    assertThatThrownBy(() -> world.onboard(registrar))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("idevid.key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:8443",
        "https://127.0.0.1:8443/path",
        "https://127.0.0.1:8443?query",
        "https://user@127.0.0.1:8443",
        "https://127.0.0.1:0",
        "https://127.0.0.1:65536",
        "https:///",
        "127.0.0.1:8443",
        "registrar"
      })
  void aRegistrarIsNamedByItsOrigin(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.options(Optional.empty(), List.of(URI.create(url))))
        .withMessageContaining(url);
  }

  @ParameterizedTest
  @CsvSource({
    "https://Registrar.Example, https://registrar.example:443",
    "https://registrar.example:443/, https://registrar.example:443",
    "https://[2001:db8::1]:8443, https://[2001:db8::1]:8443"
  })
  void oneOriginHasOneSpelling(String given, String spelled) {
    assertThat(world.options(Optional.empty(), List.of(URI.create(given))).registrars())
        .containsExactly(URI.create(spelled));
  }

  @Test
  void noDurationIsNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                OnboardOptions.of(
                    folder, List.of(), Optional.of(Duration.ofSeconds(-1)), Clock.unknown()));
  }
}
