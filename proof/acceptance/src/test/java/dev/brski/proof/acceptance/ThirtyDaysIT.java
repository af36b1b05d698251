package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The authority is away for thirty days. Devices arrive on the first and ask on each of the others,
 * of a registrar that is ended every night, by SIGTERM and SIGKILL in turn, and started the next
 * day; on the thirtieth the authority comes, and each device has its one certificate, in the
 * transaction that it began.
 *
 * <p>{@code -Dbrski.devices} and {@code -Dbrski.days} say how many. With {@code
 * -Dbrski.asks-every=5} each device asks on every fifth day only, and each day a fifth of them. The
 * dates of registrar, devices and authority are moved from day to day; nothing waits for time to
 * pass.
 */
final class ThirtyDaysIT {

  /** Who is away, and since when: the one table in which a row may come while devices wait. */
  private static final String AWAY = "away";

  /** How much the file may grow by what is written over rows that exist, however many wait. */
  private static final long ROUNDING = 256 << 10;

  private static final int MOST_ROUNDS = 20;

  private final int devices = Integer.getInteger("brski.devices", 100);
  private final int days = Integer.getInteger("brski.days", 30);
  private final int asksEvery = Integer.getInteger("brski.asks-every", 1);

  @TempDir private Path folder;

  @Test
  @Proves({"EN-7", "CMP-E13", "CMP-R6", "PL-40"})
  void noneIsLostWhileTheAuthorityIsAway() throws Exception {
    try (var clock = MovedClock.demand();
        var plant = Plant.resting(folder.resolve("plant"))) {
      var fleet = new Fleet(plant, devices);
      plant.registrar().configure("answer-within: 1s");

      start(plant.registrar(), clock, 0);
      fleet.arriveToWait();
      rest(plant.registrar(), 0);
      var begun = fleet.transactions();
      assertThat(begun).doesNotContainValue("");
      var first = fleet.status();

      for (int day = 1; day <= days; day++) {
        start(plant.registrar(), clock, day);
        fleet.later(clock, day);
        poll(fleet, day);
        if (day == days) {
          assertThat(nextAttempt(plant.registrar()))
              .isAfter(Instant.now().plus(Duration.ofDays(days - 1)));
        }
        rest(plant.registrar(), day);
      }
      assertThat(fleet.transactions()).isEqualTo(begun);
      var last = fleet.status();
      assertThat(rows(last)).as("rows after %d days", days).isEqualTo(rows(first));
      assertThat(last.octets()).isLessThanOrEqualTo(first.octets() + ROUNDING);

      start(plant.authority(), clock, days);
      start(plant.registrar(), clock, days);
      enroll(fleet);
      rest(plant.registrar(), days);
      rest(plant.authority(), days);
      plant.masa().stop();
      assertThat(fleet.status().places()).isEqualTo(Map.of("enrolled", devices));
      assertThat(fleet.transactions()).isEqualTo(begun);
      assertThat(certified(plant)).isEqualTo(serials());
      assertThat(plant.unbalanced(fleet.folders())).isEmpty();
    }
  }

  private static void start(Role role, MovedClock clock, int day)
      throws IOException, InterruptedException {
    role.environment(clock.ahead(day));
    role.start();
    clock.started(role.program().pid());
  }

  /** By SIGTERM after even days, by SIGKILL after odd ones. */
  private static void rest(Role role, int day) throws InterruptedException {
    if (day % 2 == 0) {
      role.stop();
    } else {
      role.kill();
    }
  }

  private void poll(Fleet fleet, int day) throws IOException, InterruptedException {
    int part = (day - 1) % asksEvery;
    int asking = (int) IntStream.range(0, devices).filter(at -> at % asksEvery == part).count();
    var report = fleet.poll(part + 1, asksEvery);
    System.out.println("day " + day + ": " + report.line());

    assertThat(report.places()).as("day " + day).isEqualTo(Fleet.waiting(asking));
    assertThat(report.answers())
        .as("day " + day)
        .isEqualTo(Map.of("pollReq > 200 pollRep", asking));
    var more = new TreeMap<>(report.more());
    more.remove(AWAY);
    assertThat(more.values()).as("more rows on day %d: %s", day, more).containsOnly(0L);
  }

  private static Map<String, Long> rows(LoadReport report) {
    var rows = new TreeMap<>(report.rows());
    rows.remove(AWAY);
    return rows;
  }

  /** When the registrar will turn to the authority again, by its own clock. */
  private static Instant nextAttempt(Role registrar) throws IOException {
    return registrar
        .control("/devices")
        .valueStream()
        .map(device -> Instant.parse(device.required("nextAttempt").asString()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static void enroll(Fleet fleet) throws IOException, InterruptedException {
    int round = 1;
    while (!fleet.pollToTheEnd()) {
      assertThat(round).as("rounds until all are members").isLessThan(MOST_ROUNDS);
      round++;
    }
  }

  /** Whose certificates the authority has issued, one entry for each. */
  private static List<String> certified(Plant plant) throws IOException, InterruptedException {
    var listed =
        plant.run("authority", "certificates", "--dir", plant.authority().folder(), "--json");
    return listed
        .json()
        .valueStream()
        .map(line -> line.required("device").asString())
        .sorted()
        .toList();
  }

  private List<String> serials() {
    return IntStream.range(0, devices).mapToObj("LOAD-%06d"::formatted).toList();
  }
}
