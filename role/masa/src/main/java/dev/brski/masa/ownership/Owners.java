package dev.brski.masa.ownership;

import dev.brski.store.Ids;
import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who owns which device: a versioned row, and a history that only grows. */
record Owners(Ids ids, Instant now) {

  /** A device's owner, and which version of the row says so. */
  record Owned(String serial, String customer, String name, Instant since, long version) {}

  static Optional<Owned> of(Reading reading, SerialNumber serialNumber) {
    return reading.one(
        """
        SELECT o.serial_number, o.customer, c.name, o.since, o.version
        FROM owned_device o JOIN customer c ON c.id = o.customer WHERE o.serial_key = ?
        """,
        row ->
            new Owned(
                row.text("serial_number"),
                row.text("customer"),
                row.text("name"),
                row.instant("since"),
                row.number("version")),
        serialNumber.key());
  }

  /** Gives a device to a customer, from its owner if it has one. */
  DeviceHistory.Event give(
      Transaction transaction,
      SerialNumber serialNumber,
      Optional<Owned> before,
      String customer,
      Reason reason) {
    before.ifPresent(owned -> take(transaction, serialNumber, owned));
    transaction.updateOne(
        "INSERT INTO owned_device (serial_key, serial_number, customer, since, version)"
            + " VALUES (?, ?, ?, ?, ?)",
        serialNumber.key(),
        serialNumber.text(),
        customer,
        now,
        before.map(Owned::version).orElse(0L) + 1);
    return happened(
        transaction,
        serialNumber,
        before.isPresent() ? "transferred" : "sold",
        before.map(Owned::name),
        Optional.of(Customers.name(transaction, customer)),
        reason);
  }

  /** Takes a device from its owner. */
  DeviceHistory.Event release(
      Transaction transaction, SerialNumber serialNumber, Owned before, Reason reason) {
    take(transaction, serialNumber, before);
    return happened(
        transaction,
        serialNumber,
        "released",
        Optional.of(before.name()),
        Optional.empty(),
        reason);
  }

  /** A row is replaced and not updated: thousands in one commit take far less time so. */
  private static void take(Transaction transaction, SerialNumber serialNumber, Owned before) {
    transaction.updateOne(
        "DELETE FROM owned_device WHERE serial_key = ? AND version = ?",
        serialNumber.key(),
        before.version());
  }

  /** Takes every device from a customer; how many that are. */
  int releaseAll(Transaction transaction, String customer, Reason reason) {
    var serials =
        transaction.query(
            "SELECT serial_number FROM owned_device WHERE customer = ? ORDER BY serial_key",
            row -> new SerialNumber(row.text("serial_number")),
            customer);
    for (var serialNumber : serials) {
      release(transaction, serialNumber, of(transaction, serialNumber).orElseThrow(), reason);
    }
    return serials.size();
  }

  /** Adds to the history of a device and to the journal. */
  DeviceHistory.Event happened(
      Transaction transaction,
      SerialNumber serialNumber,
      String kind,
      Optional<String> from,
      Optional<String> to,
      Reason reason) {
    transaction.updateOne(
        "INSERT INTO ownership_event (id, serial_key, serial_number, at, kind, previous, next,"
            + " reason, who) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        ids.next(),
        serialNumber.key(),
        serialNumber.text(),
        now,
        kind,
        from,
        to,
        reason.text(),
        reason.by());
    transaction.journal("device " + kind, Optional.of(serialNumber.text()), told(from, to, reason));
    return new DeviceHistory.Event(
        now, serialNumber.text(), kind, from, to, reason.text(), reason.by());
  }

  private static Map<String, String> told(
      Optional<String> from, Optional<String> to, Reason reason) {
    var details = new HashMap<String, String>();
    from.ifPresent(name -> details.put("from", name));
    to.ifPresent(name -> details.put("to", name));
    details.put("reason", reason.text());
    details.put("by", reason.by());
    return details;
  }

  static List<DeviceHistory.Event> events(Reading reading, SerialNumber serialNumber) {
    return reading.query(
        "SELECT at, serial_number, kind, previous, next, reason, who FROM ownership_event"
            + " WHERE serial_key = ? ORDER BY id",
        row ->
            new DeviceHistory.Event(
                row.instant("at"),
                row.text("serial_number"),
                row.text("kind"),
                row.optionalText("previous"),
                row.optionalText("next"),
                row.text("reason"),
                row.text("who")),
        serialNumber.key());
  }
}
