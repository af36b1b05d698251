package dev.brski.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.factory.Factory;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {

  private static final Target NOBODY = new Target(URI.create("https://127.0.0.1:1"));

  @TempDir Path folder;
  private Factory factory;

  @BeforeEach
  void make() {
    factory =
        accepted(
            Factory.init(
                folder.resolve("acme"), "ACME", CryptoSuite.standard(), InstantSource.system()));
  }

  @Test
  void isMadeOnceAndOpenedByAnyProcess() throws Exception {
    var made = accepted(fleet("load", "A-"));

    var opened = accepted(Fleet.open(folder.resolve("load")));
    assertThat(opened.registrar()).isEqualTo(NOBODY.url());
    assertThat(opened.devices()).isEqualTo(made.devices());
    assertThat(opened.devices().stream().map(Fleet.Device::serial))
        .containsExactly("A-000000", "A-000001", "A-000002");
    assertThat(Files.readAllLines(folder.resolve("acme/devices.jsonl"))).hasSize(3);
    assertThat(refused(fleet("load", "B-")).check()).isEqualTo(LoadCheck.EXISTS);
    assertThat(Files.readAllLines(folder.resolve("acme/devices.jsonl"))).hasSize(3);
  }

  @Test
  void noSerialNumberIsGivenTwice() {
    accepted(fleet("load", "A-"));

    assertThat(refused(fleet("other", "A-")).cause()).contains("A-000000");
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws Exception {
    assertThat(refused(Fleet.open(folder)).check()).isEqualTo(LoadCheck.FILE);
    Files.writeString(folder.resolve("load.json"), "{\"version\": 1}");
    assertThat(refused(Fleet.open(folder)).cause()).contains("damaged");
  }

  @Test
  void everyDeviceThatNobodyAnswersIsNamed() throws Exception {
    var fleet = accepted(fleet("load", "A-"));
    var options =
        new LoadOptions(
            2,
            Optional.empty(),
            Duration.ZERO,
            Part.whole(),
            Expectation.WAITING,
            List.of(),
            List.of());

    var report = new Load(fleet, options, InstantSource.system()).run(Screen.none());

    assertThat(report.good()).isFalse();
    assertThat(report.places()).isEqualTo(Map.of("unreachable", 3));
    assertThat(report.troubled().stream().map(Report.Troubled::serial))
        .containsExactly("A-000000", "A-000001", "A-000002");
    assertThat(report.troubled().getFirst().cause()).contains("127.0.0.1:1");
    assertThat(report.processes()).hasSize(1);
    assertThat(new Load(fleet, options, InstantSource.system()).look().places())
        .isEqualTo(Map.of("under way", 3));
  }

  private Verdict<Fleet> fleet(String name, String prefix) {
    return Fleet.make(
        folder.resolve(name), NOBODY, 3, prefix, factory, "127.0.0.1:1", Screen.none());
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  private static Refusal refused(Verdict<?> verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused<?>) verdict).refusal();
  }
}
