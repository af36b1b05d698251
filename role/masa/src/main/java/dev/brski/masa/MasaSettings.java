package dev.brski.masa;

import dev.brski.masa.issuing.PinPolicy;
import dev.brski.masa.ownership.FirstUse;
import dev.brski.masa.ownership.OwnershipPolicy;
import dev.brski.masa.ownership.Unsold;
import dev.brski.store.Reserve;
import dev.brski.wire.HostPort;
import java.time.Duration;
import java.util.Optional;

/**
 * What {@code brski.yaml} of a MASA says.
 *
 * @param listen where registrars reach it
 * @param pin which certificate of a registrar's chain vouchers pin; the topmost
 * @param requestLifetime the age from which a request counts as stale; 7 days
 * @param vouchersPerDay how many vouchers one device may get within 24 hours; 20
 * @param unsold who may have a device that no sales record names; any domain
 * @param firstUse whether customers may become known on first use; they may not
 * @param freeSpaceAtLeast how much of the disk is left free; 32 MiB
 */
public record MasaSettings(
    HostPort listen,
    Optional<PinPolicy> pin,
    Optional<Duration> requestLifetime,
    Optional<Integer> vouchersPerDay,
    Optional<Unsold> unsold,
    Optional<FirstUse> firstUse,
    Optional<Reserve> freeSpaceAtLeast) {

  private static final Duration REQUEST_LIFETIME = Duration.ofDays(7);
  private static final int VOUCHERS_PER_DAY = 20;

  /** Demands a budget that lets a device in. */
  public MasaSettings {
    if (vouchersPerDay.filter(most -> most < 1).isPresent()) {
      throw new IllegalArgumentException("vouchers-per-day must be at least 1");
    }
  }

  /** Which certificate of a registrar's chain vouchers pin. */
  public PinPolicy pinned() {
    return pin.orElse(PinPolicy.TOPMOST);
  }

  /** The age from which a request counts as stale. */
  public Duration oldestRequest() {
    return requestLifetime.orElse(REQUEST_LIFETIME);
  }

  /** Who may have which device, as far as that is not a matter of records. */
  public OwnershipPolicy ownership() {
    var standard = OwnershipPolicy.standard();
    return new OwnershipPolicy(
        unsold.orElse(standard.unsold()), firstUse.orElse(standard.firstUse()));
  }

  /** How much of the disk is left free. */
  public Reserve reserve() {
    return freeSpaceAtLeast.orElse(Reserve.standard());
  }

  /** How many vouchers one device may get within 24 hours. */
  public int voucherBudget() {
    return vouchersPerDay.orElse(VOUCHERS_PER_DAY);
  }
}
