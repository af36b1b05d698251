package dev.brski.registrar.inventory;

import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.Inventory.Named;
import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The inventory and the devices that are held, over the control socket: JSON in, JSON out. */
public final class InventoryRoutes {

  static final String IMPORT = "/inventory/import";
  static final String LIST = "/inventory/list";
  static final String REMOVE = "/inventory/remove";
  static final String PENDING = "/join-requests/pending";
  static final String RULE = "/join-requests/rule";
  static final String JSON_TYPE = "application/json";
  static final int REFUSED = 409;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_OF_A_FILE = 3 << 20;
  private static final int MOST_OCTETS = 256 * 1024;

  /** A file, in base64, and how it is taken in. */
  record Import(byte[] file, ImportOrder order) {}

  /** Devices to remove, by whom, and why. */
  record Removal(List<Named> devices, String by, String reason) {}

  /** Nothing more is to be said. */
  record Everything() {}

  /** A refusal. */
  record Told(String check, String cause, String remedy) {}

  private final InventoryDesk desk;

  /** Over a desk of the running registrar. */
  public InventoryRoutes(InventoryDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        route(
            IMPORT,
            MOST_OF_A_FILE,
            Import.class,
            wanted -> Verdict.accepted(desk.take(wanted.file(), wanted.order()))),
        route(LIST, MOST_OCTETS, Everything.class, _ -> Verdict.accepted(desk.list())),
        route(
            REMOVE,
            MOST_OCTETS,
            Removal.class,
            wanted -> desk.remove(wanted.devices(), wanted.by(), wanted.reason())),
        route(PENDING, MOST_OCTETS, Everything.class, _ -> Verdict.accepted(desk.pending())),
        route(RULE, MOST_OCTETS, InventoryDesk.Ruling.class, desk::rule));
  }

  private static <T> Route route(
      String path, int mostOctets, Class<T> type, Function<T, Verdict<?>> work) {
    return Route.post(path, JSON_TYPE, mostOctets, request -> answer(request, type, work));
  }

  private static <T> Response answer(Request request, Class<T> type, Function<T, Verdict<?>> work) {
    try {
      return switch (work.apply(JSON.readValue(request.body(), type))) {
        case Verdict.Accepted<?>(Object value) -> json(200, value);
        case Verdict.Refused<?>(Refusal refusal) ->
            json(REFUSED, new Told(refusal.check().id(), refusal.cause(), refusal.remedy()));
      };
    } catch (JacksonException | NullPointerException _) {
      return Response.text(400, "the content is not the JSON that belongs here");
    } catch (StoreUnavailable e) {
      return Response.text(503, String.valueOf(e.getMessage()));
    }
  }

  private static Response json(int status, Object value) {
    return Response.of(status, JSON_TYPE, JSON.writeValueAsBytes(value));
  }
}
