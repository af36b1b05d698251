package dev.brski.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "500ms, PT0.5S",
    "5s, PT5S",
    "90s, PT90S",
    "15m, PT15M",
    "12h, PT12H",
    "4d, PT96H"
  })
  void readsAndWritesWhatPeopleWrite(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"60s, 1m", "120m, 2h", "48h, 2d", "1000ms, 1s", "0s, 0"})
  void writesTheShortestForm(String text, String shortest) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(shortest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "-5s", "5 s", "s", "1.5h", "5S", "1h30m", "9999999999d", "P1D", "٥s"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' is not a duration");
  }
}
