package dev.brski.control;

import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.io.IOException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders to a running role over its control socket: a record as JSON in; out comes 200 with the
 * value as JSON, 409 with what was refused and why, 400 for what is no such order, 503 while the
 * store takes nothing, and 500 when a file of the role cannot be read or written.
 */
public final class Orders {

  /** Nothing more needs to be said. */
  public record Everything() {}

  /** A refusal as it crosses the socket. */
  record Told(String check, String cause, String remedy) {}

  /**
   * What is done with an order.
   *
   * @param <T> the order
   */
  @FunctionalInterface
  public interface Work<T> {

    /**
     * Does it.
     *
     * @throws IOException when a file of the role cannot be read or written
     */
    Verdict<?> on(T order) throws IOException;
  }

  /** Reads and writes what crosses the socket; what is missing is an error. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  static final String JSON_TYPE = "application/json";
  static final int REFUSED = 409;

  private static final int MOST_OCTETS = 1 << 20;

  private Orders() {}

  /** Takes orders of at most 1 MiB. */
  public static <T> Route route(String path, Class<T> type, Work<T> work) {
    return route(path, MOST_OCTETS, type, work);
  }

  /** The same with another limit. */
  public static <T> Route route(String path, int mostOctets, Class<T> type, Work<T> work) {
    return Route.post(path, JSON_TYPE, mostOctets, request -> answer(request, type, work));
  }

  /** Answers a question that has no content. */
  public static Route question(String path, Work<Everything> work) {
    return Route.get(path, _ -> answer(work, new Everything()));
  }

  /** A value as the content of an answer. */
  public static Response json(int status, Object value) {
    return Response.of(status, JSON_TYPE, JSON.writeValueAsBytes(value));
  }

  private static <T> Response answer(Request request, Class<T> type, Work<T> work) {
    T order;
    try {
      order = JSON.readValue(request.body(), type);
    } catch (JacksonException e) {
      return Response.text(400, "not the JSON that is wanted: " + e.getOriginalMessage());
    }
    return answer(work, order);
  }

  private static <T> Response answer(Work<T> work, T order) {
    try {
      return switch (work.on(order)) {
        case Verdict.Accepted<?>(Object value) -> json(200, value);
        case Verdict.Refused<?>(Refusal refusal) ->
            json(REFUSED, new Told(refusal.check().id(), refusal.cause(), refusal.remedy()));
      };
    } catch (StoreUnavailable e) {
      return Response.text(503, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Response.text(500, String.valueOf(e.getMessage()));
    }
  }
}
