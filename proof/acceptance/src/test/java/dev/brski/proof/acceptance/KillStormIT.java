package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs are killed by chance, at any moment, while twenty devices a second come; each device
 * gets its one certificate, and the books balance.
 *
 * <p>{@code -Dbrski.kills} says how often; {@code -Dbrski.seed} draws who is killed and the pauses
 * between. The devices of a troop are one process: when it is killed, all of them lose their power.
 */
final class KillStormIT {

  private static final int LONGEST_PAUSE_MILLIS = 1500;
  private static final int PER_SECOND = 20;
  private static final int PER_TROOP = 60;

  @TempDir private Path folder;

  @Test
  @Proves({"EN-7", "CMP-E13", "PL-40", "MA-12", "RG-19"})
  void anyProgramAtAnyMoment() throws Exception {
    int wanted = Integer.getInteger("brski.kills", 5);
    long seed = Sample.seed();
    try (var plant = Plant.resting(folder.resolve("plant"));
        var killer = Executors.newSingleThreadExecutor()) {
      plant.registrar().configure("answer-within: 2s");
      plant.authority().configure("confirmation: explicit");
      plant.authority().start();
      plant.registrar().start();
      var crowd = new Crowd(plant, plant.registrar().url(), PER_TROOP, PER_SECOND);
      var began = Instant.now();
      var killing = killer.submit(() -> kill(plant, crowd, new Random(seed), wanted));
      crowd.arriveWhile(() -> !killing.isDone());
      crowd.settle();
      var took = Duration.between(began, Instant.now());
      var devices = crowd.devices();
      System.out.printf(
          "%d kills, %d devices came, %d a second at most; all enrolled after %d s, seed %d%n",
          killing.get(), devices.size(), PER_SECOND, took.toSeconds(), seed);
      plant.registrar().stop();
      plant.authority().stop();
      plant.masa().stop();
      assertThat(devices).as("seed " + seed).isNotEmpty();
      assertThat(plant.unbalanced(devices)).as("seed " + seed).isEmpty();
    }
  }

  private static int kill(Plant plant, Crowd crowd, Random random, int wanted)
      throws IOException, InterruptedException {
    await("the first devices set out").atMost(Program.DEADLINE).until(crowd::hasSetOut);
    int kills = 0;
    while (kills < wanted) {
      Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
      if (kill(plant, crowd, random)) {
        kills++;
      }
    }
    return kills;
  }

  /** False when the devices were to lose their power, and none was under way. */
  private static boolean kill(Plant plant, Crowd crowd, Random random)
      throws IOException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> plant.masa().killAndStart();
      case 1 -> plant.registrar().killAndStart();
      case 2 -> plant.authority().killAndStart();
      default -> {
        var devices = crowd.running();
        return devices.isPresent() && devices.get().kill();
      }
    }
    return true;
  }
}
