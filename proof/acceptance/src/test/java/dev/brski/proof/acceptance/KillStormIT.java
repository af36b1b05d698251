package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.books.Books;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs are killed by chance, at any moment, while devices come as fast as this machine starts
 * them; each gets its one certificate, and the books balance.
 *
 * <p>{@code -Dbrski.kills} says how often; {@code -Dbrski.seed} draws who is killed and the pauses
 * between. Every device is a process of its own, so that two processors bear a few in a second.
 */
final class KillStormIT {

  private static final int LONGEST_PAUSE_MILLIS = 1500;

  @TempDir private Path folder;

  @Test
  @Proves({"EN-7", "CMP-E13", "PL-40", "MA-12", "RG-19"})
  void anyProgramAtAnyMoment() throws Exception {
    int wanted = Integer.getInteger("brski.kills", 5);
    long seed = Sample.seed();
    try (var plant = Plant.resting(folder.resolve("plant"));
        var killer = Executors.newSingleThreadExecutor()) {
      plant.registrar().configure("answer-within: 2s");
      plant.authority().start();
      plant.registrar().start();
      var crowd = new Crowd(plant, plant.registrar().url());
      var kills = new AtomicInteger();
      var began = Instant.now();
      var killing =
          killer.submit(
              () -> {
                var random = new Random(seed);
                while (kills.get() < wanted) {
                  Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
                  if (kill(plant, crowd, random)) {
                    kills.incrementAndGet();
                  }
                }
                return kills.get();
              });
      List<Device> devices = crowd.onboardWhile(() -> !killing.isDone());
      var took = Duration.between(began, Instant.now());
      System.out.printf(
          "%d kills, %d devices enrolled in %d s (%.1f a second), seed %d%n",
          killing.get(),
          devices.size(),
          took.toSeconds(),
          devices.size() * 1000.0 / took.toMillis(),
          seed);
      plant.registrar().stop();
      plant.authority().stop();
      plant.masa().stop();
      assertThat(
              new Books(
                      plant.masa().folder(),
                      plant.registrar().folder(),
                      plant.authority().folder(),
                      devices.stream().map(Device::folder).toList())
                  .violationsAtTheEnd())
          .as("seed " + seed)
          .isEmpty();
    }
  }

  /** False when a pledge was to be killed, and had ended by itself. */
  private static boolean kill(Plant plant, Crowd crowd, Random random)
      throws IOException, InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> plant.masa().killAndStart();
      case 1 -> plant.registrar().killAndStart();
      case 2 -> plant.authority().killAndStart();
      default -> {
        var pledge = crowd.some(random);
        return pledge.isPresent() && pledge.get().kill();
      }
    }
    return true;
  }
}
