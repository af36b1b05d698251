package dev.brski.pledge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The timer of a device: it measures how long to wait, and says nothing about the date. A device
 * without a clock has one too; whether its instants may be believed as dates is for {@code Clock}.
 */
public interface Pause {

  /** The timer's present reading. */
  Instant now();

  /**
   * Lets time pass until the timer reads at least the instant, or until as much has passed as that
   * is away now.
   *
   * @throws InterruptedException when the waiting is to be given up
   */
  void until(Instant instant) throws InterruptedException;

  /**
   * How much longer than it was told this device waits, at most a quarter: those who were told the
   * same do not all come back in the same moment.
   */
  Duration stray(Duration wait);

  /**
   * The timer that reads a clock; it notices within a second when the clock is set forward, and
   * waits no longer when the clock is set back.
   */
  static Pause of(InstantSource clock) {
    return new Pause() {
      private final CountDownLatch never = new CountDownLatch(1);

      @Override
      public Instant now() {
        return clock.instant();
      }

      @Override
      public Duration stray(Duration wait) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 4 + 1));
      }

      @Override
      public void until(Instant instant) throws InterruptedException {
        long began = System.nanoTime();
        var whole = Duration.between(now(), instant);
        var left = whole;
        while (left.isPositive()) {
          long slice = Math.min(left.toNanos(), TimeUnit.SECONDS.toNanos(1));
          if (never.await(slice, TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("nothing counts this latch down");
          }
          var atMost = whole.minusNanos(System.nanoTime() - began);
          var read = Duration.between(now(), instant);
          left = read.compareTo(atMost) < 0 ? read : atMost;
        }
      }
    };
  }
}
