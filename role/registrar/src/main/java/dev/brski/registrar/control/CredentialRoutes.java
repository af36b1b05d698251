package dev.brski.registrar.control;

import dev.brski.control.Orders;
import dev.brski.control.Orders.Everything;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.util.List;

/** The registrar's own credential over the control socket. */
public final class CredentialRoutes {

  static final String STANDING = "/credential";
  static final String RENEW = "/credential/renew";
  static final String REREAD = "/credential/reload";

  private final CredentialDesk desk;

  /** Over a desk of the running registrar. */
  public CredentialRoutes(CredentialDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.question(STANDING, _ -> Verdict.accepted(desk.standing())),
        Orders.route(RENEW, Everything.class, _ -> desk.renew()),
        Orders.route(REREAD, Everything.class, _ -> desk.reread()));
  }
}
