package dev.brski.store;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Identifiers that sort by the time they were made: 26 characters, the first ten the milliseconds
 * since 1970, the other sixteen random, all in the alphabet of Crockford's base 32 in lower case.
 * When the clock is behind what it said before, they go on from there.
 */
public final class Ids {

  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
  private static final long HALF = 1L << 40;

  private final InstantSource clock;
  private final RandomGenerator random;
  private long millis;
  private long high;
  private long low;

  /** Identifiers by this clock and this source of randomness. */
  public Ids(InstantSource clock, RandomGenerator random) {
    this(clock, random, 0);
  }

  /** Identifiers as above, but of no earlier time than this, in milliseconds since 1970. */
  Ids(InstantSource clock, RandomGenerator random, long earliest) {
    this.clock = clock;
    this.random = random;
    begin(earliest);
  }

  /** An identifier unlike all others and greater than all that were given before it. */
  public synchronized String next() {
    var now = clock.millis();
    if (now > millis) {
      begin(now);
    } else {
      increment();
    }
    var text = new StringBuilder(26);
    append(text, millis, 10);
    append(text, high, 8);
    append(text, low, 8);
    return text.toString();
  }

  /** The time of the greatest identifier that was given, or of the least that may come. */
  synchronized long reached() {
    return millis;
  }

  private void begin(long time) {
    millis = time;
    high = random.nextLong(HALF);
    low = random.nextLong(HALF);
  }

  private void increment() {
    low++;
    if (low == HALF) {
      low = 0;
      high++;
    }
    if (high == HALF) {
      high = 0;
      millis++;
    }
  }

  private static void append(StringBuilder text, long value, int digits) {
    for (int shift = 5 * (digits - 1); shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt((int) (value >>> shift) & 31));
    }
  }
}
