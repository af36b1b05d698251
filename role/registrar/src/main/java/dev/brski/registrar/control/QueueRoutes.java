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
  static final String RESOLVE = "/queue/resolve";

  /** What is meant; empty for everything. */
  record Wanted(Optional<String> id) {}

  /** What is to be withdrawn. */
  record Withdrawal(String id, Order order) {}

  /**
   * What was found out.
   *
   * @param unwanted whether the message is not wanted any more
   * @param answer the authority's answer; with neither, the authority has the message not
   */
  record Resolution(String id, boolean unwanted, Optional<byte[]> answer, Order order) {

    static Resolution of(String id, QueueDesk.Found found, Order order) {
      return switch (found) {
        case QueueDesk.Found.NotThere() -> new Resolution(id, false, Optional.empty(), order);
        case QueueDesk.Found.Answered(byte[] message) ->
            new Resolution(id, false, Optional.of(message), order);
        case QueueDesk.Found.Unwanted() -> new Resolution(id, true, Optional.empty(), order);
      };
    }

    QueueDesk.Found found() {
      return unwanted
          ? new QueueDesk.Found.Unwanted()
          : answer
              .<QueueDesk.Found>map(QueueDesk.Found.Answered::new)
              .orElseGet(QueueDesk.Found.NotThere::new);
    }
  }

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
        Orders.route(
            RESOLVE,
            Resolution.class,
            wanted -> desk.resolve(wanted.id(), wanted.found(), wanted.order())),
        Orders.route(CANCEL, Withdrawal.class, wanted -> desk.cancel(wanted.id(), wanted.order())));
  }
}
