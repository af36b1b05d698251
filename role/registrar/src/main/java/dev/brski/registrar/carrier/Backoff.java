package dev.brski.registrar.carrier;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the authority is asked again for what the registrar asks for by itself. */
public final class Backoff {

  /** Nothing waits for longer than that. */
  public static final Duration DAY = Duration.ofDays(1);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final Duration LEAST_BETWEEN_POLLS = Duration.ofMinutes(1);

  private Backoff() {}

  /**
   * After an attempt in vain: ever later, up to an hour.
   *
   * @param attempts how many there were before in a row
   * @param wanted what the authority asked for; up to a day, and not less than otherwise
   */
  public static Instant after(Instant now, int attempts, Optional<Duration> wanted) {
    var doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts, 16));
    var pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    return now.plus(
        wanted
            .map(least -> least.compareTo(DAY) > 0 ? DAY : least)
            .filter(least -> least.compareTo(pause) > 0)
            .orElse(pause));
  }

  /**
   * After an answer that says to wait.
   *
   * @param checkAfter how long, or zero if it does not say so before it is polled
   */
  public static Instant nextPoll(Instant now, Duration checkAfter) {
    long least = checkAfter.isZero() ? 1 : LEAST_BETWEEN_POLLS.toSeconds();
    return now.plusSeconds(Math.clamp(checkAfter.toSeconds(), least, DAY.toSeconds()));
  }

  /**
   * Whether its time has not come. What lies further ahead than it ever does was set by a clock
   * that has been put right since.
   */
  public static boolean rests(Instant next, Instant now) {
    return next.isAfter(now) && !next.isAfter(now.plus(DAY));
  }
}
