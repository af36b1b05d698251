package dev.brski.masa;

import dev.brski.masa.endpoint.OwnershipRoutes;
import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.BlockedDevice;
import dev.brski.masa.ownership.CustomerDesk;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.CustomerView;
import dev.brski.masa.ownership.DeviceDesk;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.OwnershipCheck;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.Removed;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.SalesReport;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.Store;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/**
 * Customers and owners of a MASA seen from beside: the running one is asked; of one at rest the
 * store is opened under its lock. Every method throws {@link PeerFailure} when it runs and does not
 * answer, {@link StoreLocked} when it is just starting or ending, and {@link SchemaRefused} when
 * the folder was used by a newer program.
 */
public final class OwnershipView {

  private final MasaFolder folder;
  private final InstantSource clock;

  /** The MASA of a folder. */
  public OwnershipView(Path dir, InstantSource clock) {
    this.folder = new MasaFolder(dir);
    this.clock = clock;
  }

  /** All customers, by name. */
  public Verdict<List<CustomerView>> customers() throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.CUSTOMERS,
        new OwnershipRoutes.Everything(),
        new TypeReference<>() {},
        store -> Verdict.accepted(new CustomerDesk(store, clock).customers()));
  }

  /** Adds a customer, or what one is known by. */
  public Verdict<CustomerView> add(CustomerOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.ADD,
        order,
        new TypeReference<>() {},
        store -> new CustomerDesk(store, clock).add(order));
  }

  /** Removes a customer, or what one is known by. */
  public Verdict<Removed> remove(RemovalOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.REMOVE,
        order,
        new TypeReference<>() {},
        store -> new CustomerDesk(store, clock).remove(order));
  }

  /** Records sales, all or none; or says what would come of it. */
  public Verdict<SalesReport> sell(SalesOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.SALES,
        order,
        new TypeReference<>() {},
        store -> new CustomerDesk(store, clock).sell(order));
  }

  /** Gives a device to a customer. */
  public Verdict<DeviceHistory.Event> transfer(TransferOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.TRANSFER,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).transfer(order));
  }

  /** Takes a device from its owner. */
  public Verdict<DeviceHistory.Event> release(DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.RELEASE,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).release(order));
  }

  /** Lets a device have no voucher. */
  public Verdict<DeviceHistory.Event> block(DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.BLOCK,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).block(order));
  }

  /** Ends that. */
  public Verdict<DeviceHistory.Event> unblock(DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.UNBLOCK,
        order,
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).unblock(order));
  }

  /** The devices that are blocked, the oldest block first. */
  public Verdict<List<BlockedDevice>> blocked() throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.BLOCKED,
        new OwnershipRoutes.Everything(),
        new TypeReference<>() {},
        store -> Verdict.accepted(new DeviceDesk(store, clock).blocked()));
  }

  /** What is known of a device. */
  public Verdict<DeviceHistory> history(String serial)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return ask(
        OwnershipRoutes.HISTORY,
        new DeviceOrder(serial, "", ""),
        new TypeReference<>() {},
        store -> new DeviceDesk(store, clock).history(serial));
  }

  private <T> Verdict<T> ask(
      String path, Object order, TypeReference<T> type, Function<Store, Verdict<T>> work)
      throws PeerFailure, StoreLocked, SchemaRefused {
    if (ControlClient.answers(folder.control())) {
      var call = Call.post(path, MediaTypes.JSON, OwnershipRoutes.JSON.writeValueAsBytes(order));
      return answer(ControlClient.exchange(folder.control(), call), type);
    }
    if (!Files.exists(folder.settings())) {
      return Verdict.refused(
          MasaCheck.FILE,
          folder.settings() + " does not exist",
          "Name the folder of a MASA: --dir DIR.");
    }
    try (var store = Store.open(folder.data(), Schema.MIGRATIONS, clock)) {
      return work.apply(store);
    }
  }

  private <T> Verdict<T> answer(Reply reply, TypeReference<T> type) {
    try {
      if (reply.status() == 200) {
        return Verdict.accepted(OwnershipRoutes.JSON.readValue(reply.body(), type));
      }
      if (reply.status() == OwnershipRoutes.REFUSED) {
        var told = OwnershipRoutes.JSON.readValue(reply.body(), OwnershipRoutes.Told.class);
        var check = OwnershipCheck.of(told.check()).map(Check.class::cast).orElse(MasaCheck.ASK);
        return Verdict.refused(check, told.cause(), told.remedy());
      }
    } catch (JacksonException e) {
      return Verdict.refused(
          MasaCheck.ASK,
          "the MASA of " + folder.root() + " answered what is not understood here",
          "See whether it is of the same version as this command.");
    }
    return Verdict.refused(
        MasaCheck.ASK,
        "the MASA of %s answered %d %s"
            .formatted(folder.root(), reply.status(), reply.explanation()),
        "Look at its log.");
  }
}
