package dev.brski.masa.endpoint;

import dev.brski.control.Orders;
import dev.brski.control.Orders.Everything;
import dev.brski.masa.ownership.CustomerDesk;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.DeviceDesk;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.store.Store;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.time.InstantSource;
import java.util.List;

/** The desks of a running MASA over its control socket. */
public final class OwnershipRoutes {

  /** Lists customers. */
  public static final String CUSTOMERS = "/customers";

  /** Adds a customer. */
  public static final String ADD = "/customers/add";

  /** Removes one. */
  public static final String REMOVE = "/customers/remove";

  /** Records sales. */
  public static final String SALES = "/sales";

  /** Gives a device to another customer. */
  public static final String TRANSFER = "/devices/transfer";

  /** Takes a device from its owner. */
  public static final String RELEASE = "/devices/release";

  /** Blocks a device. */
  public static final String BLOCK = "/devices/block";

  /** Ends that. */
  public static final String UNBLOCK = "/devices/unblock";

  /** Lists the blocked ones. */
  public static final String BLOCKED = "/devices/blocked";

  /** Tells of a device. */
  public static final String HISTORY = "/devices/history";

  private static final int MOST_SALES = 16 << 20;

  private final CustomerDesk customers;
  private final DeviceDesk devices;

  /** Over the desks of a store. */
  public OwnershipRoutes(Store store, InstantSource clock) {
    this.customers = new CustomerDesk(store, clock);
    this.devices = new DeviceDesk(store, clock);
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.route(CUSTOMERS, Everything.class, _ -> Verdict.accepted(customers.customers())),
        Orders.route(ADD, CustomerOrder.class, customers::add),
        Orders.route(REMOVE, RemovalOrder.class, customers::remove),
        Orders.route(SALES, MOST_SALES, SalesOrder.class, customers::sell),
        Orders.route(TRANSFER, TransferOrder.class, devices::transfer),
        Orders.route(RELEASE, DeviceOrder.class, devices::release),
        Orders.route(BLOCK, DeviceOrder.class, devices::block),
        Orders.route(UNBLOCK, DeviceOrder.class, devices::unblock),
        Orders.route(BLOCKED, Everything.class, _ -> Verdict.accepted(devices.blocked())),
        Orders.route(HISTORY, DeviceOrder.class, order -> devices.history(order.serial())));
  }
}
