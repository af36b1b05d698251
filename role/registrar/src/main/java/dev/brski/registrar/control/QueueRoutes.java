package dev.brski.registrar.control;

import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The queue over the control socket: JSON in, JSON out. */
public final class QueueRoutes {

  static final String LIST = "/queue/list";
  static final String SHOW = "/queue/show";
  static final String RETRY = "/queue/retry";
  static final String CANCEL = "/queue/cancel";
  static final String JSON_TYPE = "application/json";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_OCTETS = 16 * 1024;

  /** What is meant; empty for everything. */
  record Wanted(Optional<String> id) {}

  /** What is to be withdrawn, by whom, and why. */
  record Withdrawal(String id, String who, String reason) {}

  private final QueueDesk desk;

  /** Over a desk of the running registrar. */
  public QueueRoutes(QueueDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        route(LIST, Queue.Filter.class, filter -> Verdict.accepted(desk.list(filter))),
        route(SHOW, Wanted.class, wanted -> desk.show(wanted.id().orElse(""))),
        route(RETRY, Wanted.class, wanted -> desk.retry(wanted.id())),
        route(
            CANCEL,
            Withdrawal.class,
            wanted -> desk.cancel(wanted.id(), new Order(wanted.who(), wanted.reason()))));
  }

  static <T> Route route(String path, Class<T> type, Function<T, Verdict<?>> work) {
    return Route.post(path, JSON_TYPE, MOST_OCTETS, request -> answer(request, type, work));
  }

  private static boolean isUnknown(Refusal refusal) {
    return refusal.check() == SetupCheck.QUEUE_ID || refusal.check() == SetupCheck.AUDIT_UNKNOWN;
  }

  private static <T> Response answer(Request request, Class<T> type, Function<T, Verdict<?>> work) {
    T asked;
    try {
      asked = JSON.readValue(request.body(), type);
    } catch (JacksonException e) {
      return Response.text(400, "not the JSON that is wanted: " + e.getOriginalMessage());
    }
    try {
      return switch (work.apply(asked)) {
        case Verdict.Accepted<?>(Object value) ->
            Response.of(200, JSON_TYPE, JSON.writeValueAsBytes(value));
        case Verdict.Refused<?>(Refusal refusal) ->
            Response.text(
                isUnknown(refusal) ? 404 : 409, refusal.cause() + "\n" + refusal.remedy());
      };
    } catch (StoreUnavailable e) {
      return Response.text(503, String.valueOf(e.getMessage()));
    }
  }
}
