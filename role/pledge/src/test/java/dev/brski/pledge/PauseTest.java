package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PauseTest {

  private final Pause pause = Pause.of(() -> Instant.EPOCH);

  @Test
  void devicesThatWereToldTheSameComeBackSpreadOverAQuarterOfTheWait() {
    var wait = Duration.ofSeconds(40);

    var strays = Stream.generate(() -> pause.stray(wait)).limit(1000).toList();

    assertThat(strays).allMatch(stray -> !stray.isNegative());
    assertThat(strays).allMatch(stray -> stray.compareTo(Duration.ofSeconds(10)) <= 0);
    assertThat(strays.stream().map(Duration::toSeconds).distinct().count()).isGreaterThan(5);
  }

  @Test
  void aPledgeNeverWaitsLongerForItsVoucherThanItMay() {
    var appointment =
        Appointment.within(RetryAfter.LONGEST_SECONDS, RetryAfter.LONGEST_SECONDS, pause);

    assertThat(appointment.at()).isEqualTo(Instant.EPOCH.plusSeconds(60));
    assertThat(appointment.seconds()).isEqualTo(60);
  }
}
