package dev.brski.load;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long things took, of any number in little room: each is counted in one of the steps into
 * which a doubling of the time is divided, so a percentile is at most 1/16 too high.
 */
final class Latencies {

  private static final int STEPS = 16;
  private static final int STEP_BITS = 4;

  private final AtomicLongArray counts = new AtomicLongArray(Long.SIZE * STEPS);
  private final AtomicLong longest = new AtomicLong();

  void add(Duration time) {
    long micros = Math.max(0, time.toNanos() / 1000);
    counts.incrementAndGet(step(micros));
    longest.accumulateAndGet(micros, Math::max);
  }

  /** In microseconds: no more than this took so many of a hundred, and none took more than max. */
  long percentile(int percent) {
    long all = 0;
    for (int step = 0; step < counts.length(); step++) {
      all += counts.get(step);
    }
    long wanted = Math.ceilDiv(all * percent, 100L);
    long seen = 0;
    for (int step = 0; step < counts.length(); step++) {
      seen += counts.get(step);
      if (seen >= wanted && seen > 0) {
        return Math.min(end(step), max());
      }
    }
    return 0;
  }

  long max() {
    return longest.get();
  }

  private static int step(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - STEP_BITS;
    return (shift + 1) * STEPS + (int) (micros >>> shift) - STEPS;
  }

  private static long end(int step) {
    if (step < STEPS) {
      return step;
    }
    int shift = step / STEPS - 1;
    return (((long) STEPS + step % STEPS + 1) << shift) - 1;
  }
}
