package dev.brski.registrar.control;

import dev.brski.registrar.onboarding.Message;
import dev.brski.registrar.onboarding.Register;
import dev.brski.store.Store;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** What commands beside a running registrar ask of it. */
public final class ControlRoutes {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String JSON_TYPE = "application/json";
  private static final int MOST_LINES = 500;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

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
        Route.get("/devices", _ -> json(register.lines())),
        Route.get("/messages", this::messages),
        Route.get("/journal", this::journal),
        new Route("POST", "/manufacturers/reload", Set.of(), 0, _ -> reloaded()));
  }

  private Response messages(Request request) {
    var serial = request.query().get("serial");
    return serial == null
        ? Response.text(400, "name the device: /messages?serial=…")
        : json(register.messages(serial).stream().map(MessageLine::of).toList());
  }

  private Response journal(Request request) throws InterruptedException {
    long after = number(request, "after", 0);
    var wait = Duration.ofSeconds(number(request, "wait", 0));
    var lines = store.journalAfter(after, MOST_LINES);
    if (lines.isEmpty() && wait.isPositive()) {
      store.awaitJournalAfter(after, wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
      lines = store.journalAfter(after, MOST_LINES);
    }
    return json(lines);
  }

  private Response reloaded() {
    return switch (reload.get()) {
      case Verdict.Accepted<Integer>(Integer count) -> Response.text(200, count + " manufacturers");
      case Verdict.Refused<Integer>(Refusal refusal) -> Response.text(409, refusal.toString());
    };
  }

  private static long number(Request request, String name, long otherwise) {
    var text = request.query().get(name);
    return text == null || !text.matches("[0-9]{1,15}") ? otherwise : Long.parseLong(text);
  }

  private static Response json(Object value) {
    return Response.of(200, JSON_TYPE, JSON.writeValueAsBytes(value));
  }
}
