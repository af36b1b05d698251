package dev.brski.pledge;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The Retry-After field of a registrar (RFC 9110 section 10.2.3), which a pledge obeys for at most
 * 60 seconds (RFC 8995 section 5.6) and at least one.
 */
final class RetryAfter {

  /** The longest that a pledge waits before it asks again (RFC 8995 section 5.6). */
  static final long LONGEST_SECONDS = 60;

  private RetryAfter() {}

  /** The seconds to wait; the longest where the field is missing or makes no sense. */
  static long seconds(Optional<String> field, Instant now) {
    return field
        .map(String::strip)
        .flatMap(text -> read(text, now))
        .map(seconds -> Math.clamp(seconds, 1, LONGEST_SECONDS))
        .orElse(LONGEST_SECONDS);
  }

  private static Optional<Long> read(String text, Instant now) {
    if (text.matches("[0-9]{1,18}")) {
      return Optional.of(Long.parseLong(text));
    }
    try {
      var date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, date).toSeconds());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
