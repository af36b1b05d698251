package dev.brski.pledge;

import dev.brski.time.Clock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an enrolled device's operation is to do.
 *
 * @param folder the pledge's folder
 * @param patience how long to wait for answers that are not ready: zero to return at the first
 *     "waiting", empty to wait until there is an answer
 * @param confirmation whether to ask to be spared the certificate confirmation
 * @param clock what the device knows of the date; it judges dates by nothing else
 */
public record UpkeepOptions(
    Path folder, Optional<Duration> patience, Confirmation confirmation, Clock clock) {

  /**
   * Checks what was given.
   *
   * @throws IllegalArgumentException when the duration is negative
   */
  public UpkeepOptions {
    if (patience.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a duration cannot be negative");
    }
  }

  /** The usual: implicit confirmation asked for. */
  public static UpkeepOptions of(Path folder, Optional<Duration> patience, Clock clock) {
    return new UpkeepOptions(folder, patience, Confirmation.IMPLICIT, clock);
  }

  /** The same with another way of confirming the certificate. */
  public UpkeepOptions confirming(Confirmation other) {
    return new UpkeepOptions(folder, patience, other, clock);
  }

  /** The same for a run that returns at the first "waiting". */
  UpkeepOptions withoutWaiting() {
    return new UpkeepOptions(folder, Optional.of(Duration.ZERO), confirmation, clock);
  }

  OnboardOptions forJourney() {
    return OnboardOptions.of(folder, List.of(), patience, clock).confirming(confirmation);
  }
}
