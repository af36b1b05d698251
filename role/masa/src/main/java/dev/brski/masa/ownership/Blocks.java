package dev.brski.masa.ownership;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The devices that get no voucher, in the ledger. */
final class Blocks {

  private static final String ALL =
      """
      SELECT b.serial_number, b.since, b.reason, b.who, c.name AS owner FROM blocked_device b
      LEFT JOIN owned_device o ON o.serial_key = b.serial_key
      LEFT JOIN customer c ON c.id = o.customer
      """;

  private Blocks() {}

  static Optional<BlockedDevice> of(Reading reading, SerialNumber serialNumber) {
    return reading.one(ALL + " WHERE b.serial_key = ?", Blocks::device, serialNumber.key());
  }

  static List<BlockedDevice> list(Reading reading) {
    return reading.query(ALL + " ORDER BY b.since, b.serial_key", Blocks::device);
  }

  static void add(Transaction transaction, SerialNumber serialNumber, Reason reason, Instant now) {
    transaction.updateOne(
        "INSERT INTO blocked_device (serial_key, serial_number, since, reason, who)"
            + " VALUES (?, ?, ?, ?, ?)",
        serialNumber.key(),
        serialNumber.text(),
        now,
        reason.text(),
        reason.by());
  }

  static boolean remove(Transaction transaction, SerialNumber serialNumber) {
    return transaction.update("DELETE FROM blocked_device WHERE serial_key = ?", serialNumber.key())
        == 1;
  }

  private static BlockedDevice device(Row row) {
    return new BlockedDevice(
        row.text("serial_number"),
        row.instant("since"),
        row.text("reason"),
        row.text("who"),
        row.optionalText("owner"));
  }
}
