package dev.brski.registrar.control;

import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.wire.Route;
import java.util.List;
import java.util.Optional;

/** The audit logs over the control socket: JSON in, JSON out. */
public final class AuditRoutes {

  static final String SHOW = "/audit/show";
  static final String DECIDE = "/audit/decide";

  /** What an operator decides, and why. */
  record Decision(
      String serial,
      Optional<String> manufacturer,
      Optional<String> exchange,
      boolean accept,
      String who,
      String reason) {}

  private final AuditDesk desk;

  /** Over a desk of the running registrar. */
  public AuditRoutes(AuditDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        QueueRoutes.route(SHOW, AuditDesk.Wanted.class, desk::show),
        QueueRoutes.route(
            DECIDE,
            Decision.class,
            wanted ->
                desk.decide(
                    new AuditDesk.Wanted(wanted.serial(), wanted.manufacturer(), wanted.exchange()),
                    wanted.accept(),
                    new Order(wanted.who(), wanted.reason()))));
  }
}
