package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, now (2026-03-01 12:00:00Z)",
    "PT0.9S, now (2026-03-01 11:59:59Z)",
    "PT40S, 40 s ago (2026-03-01 11:59:20Z)",
    "PT119S, 119 s ago (2026-03-01 11:58:01Z)",
    "PT120S, 2 min ago (2026-03-01 11:58:00Z)",
    "PT3H, 3 h ago (2026-03-01 09:00:00Z)",
    "PT96H, 4 days ago (2026-02-25 12:00:00Z)",
    "-PT5M, in 5 min (2026-03-01 12:05:00Z)",
  })
  void aTimeIsToldByHowFarAwayItIsAndWhich(Duration ago, String told) {
    assertThat(new Times(InstantSource.fixed(NOW)).told(NOW.minus(ago))).isEqualTo(told);
  }
}
