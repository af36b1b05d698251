package dev.brski.masa.endpoint;

import dev.brski.masa.ledger.Ledger;
import dev.brski.store.Store;
import dev.brski.voucher.MediaTypes;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** What commands beside a running MASA ask of it. */
public final class ControlRoutes {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int MOST_LINES = 500;

  private final Store store;

  /** Answers from the ledger and the journal of a store. */
  public ControlRoutes(Store store) {
    this.store = store;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(Route.get("/log", this::log), Route.get("/journal", this::journal));
  }

  private Response log(Request request) {
    var serialNumber = request.query().get("serial");
    return serialNumber == null
        ? Response.text(400, "name the device: /log?serial=…")
        : Response.of(200, MediaTypes.JSON, Ledger.auditLog(store, serialNumber).toJson());
  }

  private Response journal(Request request) {
    var after = request.query().getOrDefault("after", "0");
    return after.matches("[0-9]{1,15}")
        ? Response.of(
            200,
            MediaTypes.JSON,
            JSON.writeValueAsBytes(store.journalAfter(Long.parseLong(after), MOST_LINES)))
        : Response.text(400, "after is the number of a line: /journal?after=0");
  }
}
