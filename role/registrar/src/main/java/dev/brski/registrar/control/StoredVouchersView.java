package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.registrar.imprint.HandOver;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.type.TypeReference;

/**
 * The stored vouchers of a registrar seen from beside. Every method throws {@link PeerFailure} when
 * it runs and does not answer, {@link StoreLocked} when it is just starting or ending, and {@link
 * SchemaRefused} when the folder was used by a newer program.
 */
public final class StoredVouchersView {

  private final Beside registrar;
  private final HandOver handOver;
  private final Credential current;
  private final InstantSource clock;

  /**
   * The registrar of a folder.
   *
   * @param handOver what one at rest demands of a voucher
   * @param current the newest credential of one at rest
   */
  public StoredVouchersView(Path dir, HandOver handOver, Credential current, InstantSource clock) {
    this.registrar = BesideRegistrar.of(dir, clock);
    this.handOver = handOver;
    this.current = current;
    this.clock = clock;
  }

  /** Keeps a voucher that could work, in the place of an older one of the same device. */
  public Verdict<StoredVouchersDesk.Taken> keep(StoredVouchersDesk.Arrival arrival)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        StoredVouchersRoutes.KEEP,
        arrival,
        new TypeReference<>() {},
        atRest(desk -> desk.keep(arrival)));
  }

  /** All of them, by manufacturer and serial number. */
  public Verdict<List<StoredVouchersDesk.Line>> list()
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.ask(
        running -> running.ask(StoredVouchersRoutes.LIST, new TypeReference<>() {}),
        atRest(desk -> Verdict.accepted(desk.list())));
  }

  /**
   * Removes those of devices, all that are named or none.
   *
   * @param manufacturer whose devices, where several have the same serial number
   */
  public Verdict<List<StoredVouchersDesk.Removed>> remove(
      List<String> serials, Optional<String> manufacturer, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        StoredVouchersRoutes.REMOVE,
        new StoredVouchersRoutes.Removal(serials, manufacturer, order),
        new TypeReference<>() {},
        atRest(desk -> desk.remove(serials, manufacturer, order)));
  }

  private <T> Beside.Doing<T> atRest(Function<StoredVouchersDesk, Verdict<T>> work) {
    return BesideRegistrar.atRest(
        clock,
        (_, onboarding) ->
            work.apply(
                new StoredVouchersDesk(
                    onboarding.storedVouchers(), handOver, () -> current, clock)));
  }
}
