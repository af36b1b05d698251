package dev.brski.masa;

import dev.brski.masa.issuing.Lifetime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Vouchers without a nonce, for devices that are not there (RFC 8995 section 7.4.1).
 *
 * @param allowed whether any are issued
 * @param lifetime how long they are good for; 30 days
 * @param withoutClock how the serial numbers of devices begin that cannot tell the time: for them
 *     they have no end; none
 */
public record NoncelessSettings(
    boolean allowed, Optional<Lifetime> lifetime, Optional<List<String>> withoutClock) {

  private static final Lifetime STANDARD = new Lifetime(Optional.of(Duration.ofDays(30)));

  /** Makes the list immutable, and demands that each entry says something. */
  public NoncelessSettings {
    withoutClock = withoutClock.map(List::copyOf);
    if (withoutClock.filter(list -> list.stream().anyMatch(String::isBlank)).isPresent()) {
      throw new IllegalArgumentException(
          "without-clock has an empty entry, which fits every device");
    }
  }

  /** What a MASA does without settings: it issues none. */
  static NoncelessSettings standard() {
    return new NoncelessSettings(false, Optional.empty(), Optional.empty());
  }

  /** How long they are good for. */
  Lifetime goodFor() {
    return lifetime.orElse(STANDARD);
  }

  /** How the serial numbers of devices without a clock begin. */
  List<String> clockless() {
    return withoutClock.orElse(List.of());
  }
}
