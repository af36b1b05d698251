package dev.brski.store;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How much of the disk is left free for what is under way, written {@code 32 MiB} or {@code 2 GiB}.
 *
 * @param octets below which nothing new is begun; 0 for no such bound
 */
public record Reserve(long octets) {

  private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,7}) ?(KiB|MiB|GiB)");
  private static final Reserve STANDARD = new Reserve(32 << 20);

  /** Refuses less than nothing. */
  public Reserve {
    if (octets < 0) {
      throw new IllegalArgumentException("less than nothing cannot be left free");
    }
  }

  /** Enough for some thousand devices to come to their end. */
  public static Reserve standard() {
    return STANDARD;
  }

  /**
   * Reads one as people write it.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is wanted
   */
  public static Reserve parse(String text) {
    var match = WRITTEN.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a size such as 512 KiB, 32 MiB or 2 GiB");
    }
    int power =
        switch (match.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return new Reserve(Long.parseLong(match.group(1)) << power);
  }

  /** As people write it, with one decimal where that is needed. */
  @Override
  public String toString() {
    return text(octets);
  }

  static String text(long octets) {
    if (octets >= 1 << 30) {
      return text(octets, 30, "GiB");
    }
    return octets >= 1 << 20 ? text(octets, 20, "MiB") : text(octets, 10, "KiB");
  }

  private static String text(long octets, int power, String unit) {
    double count = octets / (double) (1L << power);
    return count == Math.rint(count)
        ? (long) count + " " + unit
        : String.format(Locale.ROOT, "%.1f %s", count, unit);
  }
}
