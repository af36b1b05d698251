package dev.brski.registrar.control;

import dev.brski.control.Orders;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.wire.Route;
import java.util.List;

/** The audit logs over the control socket. */
public final class AuditRoutes {

  static final String SHOW = "/audit/show";
  static final String DECIDE = "/audit/decide";

  /** What an operator decides, and why. */
  record Decision(AuditDesk.Wanted wanted, boolean accept, Order order) {}

  private final AuditDesk desk;

  /** Over a desk of the running registrar. */
  public AuditRoutes(AuditDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.route(SHOW, AuditDesk.Wanted.class, desk::show),
        Orders.route(
            DECIDE,
            Decision.class,
            decision -> desk.decide(decision.wanted(), decision.accept(), decision.order())));
  }
}
