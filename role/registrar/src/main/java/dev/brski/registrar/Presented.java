package dev.brski.registrar;

import dev.brski.registrar.onboarding.Generations;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.trust.Keyring.Generation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new connection of a pledge is shown. TLS cannot know who connects, so an older generation
 * is shown to all until the last voucher exchange under it has ended, for at most as long as a
 * pledge comes back and no longer than it is valid; then the newest takes over by itself.
 */
final class Presented implements Supplier<Credential> {

  private static final Logger LOG = LoggerFactory.getLogger(Presented.class);

  /** A pledge that is shown a credential now uses it for what follows, too. */
  private static final Duration LEFT_AT_LEAST = Duration.ofHours(1);

  private final Keyring keyring;
  private final Generations generations;
  private final InstantSource clock;
  private volatile int taken;

  Presented(Keyring keyring, Generations generations, InstantSource clock) {
    this.keyring = keyring;
    this.generations = generations;
    this.clock = clock;
    keyring.generations().forEach(this::since);
  }

  @Override
  public Credential get() {
    return generation().credential();
  }

  /** The generation that it is of. */
  Generation generation() {
    var current = keyring.current();
    return current.number() == taken ? current : inUse(current).orElseGet(() -> take(current));
  }

  private Optional<Generation> inUse(Generation current) {
    var now = clock.instant();
    boolean over = !now.isBefore(since(current).plus(Generations.WINDOW));
    return over
        ? Optional.empty()
        : generations.inUseBefore(current.number()).stream()
            .flatMap(number -> keyring.generation(number).stream())
            .filter(generation -> isValid(generation, now.plus(LEFT_AT_LEAST)))
            .findFirst();
  }

  private Instant since(Generation generation) {
    return generations.since(
        generation.number(), generation.credential().leaf().getNotBefore().toInstant());
  }

  private static boolean isValid(Generation generation, Instant at) {
    return !at.isAfter(generation.credential().leaf().getNotAfter().toInstant());
  }

  private Generation take(Generation current) {
    LOG.info("pledges are shown generation {} of this registrar's credential", current.number());
    taken = current.number();
    return current;
  }
}
