package dev.brski.registrar.control;

import dev.brski.control.Orders;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.util.List;

/** What is requested in the place of devices, over the control socket. */
public final class BehalfRoutes {

  static final String LIST = "/behalf";
  static final String REVOKE = "/behalf/revoke";
  static final String CERTIFY = "/behalf/certify";
  static final String CANCEL = "/behalf/cancel";

  /** What is taken back. */
  record Cancellation(String id, Order order) {}

  private final BehalfDesk desk;

  /** Over a desk of the running registrar. */
  public BehalfRoutes(BehalfDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.question(LIST, _ -> Verdict.accepted(desk.list())),
        Orders.route(REVOKE, BehalfDesk.Revocation.class, desk::revoke),
        Orders.route(CERTIFY, BehalfDesk.Certification.class, desk::certify),
        Orders.route(
            CANCEL, Cancellation.class, wanted -> desk.cancel(wanted.id(), wanted.order())));
  }
}
