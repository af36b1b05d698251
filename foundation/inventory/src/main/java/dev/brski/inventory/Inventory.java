package dev.brski.inventory;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The expected devices in the store of a role. */
public final class Inventory {

  /** The migration that makes the table; as any that was released, it never changes. */
  public static final String TABLE =
      """
      CREATE TABLE inventory (
        manufacturer TEXT NOT NULL,
        serial_number TEXT NOT NULL,
        model TEXT,
        place TEXT,
        note TEXT,
        valid_until INTEGER,
        changed INTEGER NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (manufacturer, serial_number)
      );
      CREATE INDEX inventory_by_serial_number ON inventory (serial_number);
      """;

  private static final String ALL =
      "SELECT manufacturer, serial_number, model, place, note, valid_until FROM inventory ";

  /**
   * Which device an operator means.
   *
   * @param serial its serial number
   * @param manufacturer its manufacturer's configured name, where the serial number does not say
   */
  public record Named(String serial, Optional<String> manufacturer) {}

  private final Store store;
  private final InstantSource clock;
  private final String journal;

  /**
   * The inventory of a store that has the {@link #TABLE}.
   *
   * @param journal what the kinds of its journal lines begin with
   */
  public Inventory(Store store, InstantSource clock, String journal) {
    this.store = store;
    this.clock = clock;
    this.journal = journal;
  }

  /** Whether a device is named, and still valid. */
  public boolean names(String manufacturer, String serial) {
    var now = clock.instant();
    return store.read(
        rows ->
            rows.one(
                    "SELECT 1 AS found FROM inventory WHERE manufacturer = ? AND serial_number = ?"
                        + " AND (valid_until IS NULL OR valid_until > ?)",
                    row -> row.number("found"),
                    manufacturer,
                    serial,
                    now)
                .isPresent());
  }

  /** What is said of a device that is named, and still valid. */
  public Optional<Entry> find(String manufacturer, String serial) {
    var now = clock.instant();
    return store.read(
        rows ->
            rows.one(
                ALL
                    + "WHERE manufacturer = ? AND serial_number = ?"
                    + " AND (valid_until IS NULL OR valid_until > ?)",
                Inventory::entry,
                manufacturer,
                serial,
                now));
  }

  /** The devices of all manufacturers that have a serial number, those too whose time is over. */
  public List<Entry> withSerial(String serial) {
    return store.read(
        rows ->
            rows.query(
                ALL + "WHERE serial_number = ? ORDER BY manufacturer", Inventory::entry, serial));
  }

  /** All devices, by manufacturer and serial number. */
  public List<Entry> entries() {
    return store.read(
        rows -> rows.query(ALL + "ORDER BY manufacturer, serial_number", Inventory::entry));
  }

  /**
   * Takes in a file: all of it in one commit, with a journal line for each device that is added,
   * changed or removed; nothing if a line of it is not sound.
   *
   * @param taken the manufacturers whose devices are taken here
   */
  public ImportReport take(byte[] file, ImportOrder order, Set<String> taken) {
    return switch (InventoryFile.read(file)) {
      case InventoryFile.Unsound(var faults) -> ImportReport.refused(order.dryRun(), faults);
      case InventoryFile.Sound(var entries) -> {
        var report =
            order.dryRun()
                ? store.read(rows -> compared(rows, entries, order).report(true))
                : store.commit(tx -> take(tx, file, entries, order));
        yield report.besides(
            entries.stream().map(Entry::manufacturer).collect(Collectors.toSet()), taken);
      }
    };
  }

  private static Comparison compared(Reading rows, List<Entry> entries, ImportOrder order) {
    var known =
        rows.query(ALL, Inventory::entry).stream().collect(Collectors.toMap(Entry::key, e -> e));
    return Comparison.of(known, entries, order.replace());
  }

  private ImportReport take(Transaction tx, byte[] file, List<Entry> entries, ImportOrder order) {
    var now = clock.instant();
    var compared = compared(tx, entries, order);
    var report = compared.report(false);
    tx.journal(
        journal + "imported",
        Optional.empty(),
        Map.of(
            "by", order.who(),
            "file-sha256", HexFormat.of().formatHex(CryptoSuite.sha256(file)),
            "added", Integer.toString(report.added().size()),
            "changed", Integer.toString(report.changed().size()),
            "unchanged", Integer.toString(report.unchanged()),
            "removed", Integer.toString(report.removed().size())));
    compared.added().forEach(entry -> add(tx, entry, order.who(), now));
    compared
        .changed()
        .forEach((entry, changed) -> change(tx, entry, changed.columns(), order.who(), now));
    compared.removed().forEach(entry -> remove(tx, entry.key(), order.who(), "not in the file"));
    return report;
  }

  private void add(Transaction tx, Entry entry, String who, Instant now) {
    tx.updateOne(
        """
        INSERT INTO inventory (manufacturer, serial_number, model, place, note, valid_until,
          changed, version)
        VALUES (?, ?, ?, ?, ?, ?, ?, 1)
        """,
        entry.manufacturer(),
        entry.serial(),
        entry.model(),
        entry.place(),
        entry.note(),
        entry.validUntil(),
        now);
    tx.journal(
        journal + "added",
        Optional.of(entry.serial()),
        Map.of("manufacturer", entry.manufacturer(), "by", who));
  }

  private void change(Transaction tx, Entry entry, List<String> columns, String who, Instant now) {
    tx.updateOne(
        """
        UPDATE inventory SET model = ?, place = ?, note = ?, valid_until = ?, changed = ?,
          version = version + 1
        WHERE manufacturer = ? AND serial_number = ?
        """,
        entry.model(),
        entry.place(),
        entry.note(),
        entry.validUntil(),
        now,
        entry.manufacturer(),
        entry.serial());
    tx.journal(
        journal + "changed",
        Optional.of(entry.serial()),
        Map.of(
            "manufacturer", entry.manufacturer(),
            "by", who,
            "columns", String.join(" ", columns),
            "valid-until", entry.validUntil().map(Instant::toString).orElse("")));
  }

  private void remove(Transaction tx, Entry.Key key, String who, String reason) {
    tx.updateOne(
        "DELETE FROM inventory WHERE manufacturer = ? AND serial_number = ?",
        key.manufacturer(),
        key.serial());
    tx.journal(
        journal + "removed",
        Optional.of(key.serial()),
        Map.of("manufacturer", key.manufacturer(), "by", who, "reason", reason));
  }

  /**
   * Removes devices, all or none.
   *
   * @param who the operator
   * @param reason in the operator's words; may be empty
   * @return what was removed; refused if one of them is not there, or could be several
   */
  public Verdict<List<Entry>> remove(List<Named> devices, String who, String reason) {
    return store.commit(
        tx -> {
          var found = new ArrayList<Entry>();
          for (var device : devices) {
            switch (only(tx, device)) {
              case Verdict.Accepted<Entry>(Entry entry) -> {
                if (!found.contains(entry)) {
                  found.add(entry);
                }
              }
              case Verdict.Refused<Entry>(var refusal) -> {
                return Verdict.<List<Entry>>refused(refusal);
              }
            }
          }
          found.forEach(entry -> remove(tx, entry.key(), who, reason));
          return Verdict.accepted(List.copyOf(found));
        });
  }

  private static Verdict<Entry> only(Reading rows, Named device) {
    var found =
        rows.query(ALL + "WHERE serial_number = ?", Inventory::entry, device.serial()).stream()
            .filter(
                entry ->
                    device.manufacturer().isEmpty()
                        || device.manufacturer().get().equals(entry.manufacturer()))
            .toList();
    if (found.isEmpty()) {
      return Verdict.refused(
          InventoryCheck.UNKNOWN,
          "device %s is not in the inventory".formatted(Faults.quoted(device.serial())),
          "Nothing was removed; the list shows what is there: inventory ls.");
    }
    return found.size() == 1
        ? Verdict.accepted(found.getFirst())
        : Verdict.refused(
            InventoryCheck.AMBIGUOUS,
            "the serial number %s is that of devices of %s"
                .formatted(
                    Faults.quoted(device.serial()),
                    found.stream().map(Entry::manufacturer).collect(Collectors.joining(", "))),
            "Nothing was removed; say whose is meant: --manufacturer NAME.");
  }

  private static Entry entry(Row row) {
    return new Entry(
        row.text("manufacturer"),
        row.text("serial_number"),
        row.optionalText("model"),
        row.optionalText("place"),
        row.optionalText("note"),
        row.optionalInstant("valid_until"));
  }
}
