package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Devices wait for thirty days for an authority that is away, while their registrar restarts again
 * and again; then all are enrolled, once, and nothing has grown meanwhile.
 *
 * <p>The system property {@code load.devices} says how many devices, {@code load.step} how many
 * days lie between two restarts, and {@code load.parts} that at each only one part of so many
 * polls.
 */
final class ThirtyDaysIT {

  private static final int DEVICES = Integer.getInteger("load.devices", 40);
  private static final int STEP = Integer.getInteger("load.step", 3);
  private static final int PARTS = Integer.getInteger("load.parts", 4);
  private static final int DAYS = 30;
  private static final Duration LONG = Duration.ofHours(3);
  private static final String WAITS = "waits for its certificate";

  @TempDir private Path folder;
  private final List<String> told = new ArrayList<>();
  private Plant plant;

  @BeforeEach
  void make() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("answer-within: 200ms");
    plant.registrar().configure("polls-per-second: 1000");
  }

  @AfterEach
  void end() {
    plant.close();
    told.forEach(System.out::println);
  }

  @Test
  @Proves({"CMP-R6", "EN-7", "RG-26"})
  void nobodyLosesTheirPlace() throws Exception {
    var clock = MovedClock.demand();
    plant.registrar().start();
    arrive();
    var before = rest(0);

    for (int day = STEP; day <= DAYS; day += STEP) {
      var today = clock.ahead(Duration.ofDays(day));
      plant.registrar().startAt(today);
      assertAllWait(poll(today, (day / STEP - 1) % PARTS + 1), day);
      assertNothingGrew(before, rest(day), day / STEP);
    }

    var today = clock.ahead(Duration.ofDays(DAYS));
    plant.registrar().startAt(today);
    plant.authority().startAt(today);
    var last =
        load(
            today,
            "poll",
            "--dir",
            loads(),
            "--expect",
            "enrolled",
            "--wait",
            "30m",
            "--watch",
            plant.registrar().program().pid());
    assertThat(last.required("good").asBoolean()).as("%s", last).isTrue();
    tell("the authority is back: " + summary(last));
    assertEnrolledOnce();
    rest(DAYS);
  }

  private Path loads() {
    return folder.resolve("load");
  }

  private void arrive() throws IOException, InterruptedException {
    var arrived =
        plant
            .brski()
            .within(LONG)
            .run(
                "load",
                "arrive",
                "--dir",
                loads(),
                "--factory",
                plant.factory(),
                "--masa",
                plant.masa().address(),
                "--registrar",
                plant.registrar().url(),
                "--devices",
                DEVICES,
                "--watch",
                plant.registrar().program().pid(),
                "--json")
            .expecting(0)
            .json();
    tell("they arrive: " + summary(arrived));
    // Who was told to come back for the voucher has yet to ask for a certificate.
    for (int round = 1; !places(arrived).equals(Map.of(WAITS, DEVICES)); round++) {
      assertThat(round).as("rounds until all wait for certificates; %s", arrived).isLessThan(20);
      arrived = load(MovedClock.demand(), "poll", "--dir", loads(), "--wait", "1s");
      tell("they ask again: " + summary(arrived));
    }
  }

  private JsonNode poll(MovedClock today, int part) throws IOException, InterruptedException {
    return load(
        today,
        "poll",
        "--dir",
        loads(),
        "--part",
        part + "/" + PARTS,
        "--watch",
        plant.registrar().program().pid());
  }

  private JsonNode load(MovedClock today, Object... arguments)
      throws IOException, InterruptedException {
    var words = new ArrayList<Object>(List.of("load"));
    words.addAll(List.of(arguments));
    words.add("--json");
    return plant.brski().at(today).within(LONG).run(words.toArray()).expecting(0).json();
  }

  private static Map<String, Integer> places(JsonNode report) {
    var places = new TreeMap<String, Integer>();
    report
        .required("places")
        .properties()
        .forEach(place -> places.put(place.getKey(), place.getValue().asInt()));
    return places;
  }

  private void assertAllWait(JsonNode report, int day) {
    tell("day " + day + ": " + summary(report));
    assertThat(places(report))
        .as("day %d: %s", day, report)
        .isEqualTo(Map.of(WAITS, report.required("devices").asInt()));
  }

  /** Stops the registrar, and counts what it keeps. */
  private Map<String, Long> rest(int day) throws Exception {
    var used = plant.registrar().program().processorTime();
    plant.registrar().stop();
    var store = StoreFile.in(plant.registrar().folder());
    var rows = store.rows();
    tell(
        String.format(
            Locale.ENGLISH,
            "day %d: the registrar keeps %d octets, %d for each device, in rows %s; it used %.1f s"
                + " of processor time since it started, %.1f ms for each device",
            day,
            store.octets(),
            store.octets() / DEVICES,
            rows,
            used.toMillis() / 1000.0,
            used.toMillis() / (double) DEVICES));
    return rows;
  }

  /** A restart may be journalled; no poll, no day and no attempt adds a row. */
  private static void assertNothingGrew(
      Map<String, Long> before, Map<String, Long> after, int restarts) {
    for (var table : before.keySet()) {
      long mayGrow = table.equals("journal") ? restarts : 0;
      assertThat(after.get(table))
          .as("rows of %s after %d restarts", table, restarts)
          .isBetween(before.get(table), before.get(table) + mayGrow);
    }
  }

  private void assertEnrolledOnce() throws Exception {
    var issued =
        plant
            .run("authority", "certificates", "--dir", plant.authority().folder(), "--json")
            .json()
            .valueStream()
            .collect(
                Collectors.groupingBy(
                    line -> line.required("device").asString(), Collectors.counting()));
    assertThat(issued).hasSize(DEVICES);
    assertThat(issued.values()).containsOnly(1L);
    var states =
        plant
            .run("registrar", "devices", "--dir", plant.registrar().folder(), "--json")
            .json()
            .valueStream()
            .collect(
                Collectors.groupingBy(
                    line -> line.required("state").asString(), Collectors.counting()));
    assertThat(states).isEqualTo(Map.of("enrolled", (long) DEVICES));
  }

  private void tell(String line) {
    told.add(line);
  }

  private static String summary(JsonNode report) {
    var requests =
        report
            .required("requests")
            .valueStream()
            .map(
                kind ->
                    "%d %s of %d octets (p50 %s ms, p95 %s ms, max %s ms)"
                        .formatted(
                            kind.required("sent").asLong(),
                            kind.required("name").asString(),
                            kind.required("octets").asLong(),
                            kind.required("p50"),
                            kind.required("p95"),
                            kind.required("max")))
            .collect(Collectors.joining(", "));
    var used =
        report
            .required("processes")
            .valueStream()
            .map(
                process ->
                    (process.required("load").asBoolean() ? "load " : "registrar ")
                        + process.required("seconds")
                        + " s")
            .collect(Collectors.joining(", "));
    return "%s in %s s; %s; processor time: %s"
        .formatted(places(report), report.required("seconds"), requests, used);
  }
}
