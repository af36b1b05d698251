package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Devices wait for an authority that is away, the power fails, and it comes back for all of them at
 * the same moment: none is refused, and they are told to come apart the next time.
 *
 * <p>{@code -Dbrski.returning} says how many.
 */
final class ReturnIT {

  private static final int POLLS_PER_SECOND = 5;

  @TempDir private Path folder;

  @Test
  @Proves({"CMP-R6", "EN-7"})
  void allWhoComeBackAtOnceAreSpreadAndNoneIsRefused() throws Exception {
    int devices = Integer.getInteger("brski.returning", 200);
    try (var plant = Plant.resting(folder.resolve("plant"))) {
      plant.registrar().configure("answer-within: 1s");
      plant.registrar().configure("polls-per-second: " + POLLS_PER_SECOND);
      plant.registrar().start();
      var fleet = new Fleet(plant, devices);
      fleet.arriveToWait();
      plant.registrar().killAndStart();

      var back = fleet.pollTogether();

      System.out.println("return of " + devices + ": " + back.line());
      assertThat(back.answers()).isEqualTo(Map.of("pollReq > 200 pollRep", devices));
      assertThat(back.places()).isEqualTo(fleet.allWait());
      // Each second of the next two rounds gets its share; devices stray by up to a quarter.
      assertThat(perSecond(fleet.appointments()).values())
          .as("how many come in one second")
          .allSatisfy(many -> assertThat(many).isLessThanOrEqualTo(3 * POLLS_PER_SECOND));
    }
  }

  private static Map<Instant, Integer> perSecond(List<Instant> appointments) {
    var counts = new TreeMap<Instant, Integer>();
    for (var at : appointments) {
      counts.merge(at.truncatedTo(ChronoUnit.SECONDS), 1, Integer::sum);
    }
    return counts;
  }
}
