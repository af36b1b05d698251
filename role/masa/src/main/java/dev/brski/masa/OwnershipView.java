package dev.brski.masa;

import dev.brski.control.Beside;
import dev.brski.control.Orders.Everything;
import dev.brski.masa.endpoint.OwnershipRoutes;
import dev.brski.masa.ownership.BlockedDevice;
import dev.brski.masa.ownership.CustomerDesk;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.CustomerView;
import dev.brski.masa.ownership.DeviceDesk;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.Removed;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.SalesReport;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/**
 * Customers and owners of a MASA seen from beside. Every method throws {@link PeerFailure} when it
 * runs and does not answer, {@link StoreLocked} when it is just starting or ending, and {@link
 * SchemaRefused} when the folder was used by a newer program.
 */
public final class OwnershipView {

  private final Beside masa;
  private final InstantSource clock;

  /** The MASA of a folder. */
  public OwnershipView(Path dir, InstantSource clock) {
    this.masa = BesideMasa.of(dir, clock);
    this.clock = clock;
  }

  /** All customers, by name. */
  public Verdict<List<CustomerView>> customers() throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.CUSTOMERS,
        new Everything(),
        new TypeReference<>() {},
        store -> Verdict.accepted(new CustomerDesk(store, clock).customers()));
  }

  /** Adds a customer, or what one is known by. */
  public Verdict<CustomerView> add(CustomerOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.ADD,
        order,
        new TypeReference<>() {},
        store -> new CustomerDesk(store, clock).add(order));
  }

  /** Removes a customer, or what one is known by. */
  public Verdict<Removed> remove(RemovalOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.REMOVE,
        order,
        new TypeReference<>() {},
        store -> new CustomerDesk(store, clock).remove(order));
  }

  /** Records sales, all or none; or says what would come of it. */
  public Verdict<SalesReport> sell(SalesOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.SALES,
        order,
        new TypeReference<>() {},
        store -> new CustomerDesk(store, clock).sell(order));
  }

  /** Gives a device to a customer. */
  public Verdict<DeviceHistory.Event> transfer(TransferOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.TRANSFER,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).transfer(order));
  }

  /** Takes a device from its owner. */
  public Verdict<DeviceHistory.Event> release(DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.RELEASE,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).release(order));
  }

  /** Lets a device have no voucher. */
  public Verdict<DeviceHistory.Event> block(DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.BLOCK,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).block(order));
  }

  /** Ends that. */
  public Verdict<DeviceHistory.Event> unblock(DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.UNBLOCK,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).unblock(order));
  }

  /** The devices that are blocked, the oldest block first. */
  public Verdict<List<BlockedDevice>> blocked() throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.BLOCKED,
        new Everything(),
        new TypeReference<>() {},
        store -> Verdict.accepted(new DeviceDesk(store, clock).blocked()));
  }

  /** What is known of a device. */
  public Verdict<DeviceHistory> history(String serial)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.order(
        OwnershipRoutes.HISTORY,
        new DeviceOrder(serial, "", ""),
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).history(serial));
  }
}
