package dev.brski.settings;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 5s}, {@code 15m}, {@code 12h}, {@code 4d},
 * or {@code 0}.
 */
public final class Durations {

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

  private Durations() {}

  /**
   * Reads a duration; a bare number is one only if it is 0.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is wanted
   */
  public static Duration parse(String text) {
    var match = WRITTEN.matcher(text);
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration such as 500ms, 5s, 15m, 12h, 4d or 0");
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** The shortest text that {@link #parse} reads as this duration, which has whole milliseconds. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0";
    }
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 != 0 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }
}
