package dev.brski.registrar.control;

import dev.brski.control.Orders;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.util.List;
import java.util.Optional;

/** The queue over the control socket. */
public final class QueueRoutes {

  static final String LIST = "/queue/list";
  static final String SHOW = "/queue/show";
  static final String RETRY = "/queue/retry";
  static final String CANCEL = "/queue/cancel";

  /** What is meant; empty for everything. */
  record Wanted(Optional<String> id) {}

  /** What is to be withdrawn. */
  record Withdrawal(String id, Order order) {}

  private final QueueDesk desk;

  /** Over a desk of the running registrar. */
  public QueueRoutes(QueueDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.route(LIST, Queue.Filter.class, filter -> Verdict.accepted(desk.list(filter))),
        Orders.route(SHOW, Wanted.class, wanted -> desk.show(wanted.id().orElse(""))),
        Orders.route(RETRY, Wanted.class, wanted -> desk.retry(wanted.id())),
        Orders.route(CANCEL, Withdrawal.class, wanted -> desk.cancel(wanted.id(), wanted.order())));
  }
}
