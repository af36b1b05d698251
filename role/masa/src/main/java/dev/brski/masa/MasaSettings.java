package dev.brski.masa;

import dev.brski.masa.issuing.PinPolicy;
import dev.brski.wire.HostPort;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code brski.yaml} of a MASA says.
 *
 * @param listen where registrars reach it
 * @param pin which certificate of a registrar's chain vouchers pin; the topmost
 * @param requestLifetime the age from which a request counts as stale; 7 days
 */
public record MasaSettings(
    HostPort listen, Optional<PinPolicy> pin, Optional<Duration> requestLifetime) {

  private static final Duration REQUEST_LIFETIME = Duration.ofDays(7);

  /** Which certificate of a registrar's chain vouchers pin. */
  public PinPolicy pinned() {
    return pin.orElse(PinPolicy.TOPMOST);
  }

  /** The age from which a request counts as stale. */
  public Duration oldestRequest() {
    return requestLifetime.orElse(REQUEST_LIFETIME);
  }
}
