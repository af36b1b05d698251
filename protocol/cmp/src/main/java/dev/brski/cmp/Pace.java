package dev.brski.cmp;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long a device is told to wait before it asks again (checkAfter, RFC 9483 section 4.4): so
 * that all who wait together ask no more often than the budget allows, on average at least 1 s and
 * at most 60 s. Those who ask one after the other are told different times, so that who came
 * together does not come together again.
 */
public final class Pace {

  private static final long SHORTEST = 1;
  private static final long LONGEST = 60;

  private final LongSupplier waiting;
  private final int pollsPerSecond;
  private final AtomicLong turns = new AtomicLong();

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

  /** The wait, in whole seconds: in turn each from 1 s to just below twice the average. */
  public Duration checkAfter() {
    return turn(2 * average() - 1);
  }

  /**
   * The same for a voucher (RFC 8995 section 5.6), for which a pledge is told to wait 60 s at most:
   * in turn each from 1 s to that.
   */
  public Duration retryAfter() {
    return turn(Math.min(2 * average() - 1, LONGEST));
  }

  private long average() {
    return Math.clamp(Math.ceilDiv(waiting.getAsLong(), (long) pollsPerSecond), SHORTEST, LONGEST);
  }

  private Duration turn(long rounds) {
    return Duration.ofSeconds(1 + Math.floorMod(turns.getAndIncrement(), rounds));
  }
}
