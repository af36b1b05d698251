package dev.brski.pledge;

import dev.brski.time.Clock;
import dev.brski.trust.KeyKind;
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
 * @param key the kind of the key that is to be certified; if empty, that of the one before
 * @param profile the certificate profile that a question for a request template is about; if empty,
 *     the one that the domain has for the device
 * @param clock what the device knows of the date; it judges dates by nothing else
 */
public record UpkeepOptions(
    Path folder,
    Optional<Duration> patience,
    Confirmation confirmation,
    Optional<KeyKind> key,
    Optional<String> profile,
    Clock clock) {

  /**
   * Checks what was given.
   *
   * @throws IllegalArgumentException when the duration is negative or a profile has no name of 1 to
   *     64 characters
   */
  public UpkeepOptions {
    if (patience.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("a duration cannot be negative");
    }
    ProfileName.demand(profile);
  }

  /** The usual: implicit confirmation asked for. */
  public static UpkeepOptions of(Path folder, Optional<Duration> patience, Clock clock) {
    return new UpkeepOptions(
        folder, patience, Confirmation.IMPLICIT, Optional.empty(), Optional.empty(), clock);
  }

  /** The same with another way of confirming the certificate. */
  public UpkeepOptions confirming(Confirmation other) {
    return new UpkeepOptions(folder, patience, other, key, profile, clock);
  }

  /** The same for a key of a kind, or of the kind of the one before. */
  public UpkeepOptions withKey(Optional<KeyKind> other) {
    return new UpkeepOptions(folder, patience, confirmation, other, profile, clock);
  }

  /** The same for a question about a certificate profile. */
  public UpkeepOptions about(Optional<String> other) {
    return new UpkeepOptions(folder, patience, confirmation, key, other, clock);
  }

  /** The same for a run that returns at the first "waiting". */
  UpkeepOptions withoutWaiting() {
    return new UpkeepOptions(folder, Optional.of(Duration.ZERO), confirmation, key, profile, clock);
  }

  OnboardOptions forJourney() {
    return OnboardOptions.of(folder, List.of(), patience, clock)
        .confirming(confirmation)
        .withKey(key)
        .withProfile(profile);
  }
}
