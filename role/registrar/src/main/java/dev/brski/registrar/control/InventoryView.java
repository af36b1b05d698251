package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.control.Orders.Everything;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory;
import dev.brski.inventory.Inventory.Named;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.onboarding.JoinRequests.Pending;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/**
 * Who may join a registrar, seen from beside: the running one is asked; of one at rest the store is
 * opened under its lock. Every method throws {@link PeerFailure} when it runs and does not answer,
 * {@link StoreLocked} when it is just starting or ending, and {@link SchemaRefused} when the folder
 * was used by a newer program.
 */
public final class InventoryView {

  /** What the kinds of journal lines about the inventory begin with. */
  public static final String JOURNAL = "inventory-";

  private final RegistrarFolder folder;
  private final Beside registrar;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public InventoryView(Path dir, InstantSource clock) {
    this.folder = new RegistrarFolder(dir);
    this.registrar = BesideRegistrar.of(dir, clock);
    this.clock = clock;
  }

  /** Takes in a file, whole or not at all. */
  public Verdict<ImportReport> take(byte[] file, ImportOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        InventoryRoutes.IMPORT,
        new InventoryRoutes.Import(file, order),
        new TypeReference<>() {},
        atRest(desk -> Verdict.accepted(desk.take(file, order))));
  }

  /** The expected devices, by manufacturer and serial number. */
  public Verdict<List<Entry>> list() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        InventoryRoutes.LIST,
        new Everything(),
        new TypeReference<>() {},
        atRest(desk -> Verdict.accepted(desk.list())));
  }

  /** Removes devices from the inventory, all or none. */
  public Verdict<List<Entry>> remove(List<Named> devices, String by, String reason)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        InventoryRoutes.REMOVE,
        new InventoryRoutes.Removal(devices, by, reason),
        new TypeReference<>() {},
        atRest(desk -> desk.remove(devices, by, reason)));
  }

  /** The devices that are held for a person, the longest first. */
  public Verdict<List<Pending>> pending() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        InventoryRoutes.PENDING,
        new Everything(),
        new TypeReference<>() {},
        atRest(desk -> Verdict.accepted(desk.pending())));
  }

  /** Lets a device join, or turns it away. */
  public Verdict<InventoryDesk.Decided> rule(InventoryDesk.Ruling ruling)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        InventoryRoutes.RULE, ruling, new TypeReference<>() {}, atRest(desk -> desk.rule(ruling)));
  }

  private <T> Beside.Doing<T> atRest(Function<InventoryDesk, Verdict<T>> work) {
    return BesideRegistrar.atRest(
        clock,
        (store, onboarding) ->
            ManufacturerFile.readAll(folder.manufacturers())
                .map(InventoryView::names)
                .flatMap(
                    taken ->
                        work.apply(
                            new InventoryDesk(
                                new Inventory(store, clock, JOURNAL), onboarding, () -> taken))));
  }

  /** The names of manufacturers. */
  public static Set<String> names(List<Manufacturer> manufacturers) {
    return manufacturers.stream().map(Manufacturer::name).collect(Collectors.toUnmodifiableSet());
  }
}
