package dev.brski.registrar.control;

import dev.brski.control.Orders;
import dev.brski.control.Orders.Everything;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.Inventory.Named;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Route;
import java.util.List;

/** The inventory and the devices that are held, over the control socket. */
public final class InventoryRoutes {

  static final String IMPORT = "/inventory/import";
  static final String LIST = "/inventory/list";
  static final String REMOVE = "/inventory/remove";
  static final String PENDING = "/join-requests/pending";
  static final String RULE = "/join-requests/rule";

  private static final int MOST_OF_A_FILE = 3 << 20;

  /** A file, in base64, and how it is taken in. */
  record Import(byte[] file, ImportOrder order) {}

  /** Devices to remove, by whom, and why. */
  record Removal(List<Named> devices, String by, String reason) {}

  private final InventoryDesk desk;

  /** Over a desk of the running registrar. */
  public InventoryRoutes(InventoryDesk desk) {
    this.desk = desk;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        Orders.route(
            IMPORT,
            MOST_OF_A_FILE,
            Import.class,
            wanted -> Verdict.accepted(desk.take(wanted.file(), wanted.order()))),
        Orders.route(LIST, Everything.class, _ -> Verdict.accepted(desk.list())),
        Orders.route(
            REMOVE,
            Removal.class,
            wanted -> desk.remove(wanted.devices(), wanted.by(), wanted.reason())),
        Orders.route(PENDING, Everything.class, _ -> Verdict.accepted(desk.pending())),
        Orders.route(RULE, InventoryDesk.Ruling.class, desk::rule));
  }
}
