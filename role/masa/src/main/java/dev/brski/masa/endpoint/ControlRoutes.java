package dev.brski.masa.endpoint;

import dev.brski.control.JournalRoute;
import dev.brski.masa.ledger.Ledger;
import dev.brski.store.Store;
import dev.brski.voucher.MediaTypes;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.util.List;

/** What commands beside a running MASA ask of it. */
public final class ControlRoutes {

  private final Store store;

  /** Answers from the ledger and the journal of a store. */
  public ControlRoutes(Store store) {
    this.store = store;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(Route.get("/log", this::log), JournalRoute.of(store));
  }

  private Response log(Request request) {
    var serialNumber = request.query().get("serial");
    return serialNumber == null
        ? Response.text(400, "name the device: /log?serial=…")
        : Response.of(200, MediaTypes.JSON, Ledger.auditLog(store, serialNumber).toJson());
  }
}
