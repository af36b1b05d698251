package dev.brski.masa.ownership;

import dev.brski.masa.ownership.Buyers.Buyer;
import dev.brski.masa.ownership.Owners.Owned;
import dev.brski.masa.ownership.SalesReport.Told;
import dev.brski.store.Ids;
import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file with sales against the ledger: what each line comes to, and then all of it or nothing. */
final class Sales {

  private record Change(SerialNumber serialNumber, Optional<Owned> before, String customer) {}

  private record Seen(int line, String customer) {}

  private final SalesOrder order;
  private final Reading reading;
  private final Buyers buyers;
  private final Map<String, Seen> seen = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private final List<Told> told = new ArrayList<>();

  private Sales(SalesOrder order, Reading reading) {
    this.order = order;
    this.reading = reading;
    this.buyers = new Buyers(reading, order.certificates());
  }

  /** What would come of it. */
  static SalesReport plan(SalesOrder order, Reading reading) {
    return planned(order, reading).report(false);
  }

  /** Records it, if every line is sound. */
  static Verdict<SalesReport> record(
      SalesOrder order, Transaction transaction, Ids ids, Reason reason, Instant now) {
    var sales = planned(order, transaction);
    var report = sales.report(true);
    return report.sound()
        ? sales.apply(transaction, ids, reason, now).map(_ -> report)
        : Verdict.accepted(sales.report(false));
  }

  private static Sales planned(SalesOrder order, Reading reading) {
    var sales = new Sales(order, reading);
    order.lines().forEach(sales.buyers::introduce);
    order.lines().forEach(sales::judge);
    return sales;
  }

  private SalesReport report(boolean applied) {
    return SalesReport.of(applied, List.copyOf(buyers.added().keySet()), told);
  }

  private void judge(SalesLine line) {
    if (line.problem().isPresent()) {
      tell(line, line.customer().orElse(""), Finding.BAD, line.problem().get());
      return;
    }
    switch (SerialNumber.parse(line.serial())) {
      case Verdict.Refused<SerialNumber>(Refusal refusal) ->
          tell(line, line.customer().orElse(""), Finding.SERIAL_FORM, refusal.remedy());
      case Verdict.Accepted<SerialNumber>(var serialNumber) -> {
        switch (buyers.find(line)) {
          case Buyer.Problem(var finding, var name, var note) -> tell(line, name, finding, note);
          case Buyer.Known(var name) -> judge(line, serialNumber, name);
        }
      }
    }
  }

  private void judge(SalesLine line, SerialNumber serialNumber, String customer) {
    var before = Optional.ofNullable(seen.get(serialNumber.key()));
    if (before.isPresent()) {
      var same = before.get().customer().equals(customer);
      tell(
          line,
          customer,
          same ? Finding.DUPLICATE : Finding.CONTRADICTS,
          same
              ? "line " + before.get().line() + " says so too"
              : "line %d says %s".formatted(before.get().line(), before.get().customer()));
      return;
    }
    seen.put(serialNumber.key(), new Seen(line.line(), customer));
    var owner = Owners.of(reading, serialNumber);
    if (owner.filter(owned -> owned.name().equals(customer)).isPresent()) {
      tell(line, customer, Finding.UNCHANGED, "");
      return;
    }
    changes.add(new Change(serialNumber, owner, customer));
    if (owner.isEmpty()) {
      tell(line, customer, Finding.NEW, "");
    } else if (order.transfer()) {
      tell(line, customer, Finding.MOVED, "from " + owner.get().name());
    } else {
      tell(
          line,
          customer,
          Finding.NEEDS_TRANSFER,
          "it is " + owner.get().name() + "'s; with --transfer it moves");
    }
  }

  private void tell(SalesLine line, String customer, Finding finding, String note) {
    told.add(
        new Told(line.line(), line.serial(), customer, finding.word(), finding.isSound(), note));
  }

  private Verdict<Integer> apply(Transaction transaction, Ids ids, Reason reason, Instant now) {
    for (var buyer : buyers.added().entrySet()) {
      var id = Customers.add(transaction, ids, buyer.getKey(), false, reason.by(), now);
      var given = Customers.give(transaction, id, buyer.getValue(), reason.by(), now);
      if (given instanceof Verdict.Refused<Integer>(Refusal refusal)) {
        return Verdict.refused(refusal);
      }
    }
    var owners = new Owners(ids, now);
    var customers = new HashMap<String, String>();
    for (var change : changes) {
      var customer =
          customers.computeIfAbsent(
              change.customer(), name -> Customers.id(transaction, name).orElseThrow());
      owners.give(transaction, change.serialNumber(), change.before(), customer, reason);
    }
    return Verdict.accepted(changes.size());
  }
}
