package dev.brski.cmp;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a device is told to wait before it asks again (checkAfter, RFC 9483 section 4.4): so
 * that all who wait together ask no more often than the budget allows, at least 1 s and at most 60
 * s.
 */
public final class Pace {

  private static final long SHORTEST = 1;
  private static final long LONGEST = 60;

  private final LongSupplier waiting;
  private final int pollsPerSecond;

  /**
   * @param waiting how many wait now
   * @param pollsPerSecond the budget of all together
   */
  public Pace(LongSupplier waiting, int pollsPerSecond) {
    if (pollsPerSecond < 1) {
      throw new IllegalArgumentException("a budget of " + pollsPerSecond + " polls a second");
    }
    this.waiting = waiting;
    this.pollsPerSecond = pollsPerSecond;
  }

  /** The wait, in whole seconds. */
  public Duration checkAfter() {
    return Duration.ofSeconds(
        Math.clamp(Math.ceilDiv(waiting.getAsLong(), (long) pollsPerSecond), SHORTEST, LONGEST));
  }
}
