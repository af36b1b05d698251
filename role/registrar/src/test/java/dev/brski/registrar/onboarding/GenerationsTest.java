package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {

  private static final Instant RIGHT = Instant.parse("2030-01-01T00:00:00Z");

  private static final Instant MADE = Instant.parse("2029-12-01T00:00:00Z");

  @TempDir Path folder;
  private Instant now = RIGHT;

  @Test
  @Proves("RG-26")
  void aGenerationIsThereSinceItsFirstTimeButNeverSinceATimeToCome() throws Exception {
    try (var store = Store.open(folder, Schema.MIGRATIONS, () -> now)) {
      var generations = new Onboarding(store, () -> now).generations();
      assertThat(generations.since(1, MADE)).isEqualTo(RIGHT);
      now = RIGHT.plus(Duration.ofDays(30));
      assertThat(generations.since(1, MADE)).isEqualTo(RIGHT);
      assertThat(generations.since(2, MADE)).isEqualTo(now);

      now = RIGHT.plus(Duration.ofHours(1));
      assertThat(generations.since(2, MADE)).isEqualTo(now);
      now = RIGHT.plus(Duration.ofDays(2));
      assertThat(generations.since(2, MADE)).isEqualTo(RIGHT.plus(Duration.ofHours(1)));
    }
  }

  @Test
  @Proves("RG-26")
  void aClockThatBeginsAnewMakesNoGenerationOlder() throws Exception {
    try (var store = Store.open(folder, Schema.MIGRATIONS, () -> now)) {
      var generations = new Onboarding(store, () -> now).generations();
      assertThat(generations.since(1, MADE)).isEqualTo(RIGHT);
      now = Instant.EPOCH;
      assertThat(generations.since(1, MADE)).isEqualTo(RIGHT);
      assertThat(generations.since(2, MADE)).isEqualTo(MADE);
    }
  }
}
