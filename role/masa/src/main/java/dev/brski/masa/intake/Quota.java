package dev.brski.masa.intake;

import dev.brski.wire.Recent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How many requests each of many may send within an hour. Every request is charged an interval of
 * time to whoever sent it; who is charged an hour ahead waits. Of those who sent something, the
 * 4096 that did so last are known; whoever is forgotten begins anew.
 */
public final class Quota {

  private static final long HOUR = Duration.ofHours(1).toNanos();
  private static final int MOST = 4096;

  private final long interval;
  private final LongSupplier nanos;
  private final Recent<String, Long> chargedUntil = new Recent<>(MOST);

  /**
   * @param perHour at least one
   * @param nanos a time in nanoseconds that only goes forward
   */
  public Quota(int perHour, LongSupplier nanos) {
    this.interval = HOUR / perHour;
    this.nanos = nanos;
  }

  /** Charges one request; or else says after what time there may be one. */
  public synchronized Optional<Duration> take(String who) {
    long now = nanos.getAsLong();
    long charged = ahead(who, now) + interval;
    if (charged > HOUR) {
      return Optional.of(Duration.ofNanos(charged - HOUR));
    }
    chargedUntil.put(who, now + charged);
    return Optional.empty();
  }

  /** After what time there may be a request, if there may be none now; nothing is charged. */
  public synchronized Optional<Duration> delay(String who) {
    return Optional.of(ahead(who, nanos.getAsLong()) + interval - HOUR)
        .filter(beyond -> beyond > 0)
        .map(Duration::ofNanos);
  }

  private long ahead(String who, long now) {
    return chargedUntil.get(who).map(until -> Math.max(0, until - now)).orElse(0L);
  }
}
