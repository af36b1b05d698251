package dev.brski.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as people read them: how far away, and which. */
record Times(InstantSource clock) {

  private static final DateTimeFormatter ABSOLUTE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Such as {@code 3 min ago (2026-01-01 12:00:00Z)}. */
  String told(Instant at) {
    return relative(Duration.between(at, clock.instant())) + " (" + absolute(at) + ")";
  }

  /** Such as {@code in 40 s}. */
  String relative(Instant at) {
    return relative(Duration.between(at, clock.instant()));
  }

  /** Such as {@code 2026-01-01 12:00:00Z}. */
  static String absolute(Instant at) {
    return ABSOLUTE.format(at);
  }

  private static String relative(Duration since) {
    if (since.abs().compareTo(Duration.ofSeconds(1)) < 0) {
      return "now";
    }
    return since.isNegative() ? "in " + length(since.negated()) : length(since) + " ago";
  }

  /** Such as {@code 40 s} or {@code 4 days}: one unit, rounded down. */
  static String length(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }
}
