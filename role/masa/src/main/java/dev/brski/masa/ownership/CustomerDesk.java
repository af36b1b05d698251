package dev.brski.masa.ownership;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What operators do about customers and sales, on the store itself: each a commit of its own, with
 * its lines in the journal, which a running MASA heeds from its next answer on.
 */
public final class CustomerDesk {

  private final Store store;
  private final InstantSource clock;

  /** The desk of a store. */
  public CustomerDesk(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** All customers, by name. */
  public List<CustomerView> customers() {
    return store.read(reading -> Customers.list(reading, Optional.empty()));
  }

  /** Adds a customer, or what one is known by. */
  public Verdict<CustomerView> add(CustomerOrder order) {
    return Customers.nameable(order.name())
        .flatMap(_ -> marks(order))
        .flatMap(marks -> Undone.commit(store, transaction -> add(transaction, order, marks)));
  }

  private Verdict<CustomerView> add(
      Transaction transaction, CustomerOrder order, List<NewMark> marks) {
    var known = Customers.id(transaction, order.name());
    var fits =
        marks.isEmpty()
            ? known.isPresent() ? order.nonceless() && !order.onFirstUse() : order.onFirstUse()
            : !order.onFirstUse();
    if (!fits) {
      return Verdict.refused(
          OwnershipCheck.CUSTOMER,
          known.isPresent()
              ? "there is a customer " + order.name()
              : "what " + order.name() + " is known by is not said, or said twice",
          "Give certificates, --domain-ca FILE or --registrar FILE; or, for a new customer without"
              + " any, --on-first-use; or, for one that is there, --nonceless.");
    }
    var by = Description.printable(order.by());
    var id =
        known.orElseGet(
            () ->
                Customers.add(
                    transaction, store.ids(), order.name(), order.onFirstUse(), by, now()));
    if (order.nonceless()) {
      Customers.letNonceless(transaction, id, true, Map.of("by", by));
    }
    return Customers.give(transaction, id, marks, by, now())
        .map(_ -> Customers.list(transaction, Optional.of(order.name())).getFirst());
  }

  /** Removes a customer, or what one is known by; the history of its devices stays. */
  public Verdict<Removed> remove(RemovalOrder order) {
    return Reason.of(order.reason(), order.by())
        .flatMap(
            reason ->
                all(order.certificates().stream().map(NewMark::either).toList())
                    .flatMap(
                        marks ->
                            Undone.commit(
                                store, transaction -> remove(transaction, order, marks, reason))));
  }

  private Verdict<Removed> remove(
      Transaction transaction, RemovalOrder order, List<NewMark> marks, Reason reason) {
    return Customers.existing(transaction, order.name())
        .flatMap(
            id -> {
              if (order.nonceless()) {
                Customers.letNonceless(
                    transaction, id, false, Map.of("reason", reason.text(), "by", reason.by()));
              }
              return marks.isEmpty()
                  ? order.nonceless()
                      ? Verdict.accepted(new Removed(order.name(), false, 0, 0))
                      : removeWhole(transaction, order, id, reason)
                  : take(transaction, order, id, marks, reason);
            });
  }

  private static Verdict<Removed> take(
      Transaction transaction, RemovalOrder order, String id, List<NewMark> marks, Reason reason) {
    int taken = Customers.take(transaction, id, marks, reason);
    return taken == 0
        ? Verdict.refused(
            OwnershipCheck.CERTIFICATE,
            order.name() + " is not known by that",
            "See brski masa customer ls.")
        : Verdict.accepted(new Removed(order.name(), false, taken, 0));
  }

  private Verdict<Removed> removeWhole(
      Transaction transaction, RemovalOrder order, String id, Reason reason) {
    var view = Customers.list(transaction, Optional.of(order.name())).getFirst();
    if (view.devices() > 0 && !order.releaseDevices()) {
      return Verdict.refused(
          OwnershipCheck.CUSTOMER,
          order.name() + " owns " + view.devices() + (view.devices() == 1 ? " device" : " devices"),
          "Transfer them first, or release them with the customer: --release-devices.");
    }
    int released = new Owners(store.ids(), now()).releaseAll(transaction, id, reason);
    Customers.remove(transaction, id, reason);
    return Verdict.accepted(new Removed(order.name(), true, view.knownBy().size(), released));
  }

  /** Records sales, all or none; or says what would come of it. */
  public Verdict<SalesReport> sell(SalesOrder order) {
    return Reason.of(order.reason(), order.by())
        .flatMap(
            reason ->
                order.dryRun()
                    ? Verdict.accepted(store.read(reading -> Sales.plan(order, reading)))
                    : Undone.commit(
                        store,
                        transaction ->
                            Sales.record(order, transaction, store.ids(), reason, now())));
  }

  private static Verdict<List<NewMark>> marks(CustomerOrder order) {
    var marks = new ArrayList<Verdict<List<NewMark>>>();
    order.domainCas().forEach(pem -> marks.add(NewMark.domainCa(pem)));
    order.registrars().forEach(pem -> marks.add(NewMark.registrar(pem)));
    return all(marks);
  }

  private static Verdict<List<NewMark>> all(List<Verdict<List<NewMark>>> verdicts) {
    var all = new ArrayList<NewMark>();
    for (var verdict : verdicts) {
      switch (verdict) {
        case Verdict.Accepted<List<NewMark>>(var marks) -> all.addAll(marks);
        case Verdict.Refused<List<NewMark>>(Refusal refusal) -> {
          return Verdict.refused(refusal);
        }
      }
    }
    return Verdict.accepted(List.copyOf(all));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
