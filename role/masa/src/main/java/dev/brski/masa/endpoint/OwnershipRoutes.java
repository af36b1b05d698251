package dev.brski.masa.endpoint;

import dev.brski.masa.ownership.CustomerDesk;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.DeviceDesk;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.store.Store;
import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The desks of a running MASA over its control socket: JSON in, JSON out. */
public final class OwnershipRoutes {

  /** Lists customers. */
  public static final String CUSTOMERS = "/customers";

  /** Adds a customer. */
  public static final String ADD = "/customers/add";

  /** Removes one. */
  public static final String REMOVE = "/customers/remove";

  /** Records sales. */
  public static final String SALES = "/sales";

  /** Gives a device to another customer. */
  public static final String TRANSFER = "/devices/transfer";

  /** Takes a device from its owner. */
  public static final String RELEASE = "/devices/release";

  /** Blocks a device. */
  public static final String BLOCK = "/devices/block";

  /** Ends that. */
  public static final String UNBLOCK = "/devices/unblock";

  /** Lists the blocked ones. */
  public static final String BLOCKED = "/devices/blocked";

  /** Tells of a device. */
  public static final String HISTORY = "/devices/history";

  /** The status of a refusal; the content is a {@link Told}. */
  public static final int REFUSED = 409;

  /** How orders and answers are written and read. */
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_SALES = 16 << 20;

  /** A refusal. */
  public record Told(String check, String cause, String remedy) {}

  /** Nothing more needs to be said. */
  public record Everything() {}

  private final CustomerDesk customers;
  private final DeviceDesk devices;

  /** Over the desks of a store. */
  public OwnershipRoutes(Store store, InstantSource clock) {
    this.customers = new CustomerDesk(store, clock);
    this.devices = new DeviceDesk(store, clock);
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        route(CUSTOMERS, Everything.class, _ -> Verdict.accepted(customers.customers())),
        route(ADD, CustomerOrder.class, customers::add),
        route(REMOVE, RemovalOrder.class, customers::remove),
        route(SALES, MOST_SALES, SalesOrder.class, customers::sell),
        route(TRANSFER, TransferOrder.class, devices::transfer),
        route(RELEASE, DeviceOrder.class, devices::release),
        route(BLOCK, DeviceOrder.class, devices::block),
        route(UNBLOCK, DeviceOrder.class, devices::unblock),
        route(BLOCKED, Everything.class, _ -> Verdict.accepted(devices.blocked())),
        route(HISTORY, DeviceOrder.class, order -> devices.history(order.serial())));
  }

  private static <T> Route route(String path, Class<T> type, Function<T, Verdict<?>> work) {
    return route(path, MOST_OCTETS, type, work);
  }

  private static <T> Route route(
      String path, int mostOctets, Class<T> type, Function<T, Verdict<?>> work) {
    return Route.post(path, MediaTypes.JSON, mostOctets, request -> answer(request, type, work));
  }

  private static <T> Response answer(Request request, Class<T> type, Function<T, Verdict<?>> work) {
    T order;
    try {
      order = JSON.readValue(request.body(), type);
    } catch (JacksonException e) {
      return Response.text(400, "not the JSON that is wanted: " + e.getOriginalMessage());
    }
    try {
      return switch (work.apply(order)) {
        case Verdict.Accepted<?>(Object value) -> json(200, value);
        case Verdict.Refused<?>(Refusal refusal) ->
            json(REFUSED, new Told(refusal.check().id(), refusal.cause(), refusal.remedy()));
      };
    } catch (StoreUnavailable e) {
      return Response.text(503, String.valueOf(e.getMessage()));
    }
  }

  private static Response json(int status, Object value) {
    return Response.of(status, MediaTypes.JSON, JSON.writeValueAsBytes(value));
  }
}
