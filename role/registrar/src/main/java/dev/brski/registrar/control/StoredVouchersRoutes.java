package dev.brski.registrar.control;

import dev.brski.control.Orders;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.util.List;
import java.util.Optional;

/** The stored vouchers over the control socket. */
public final class StoredVouchersRoutes {

  static final String KEEP = "/vouchers/keep";
  static final String LIST = "/vouchers/list";
  static final String REMOVE = "/vouchers/remove";

  /** Which are to be removed, by whom, and why. */
  record Removal(List<String> serials, Optional<String> manufacturer, Order order) {}

  private final StoredVouchersDesk desk;

  /** Over a desk of the running registrar. */
  public StoredVouchersRoutes(StoredVouchersDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.route(KEEP, StoredVouchersDesk.Arrival.class, desk::keep),
        Orders.question(LIST, _ -> Verdict.accepted(desk.list())),
        Orders.route(
            REMOVE,
            Removal.class,
            wanted -> desk.remove(wanted.serials(), wanted.manufacturer(), wanted.order())));
  }
}
