package dev.brski.authority.control;

import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.Inventory.Named;
import dev.brski.store.Store;
import dev.brski.store.StoreUnavailable;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import dev.brski.wire.Route;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What commands beside a running authority, and the console, ask of it. */
public final class ControlRoutes {

  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String JSON_TYPE = "application/json";
  static final String REGISTRARS = "/registrars";
  static final String MANUFACTURERS = "/manufacturers";
  static final String CERTIFICATES = "/certificates";
  static final String PENDING = "/pending";
  static final String APPROVALS = "/approvals";
  static final String DENIALS = "/denials";
  static final String INVENTORY = "/inventory";
  static final String INVENTORY_IMPORTS = "/inventory/imports";
  static final String INVENTORY_REMOVALS = "/inventory/removals";
  static final int REFUSED = 409;

  private static final int MOST_OCTETS = 1 << 20;
  private static final int MOST_OF_A_FILE = 3 << 20;
  private static final int MOST_LINES = 500;
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** The content of a POST to /registrars; the key as SubjectPublicKeyInfo in base64. */
  record NewRegistrar(String name, byte[] publicKey) {}

  /** The content of a POST to /manufacturers; without a name the anchor suggests one. */
  record NewManufacturer(String name, String anchors) {}

  /** The content of a POST to /approvals and /denials; without a reason it is empty. */
  record NewRuling(String id, String by, String reason) {

    Optional<String> because() {
      return Optional.of(reason).filter(text -> !text.isEmpty());
    }
  }

  /** The content of a POST to /inventory/imports; the file in base64. */
  record NewInventory(byte[] file, ImportOrder order) {}

  /** The content of a POST to /inventory/removals; without a reason it is empty. */
  record NewRemoval(List<Named> devices, String by, String reason) {}

  /** The name under which a manufacturer was added. */
  record Added(String name) {}

  /** A refusal. */
  record Told(String check, String cause, String remedy) {}

  private final Store store;
  private final Operations operations;

  /** Routes to the operations, and to the journal of the store. */
  public ControlRoutes(Store store, LedgerOperations operations) {
    this.store = store;
    this.operations = operations;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Route.post(REGISTRARS, JSON_TYPE, MOST_OCTETS, this::registrar),
        Route.post(MANUFACTURERS, JSON_TYPE, MOST_OCTETS, this::manufacturer),
        Route.get(CERTIFICATES, _ -> answer(operations::certificates)),
        Route.get(PENDING, _ -> answer(operations::pending)),
        Route.post(APPROVALS, JSON_TYPE, MOST_OCTETS, this::approval),
        Route.post(DENIALS, JSON_TYPE, MOST_OCTETS, this::denial),
        Route.get(INVENTORY, _ -> answer(operations::inventory)),
        Route.post(INVENTORY_IMPORTS, JSON_TYPE, MOST_OF_A_FILE, this::inventoryImport),
        Route.post(INVENTORY_REMOVALS, JSON_TYPE, MOST_OCTETS, this::inventoryRemoval),
        Route.get("/journal", this::journal));
  }

  private Response registrar(Request request) {
    return answer(
        () -> {
          var asked = JSON.readValue(request.body(), NewRegistrar.class);
          return operations.registrar(asked.name(), asked.publicKey());
        });
  }

  private Response manufacturer(Request request) {
    return answer(
        () -> {
          var asked = JSON.readValue(request.body(), NewManufacturer.class);
          return operations
              .manufacturer(
                  Optional.of(asked.name()).filter(name -> !name.isEmpty()), asked.anchors())
              .map(Added::new);
        });
  }

  private Response approval(Request request) {
    return answer(
        () -> {
          var asked = JSON.readValue(request.body(), NewRuling.class);
          return operations.approve(asked.id(), asked.by(), asked.because());
        });
  }

  private Response denial(Request request) {
    return answer(
        () -> {
          var asked = JSON.readValue(request.body(), NewRuling.class);
          return operations.deny(asked.id(), asked.by(), asked.because());
        });
  }

  private Response inventoryImport(Request request) {
    return answer(
        () -> {
          var asked = JSON.readValue(request.body(), NewInventory.class);
          return operations.takeInventory(asked.file(), asked.order());
        });
  }

  private Response inventoryRemoval(Request request) {
    return answer(
        () -> {
          var asked = JSON.readValue(request.body(), NewRemoval.class);
          return operations.removeFromInventory(asked.devices(), asked.by(), asked.reason());
        });
  }

  private Response journal(Request request) throws InterruptedException {
    long after = number(request, "after");
    var wait = Duration.ofSeconds(number(request, "wait"));
    var lines = store.journalAfter(after, MOST_LINES);
    if (lines.isEmpty() && wait.isPositive()) {
      store.awaitJournalAfter(after, wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
      lines = store.journalAfter(after, MOST_LINES);
    }
    return json(200, lines);
  }

  private interface Operation<T> {
    Verdict<T> run() throws IOException;
  }

  private static <T> Response answer(Operation<T> operation) {
    try {
      return switch (operation.run()) {
        case Verdict.Accepted<T>(T value) -> json(200, value);
        case Verdict.Refused<T>(Refusal refusal) ->
            json(REFUSED, new Told(refusal.check().id(), refusal.cause(), refusal.remedy()));
      };
    } catch (JacksonException | NullPointerException e) {
      return Response.text(400, "the content is not the JSON that belongs here");
    } catch (StoreUnavailable e) {
      return Response.text(503, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return Response.text(500, String.valueOf(e.getMessage()));
    }
  }

  private static long number(Request request, String name) {
    var text = request.query().getOrDefault(name, "0");
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }

  private static Response json(int status, Object value) {
    return Response.of(status, JSON_TYPE, JSON.writeValueAsBytes(value));
  }
}
