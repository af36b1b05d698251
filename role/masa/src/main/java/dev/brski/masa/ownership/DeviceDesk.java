package dev.brski.masa.ownership;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.verdict.Verdict;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What operators do to single devices, on the store itself: each a commit of its own, with its line
 * in the journal and in the device's history, which a running MASA heeds from its next answer on.
 */
public final class DeviceDesk {

  private static final String NOTHING = "Nothing was changed.";

  private final Store store;
  private final InstantSource clock;

  /** The desk of a store. */
  public DeviceDesk(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Gives a device to a customer. */
  public Verdict<DeviceHistory.Event> transfer(TransferOrder order) {
    return change(
        new DeviceOrder(order.serial(), order.reason(), order.by()),
        (transaction, serialNumber, reason) ->
            Customers.existing(transaction, order.to())
                .flatMap(id -> transfer(transaction, serialNumber, id, reason)));
  }

  private Verdict<DeviceHistory.Event> transfer(
      Transaction transaction, SerialNumber serialNumber, String customer, Reason reason) {
    var before = Owners.of(transaction, serialNumber);
    if (before.filter(owned -> owned.customer().equals(customer)).isPresent()) {
      return Verdict.refused(
          OwnershipCheck.OWNER, "it is " + before.get().name() + "'s already", NOTHING);
    }
    return Verdict.accepted(owners().give(transaction, serialNumber, before, customer, reason));
  }

  /** Takes a device from its owner: it is unsold again. */
  public Verdict<DeviceHistory.Event> release(DeviceOrder order) {
    return change(
        order,
        (transaction, serialNumber, reason) ->
            Owners.of(transaction, serialNumber)
                .map(
                    owned ->
                        Verdict.accepted(
                            owners().release(transaction, serialNumber, owned, reason)))
                .orElseGet(
                    () -> Verdict.refused(OwnershipCheck.OWNER, "it has no owner", NOTHING)));
  }

  /** Lets a device have no voucher at all. */
  public Verdict<DeviceHistory.Event> block(DeviceOrder order) {
    return change(order, this::block);
  }

  private Verdict<DeviceHistory.Event> block(
      Transaction transaction, SerialNumber serialNumber, Reason reason) {
    var before = Blocks.of(transaction, serialNumber);
    if (before.isPresent()) {
      var block = before.get();
      return Verdict.refused(
          OwnershipCheck.BLOCK,
          "it is blocked since " + block.since() + " (" + block.reason() + ")",
          NOTHING);
    }
    var owners = owners();
    Blocks.add(transaction, serialNumber, reason, owners.now());
    return happened(owners, transaction, serialNumber, "blocked", reason);
  }

  /** Ends that. */
  public Verdict<DeviceHistory.Event> unblock(DeviceOrder order) {
    return change(
        order,
        (transaction, serialNumber, reason) ->
            Blocks.remove(transaction, serialNumber)
                ? happened(owners(), transaction, serialNumber, "unblocked", reason)
                : Verdict.refused(OwnershipCheck.BLOCK, "it is not blocked", NOTHING));
  }

  /** The devices that are blocked, the oldest block first. */
  public List<BlockedDevice> blocked() {
    return store.read(Blocks::list);
  }

  /** What is known of a device, whoever owns it, and of one that nobody ever owned. */
  public Verdict<DeviceHistory> history(String serial) {
    return SerialNumber.parse(serial)
        .map(serialNumber -> store.read(reading -> history(reading, serialNumber)));
  }

  private static DeviceHistory history(Reading reading, SerialNumber serialNumber) {
    var owner = Owners.of(reading, serialNumber);
    return new DeviceHistory(
        owner.map(Owners.Owned::serial).orElse(serialNumber.text()),
        owner.map(Owners.Owned::name),
        owner.map(Owners.Owned::since),
        Blocks.of(reading, serialNumber).map(BlockedDevice::reason),
        Owners.events(reading, serialNumber),
        Denials.of(reading, serialNumber));
  }

  private interface DeviceChange {
    Verdict<DeviceHistory.Event> of(
        Transaction transaction, SerialNumber serialNumber, Reason reason);
  }

  private Verdict<DeviceHistory.Event> change(DeviceOrder order, DeviceChange change) {
    return SerialNumber.parse(order.serial())
        .flatMap(
            serialNumber ->
                Reason.of(order.reason(), order.by())
                    .flatMap(
                        reason ->
                            Undone.commit(
                                store,
                                transaction -> change.of(transaction, serialNumber, reason))));
  }

  private static Verdict<DeviceHistory.Event> happened(
      Owners owners,
      Transaction transaction,
      SerialNumber serialNumber,
      String kind,
      Reason reason) {
    return Verdict.accepted(
        owners.happened(
            transaction, serialNumber, kind, Optional.empty(), Optional.empty(), reason));
  }

  private Owners owners() {
    return new Owners(store.ids(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
