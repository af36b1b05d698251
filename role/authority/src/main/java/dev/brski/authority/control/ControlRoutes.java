package dev.brski.authority.control;

import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.control.JournalRoute;
import dev.brski.control.Orders;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.Inventory.Named;
import dev.brski.store.Store;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What commands beside a running authority, and the console, ask of it. */
public final class ControlRoutes {

  static final String REGISTRARS = "/registrars";
  static final String MANUFACTURERS = "/manufacturers";
  static final String CERTIFICATES = "/certificates";
  static final String PENDING = "/pending";
  static final String APPROVALS = "/approvals";
  static final String DENIALS = "/denials";
  static final String REVOCATIONS = "/revocations";
  static final String REVOCATION_LISTS = "/revocation-lists";
  static final String EVIDENCE = "/evidence";
  static final String INVENTORY = "/inventory";
  static final String INVENTORY_IMPORTS = "/inventory/imports";
  static final String INVENTORY_REMOVALS = "/inventory/removals";

  private static final int MOST_OF_A_FILE = 3 << 20;

  /** The content of a POST to /registrars; the key as SubjectPublicKeyInfo in base64. */
  record NewRegistrar(String name, byte[] publicKey) {}

  /** The content of a POST to /manufacturers; without a name the anchor suggests one. */
  record NewManufacturer(String name, String anchors, SerialNumberField serialNumbers) {}

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
        Orders.route(
            REGISTRARS,
            NewRegistrar.class,
            asked -> operations.registrar(asked.name(), asked.publicKey())),
        Orders.route(MANUFACTURERS, NewManufacturer.class, this::manufacturer),
        Orders.question(CERTIFICATES, _ -> operations.certificates()),
        Orders.question(PENDING, _ -> operations.pending()),
        Orders.route(
            APPROVALS,
            NewRuling.class,
            asked -> operations.approve(asked.id(), asked.by(), asked.because())),
        Orders.route(
            DENIALS,
            NewRuling.class,
            asked -> operations.deny(asked.id(), asked.by(), asked.because())),
        Orders.route(REVOCATIONS, RevocationOrder.class, operations::revoke),
        Orders.question(REVOCATION_LISTS, _ -> operations.revocationLists()),
        Orders.route(EVIDENCE, EvidenceOrder.class, operations::evidence),
        Orders.question(INVENTORY, _ -> operations.inventory()),
        Orders.route(
            INVENTORY_IMPORTS,
            MOST_OF_A_FILE,
            NewInventory.class,
            asked -> operations.takeInventory(asked.file(), asked.order())),
        Orders.route(
            INVENTORY_REMOVALS,
            NewRemoval.class,
            asked -> operations.removeFromInventory(asked.devices(), asked.by(), asked.reason())),
        JournalRoute.of(store));
  }

  private Verdict<Added> manufacturer(NewManufacturer asked) throws IOException {
    return operations
        .manufacturer(
            Optional.of(asked.name()).filter(name -> !name.isEmpty()),
            asked.anchors(),
            asked.serialNumbers())
        .map(Added::new);
  }
}
