package dev.brski.registrar;

import dev.brski.registrar.onboarding.Generations;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.trust.Keyring.Generation;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a new connection of a pledge is shown. TLS cannot know who connects, so an older generation
 * is shown to all until the last voucher exchange under it has ended, for at most as long as a
 * pledge comes back; then the newest takes over by itself.
 */
final class Presented implements Supplier<Credential> {

  private static final Logger LOG = LoggerFactory.getLogger(Presented.class);

  private final Keyring keyring;
  private final Generations generations;
  private final InstantSource clock;
  private volatile int taken;

  Presented(Keyring keyring, Generations generations, InstantSource clock) {
    this.keyring = keyring;
    this.generations = generations;
    this.clock = clock;
    keyring.generations().forEach(known -> generations.since(known.number()));
  }

  @Override
  public Credential get() {
    var current = keyring.current();
    return current.number() == taken
        ? current.credential()
        : inUse(current).orElseGet(() -> take(current)).credential();
  }

  private Optional<Generation> inUse(Generation current) {
    boolean over =
        !clock.instant().isBefore(generations.since(current.number()).plus(Generations.WINDOW));
    return over
        ? Optional.empty()
        : generations.inUseBefore(current.number()).flatMap(keyring::generation);
  }

  private Generation take(Generation current) {
    LOG.info("pledges are shown generation {} of this registrar's credential", current.number());
    taken = current.number();
    return current;
  }
}
