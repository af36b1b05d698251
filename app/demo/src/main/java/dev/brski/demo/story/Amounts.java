package dev.brski.demo.story;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times and sizes as people read them. */
final class Amounts {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private Amounts() {}

  static String octets(int count) {
    return String.format(Locale.ENGLISH, "%,d octets", count);
  }

  static String date(Instant at) {
    return DATE.format(at);
  }

  static String time(Instant at) {
    return TIME.format(at);
  }

  static String since(Instant begin, Instant at) {
    return "+" + seconds(Duration.between(begin, at));
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ENGLISH, "%.2f s", duration.toMillis() / 1000.0);
  }
}
