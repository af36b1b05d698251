package dev.brski.registrar.control;

import dev.brski.control.JournalRoute;
import dev.brski.control.Orders;
import dev.brski.registrar.onboarding.Message;
import dev.brski.registrar.onboarding.Register;
import dev.brski.store.Store;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What commands beside a running registrar ask of it. */
public final class ControlRoutes {

  static final String DEVICES = "/devices";
  static final String RELOAD = "/manufacturers/reload";

  /**
   * A message as JSON: its octets in base64.
   *
   * @param kind its name in the specification
   */
  public record MessageLine(
      String id,
      Instant at,
      String exchange,
      String sender,
      String receiver,
      String kind,
      String mediaType,
      byte[] content) {

    static MessageLine of(Message message) {
      return new MessageLine(
          message.id(),
          message.at(),
          message.exchange(),
          message.sender().title(),
          message.receiver().title(),
          message.kind().title(),
          message.mediaType(),
          message.content());
    }
  }

  private final Store store;
  private final Register register;
  private final Supplier<Verdict<Integer>> reload;

  /**
   * @param reload reads the manufacturers' files again and says how many there are
   */
  public ControlRoutes(Store store, Register register, Supplier<Verdict<Integer>> reload) {
    this.store = store;
    this.register = register;
    this.reload = reload;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.question(DEVICES, _ -> Verdict.accepted(register.lines())),
        Route.get("/messages", this::messages),
        JournalRoute.of(store),
        new Route("POST", RELOAD, Set.of(), 0, _ -> reloaded()));
  }

  private Response messages(Request request) {
    var serial = request.query().get("serial");
    return serial == null
        ? Response.text(400, "name the device: /messages?serial=…")
        : Orders.json(200, register.messages(serial).stream().map(MessageLine::of).toList());
  }

  private Response reloaded() {
    return switch (reload.get()) {
      case Verdict.Accepted<Integer>(Integer count) -> Response.text(200, count + " manufacturers");
      case Verdict.Refused<Integer>(Refusal refusal) -> Response.text(409, refusal.toString());
    };
  }
}
