package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.Run;
import dev.brski.proof.kit.ScriptedHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pledge has no clock, or one that is years wrong; the roles have one that was ahead and is put
 * right. Only dates are moved: nothing waits for time to pass.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClocksIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration YEARS = Duration.ofDays(15_000);

  @TempDir private static Path folder;
  private static MovedClock clock;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    clock = MovedClock.demand();
    plant = Plant.resting(folder.resolve("plant"));
    plant.registrar().configure("answer-within: 3s");
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void end() throws IOException {
    plant.close();
    clock.close();
  }

  private static Run onboarded(Device device, Duration ahead, Object... more) throws Exception {
    try (var pledge = device.with(clock.by(ahead)).onboard(plant.registrar(), more)) {
      clock.started(pledge.pid());
      int exit = pledge.awaitEnd();
      return new Run(List.of("pledge", "onboard"), exit, pledge.out(), pledge.err());
    }
  }

  @ParameterizedTest
  @Order(1)
  @CsvSource({"CLOCK-NONE-1, -1", "CLOCK-NONE-2, 1"})
  @Proves({"TIME-1", "PL-50", "PL-63"})
  void withoutAClockItJoinsWhateverItsTimerSays(String serial, int sign) throws Exception {
    var device = plant.device(serial);

    onboarded(device, YEARS.multipliedBy(sign), "--no-clock").expecting(0);

    assertThat(text(plant.registered(serial), "state")).isEqualTo("enrolled");
    assertThat(plant.certificates(serial)).hasSize(1);
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({"CLOCK-WRONG-1, -1", "CLOCK-WRONG-2, 1"})
  @Proves({"TIME-2", "PL-53", "PL-60"})
  void whoTrustsAWrongClockRefusesAndJoinsWhenItIsRight(String serial, int sign) throws Exception {
    var device = plant.device(serial);

    var refused = onboarded(device, YEARS.multipliedBy(sign), "--wait", "0").expecting(3);
    assertThat(refused.err()).containsPattern("8995-5\\.6\\.|dated|expired|valid");
    assertThat(device.file("ldevid.pem")).doesNotExist();

    device.onboarded(plant.registrar()).expecting(0);
    assertThat(plant.certificates(serial)).hasSize(1);
  }

  /** A voucher without a nonce, by hand; the registrar that gives it is a script. */
  private static boolean accepted(String serial, boolean expires, Object... more) throws Exception {
    var device = plant.device(serial);
    // As one that was made when there was one anchor, which is for both kinds of vouchers.
    Files.delete(device.file("masa-anchor-nonceless.pem"));
    var cms = HandMadeCms.demand(folder);
    var keys = plant.registrar().folder();
    var pin = PemFile.read(plant.domainCa()).base64();
    var script =
        ScriptedPeers.giving(
            _ -> {
              var voucher =
                  HandMadeVoucher.sound(serial, "", pin, plant.masa().folder()).without("nonce");
              return (expires ? voucher.with("expires-on", HandMadeVoucher.at(1)) : voucher)
                  .made(cms);
            });
    try (var server =
        ScriptedPeers.registrar(
            keys.resolve("registrar.pem"), keys.resolve("registrar.key"), script)) {
      var arguments = Stream.concat(Stream.of("--wait", "0"), Arrays.stream(more)).toArray();
      device.onboarded(List.of(URI.create("https://" + server.address())), arguments);
    }
    return told(script);
  }

  private static boolean told(ScriptedHttp script) {
    var status = script.requests(HandMadePledge.VOUCHER_STATUS);
    assertThat(status).hasSize(1);
    return JSON.readTree(status.getFirst().body()).required("status").asBoolean();
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "CLOCK-V-1, true, true, false",
    "CLOCK-V-2, true, false, true",
    "CLOCK-V-3, false, true, true",
  })
  @Proves({"TIME-3", "TIME-2", "PL-53"})
  void withoutAClockAnExpiryIsNotEnsured(
      String serial, boolean expires, boolean withoutClock, boolean accepted) throws Exception {
    var more = withoutClock ? new Object[] {"--no-clock"} : new Object[0];

    assertThat(accepted(serial, expires, more)).isEqualTo(accepted);
  }

  @Test
  @Order(4)
  @Proves({"EN-7", "RG-26", "PL-40"})
  void aRegistrarWhoseClockWasADayAheadForgetsNothingAndDelaysNobody() throws Exception {
    plant.authority().stop();
    restart(plant.registrar(), Duration.ofDays(1));
    var device = plant.device("CLOCK-BACK-1");
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    plant.registrar().awaitJournal("voucher-received", device.serial());
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    var ahead = ids(device.serial());
    assertThat(ahead).isNotEmpty().isSorted();

    restart(plant.registrar(), Duration.ZERO);

    assertThat(plant.registrar().program().err()).contains("WARN  the clock is ");
    plant.authority().start();
    device.onboarded(plant.registrar()).expecting(0);
    assertThat(text(plant.registered(device.serial()), "state")).isEqualTo("enrolled");
    assertThat(plant.certificates(device.serial())).hasSize(1);
    var all = ids(device.serial());
    assertThat(all).isSorted().startsWith(ahead.toArray(String[]::new));
    assertThat(all).hasSizeGreaterThan(ahead.size());
  }

  @Test
  @Order(5)
  @Proves({"CMP-R15", "EN-7", "MA-10"})
  void authorityAndMasaWhoseClocksWereAheadGoOn() throws Exception {
    restart(plant.masa(), Duration.ofHours(1));
    restart(plant.authority(), Duration.ofHours(1));
    var first = plant.device("CLOCK-BACK-2");
    onboarded(first, Duration.ofHours(1)).expecting(0);

    restart(plant.masa(), Duration.ZERO);
    restart(plant.authority(), Duration.ZERO);

    var second = plant.device("CLOCK-BACK-3");
    second.onboarded(plant.registrar()).expecting(0);
    assertThat(states(first)).isEqualTo(states(second)).hasSize(1);
    for (var role : List.of(plant.masa(), plant.authority())) {
      assertThat(role.program().err()).contains("WARN  the clock is ");
      assertThat(role.journal().valueStream().map(line -> line.required("seq").asLong()).toList())
          .isSorted()
          .doesNotHaveDuplicates();
    }
    assertThat(notBefore(second)).isBefore(Instant.now());
  }

  private static List<String> states(Device device) throws Exception {
    return plant.certificates(device.serial()).stream().map(line -> text(line, "state")).toList();
  }

  private static Instant notBefore(Device device) throws Exception {
    return Instant.parse(device.status().required("certificate").required("notBefore").asString());
  }

  private static List<String> ids(String serial) throws IOException {
    return plant
        .registrar()
        .control("/messages?serial=" + serial)
        .valueStream()
        .map(line -> text(line, "id"))
        .toList();
  }

  private static void restart(Role role, Duration ahead) throws Exception {
    role.stop();
    role.environment(clock.by(ahead));
    role.start();
    clock.started(role.program().pid());
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
