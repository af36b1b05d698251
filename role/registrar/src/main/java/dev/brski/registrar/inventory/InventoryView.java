package dev.brski.registrar.inventory;

import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.InventoryCheck;
import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.onboarding.JoinRequests.Pending;
import dev.brski.registrar.onboarding.Onboarding;
import dev.brski.registrar.onboarding.Schema;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who may join a registrar, seen from beside: the running one is asked; of one at rest the store is
 * opened under its lock. Every method throws {@link PeerFailure} when it runs and does not answer,
 * {@link StoreLocked} when it is just starting or ending, and {@link SchemaRefused} when the folder
 * was used by a newer program.
 */
public final class InventoryView {

  /** What the kinds of journal lines about the inventory begin with. */
  public static final String JOURNAL = "inventory-";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final RegistrarFolder folder;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public InventoryView(Path dir, InstantSource clock) {
    this.folder = new RegistrarFolder(dir);
    this.clock = clock;
  }

  /** Takes in a file, whole or not at all. */
  public Verdict<ImportReport> take(byte[] file, ImportOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        InventoryRoutes.IMPORT,
        new InventoryRoutes.Import(file, order),
        new TypeReference<>() {},
        desk -> Verdict.accepted(desk.take(file, order)));
  }

  /** The expected devices, by manufacturer and serial number. */
  public Verdict<List<Entry>> list() throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        InventoryRoutes.LIST,
        new InventoryRoutes.Everything(),
        new TypeReference<>() {},
        desk -> Verdict.accepted(desk.list()));
  }

  /** Removes devices from the inventory, all or none. */
  public Verdict<List<Entry>> remove(List<Named> devices, String by, String reason)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        InventoryRoutes.REMOVE,
        new InventoryRoutes.Removal(devices, by, reason),
        new TypeReference<>() {},
        desk -> desk.remove(devices, by, reason));
  }

  /** The devices that are held for a person, the longest first. */
  public Verdict<List<Pending>> pending() throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        InventoryRoutes.PENDING,
        new InventoryRoutes.Everything(),
        new TypeReference<>() {},
        desk -> Verdict.accepted(desk.pending()));
  }

  /** Lets a device join, or turns it away. */
  public Verdict<InventoryDesk.Decided> rule(InventoryDesk.Ruling ruling)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(InventoryRoutes.RULE, ruling, new TypeReference<>() {}, desk -> desk.rule(ruling));
  }

  private <T> Verdict<T> ask(
      String path, Object asked, TypeReference<T> type, Function<InventoryDesk, Verdict<T>> work)
      throws PeerFailure, StoreLocked, SchemaRefused {
    if (ControlClient.answers(folder.control())) {
      var call = Call.post(path, InventoryRoutes.JSON_TYPE, JSON.writeValueAsBytes(asked));
      return answer(ControlClient.exchange(folder.control(), call), type);
    }
    if (!Files.exists(folder.settings())) {
      return Verdict.refused(
          SetupCheck.FILE,
          folder.settings() + " does not exist",
          "Name the folder of a registrar: --dir DIR.");
    }
    return switch (ManufacturerFile.readAll(folder.manufacturers())) {
      case Verdict.Refused<List<Manufacturer>>(var refusal) -> Verdict.refused(refusal);
      case Verdict.Accepted<List<Manufacturer>>(var taken) -> atRest(names(taken), work);
    };
  }

  private <T> Verdict<T> atRest(Set<String> taken, Function<InventoryDesk, Verdict<T>> work)
      throws StoreLocked, SchemaRefused {
    try (var store = Store.open(folder.data(), Schema.MIGRATIONS, clock);
        var onboarding = new Onboarding(store, clock)) {
      return work.apply(
          new InventoryDesk(new Inventory(store, clock, JOURNAL), onboarding, () -> taken));
    }
  }

  /** The names of manufacturers. */
  public static Set<String> names(List<Manufacturer> manufacturers) {
    return manufacturers.stream().map(Manufacturer::name).collect(Collectors.toUnmodifiableSet());
  }

  private <T> Verdict<T> answer(Reply reply, TypeReference<T> type) {
    return switch (reply.status()) {
      case 200 -> Verdict.accepted(JSON.readValue(reply.body(), type));
      case InventoryRoutes.REFUSED -> {
        var told = JSON.readValue(reply.body(), InventoryRoutes.Told.class);
        yield Verdict.refused(check(told.check()), told.cause(), told.remedy());
      }
      default ->
          Verdict.refused(
              SetupCheck.RUNNING,
              "the registrar of %s answered %d %s"
                  .formatted(folder.root(), reply.status(), reply.explanation()),
              "Look at its log.");
    };
  }

  private static Check check(String id) {
    return Stream.<Check>concat(Stream.of(InventoryCheck.values()), Stream.of(JoinCheck.values()))
        .filter(known -> known.id().equals(id))
        .findFirst()
        .orElse(SetupCheck.RUNNING);
  }
}
