package dev.brski.masa.issuing;

import dev.brski.settings.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a voucher without a nonce is good for (RFC 8995 sections 5.6 and 7.4.1).
 *
 * @param length a minute to 36500 days; empty for ever
 */
public record Lifetime(Optional<Duration> length) {

  private static final String NEVER = "never";
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Without end. */
  public static final Lifetime ENDLESS = new Lifetime(Optional.empty());

  /** Demands that it is within bounds. */
  public Lifetime {
    if (length
        .filter(time -> time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0)
        .isPresent()) {
      throw new IllegalArgumentException("it must be 1m to 36500d, or " + NEVER);
    }
  }

  /**
   * Reads {@code never}, for one that never expires, or a duration.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static Lifetime parse(String text) {
    return text.equals(NEVER) ? ENDLESS : new Lifetime(Optional.of(Durations.parse(text)));
  }
}
