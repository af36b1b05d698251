package dev.brski.proof.kit.books;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who had which device when, and who got the vouchers: from the ledger of a MASA that knows the
 * owner of every device, and those of its customers' registrars. All of them are at rest.
 *
 * @param masa the MASA's folder
 * @param registrars the folder of each customer's registrar, by the customer's name
 */
public record Custody(Path masa, Map<String, Path> registrars) {

  private static final String AUDIT_LOG =
      """
      SELECT a.voucher, a.at, v.content, d.serial_number AS serial
      FROM audit_event a LEFT JOIN voucher v ON v.id = a.voucher
      LEFT JOIN device d ON d.id = a.device ORDER BY a.voucher
      """;

  /** One that came too late counts: the registrar has seen it, and says so. */
  private static final String CAME =
      """
      SELECT device, json_extract(details, '$."voucher-sha256"') AS sha256 FROM journal
      WHERE kind IN ('voucher-received', 'voucher-kept', 'answer-too-late')
        AND json_extract(details, '$."voucher-sha256"') IS NOT NULL
      """;

  private static final String HISTORY =
      "SELECT serial_number AS serial, at, kind, next FROM ownership_event ORDER BY id";

  /** Something that was done with a device. */
  private record Event(long at, String kind, Optional<String> next) {}

  /** What a voucher came for, and to whom. */
  private record Receipt(String customer, String serial) {}

  /** Copies. */
  public Custody {
    registrars = Map.copyOf(registrars);
  }

  /** What was not due or cannot be explained, in words. */
  public List<String> violations() throws IOException {
    var found = new ArrayList<String>();
    var receipts = receipts();
    try (var ledger = LedgerCopy.of(masa)) {
      var history = history(ledger);
      for (var entry : ledger.rows(AUDIT_LOG)) {
        var sha256 = Digest.of(entry.octets("content"));
        var holders = Optional.ofNullable(receipts.remove(sha256)).orElse(Set.of());
        found.addAll(entry(entry, holders, history.getOrDefault(entry.text("serial"), List.of())));
      }
    }
    for (var holders : receipts.values()) {
      for (var receipt : holders) {
        found.add(
            "%s got a voucher for %s that is not in the audit log"
                .formatted(receipt.customer(), receipt.serial()));
      }
    }
    return found;
  }

  private static List<String> entry(Row entry, Set<Receipt> holders, List<Event> history) {
    var serial = entry.text("serial");
    var who = "voucher " + entry.text("voucher") + " for " + serial;
    var found = new ArrayList<String>();
    if (holders.size() != 1) {
      found.add(who + " is in the journals of " + holders.size() + " registrars");
    }
    var owner = "nobody";
    boolean blocked = false;
    for (var event : history) {
      if (event.at() > entry.number("at")) {
        break;
      }
      switch (event.kind()) {
        case "blocked" -> blocked = true;
        case "unblocked" -> blocked = false;
        default -> owner = event.next().orElse("nobody");
      }
    }
    if (blocked) {
      found.add(who + " was issued after the device was blocked");
    }
    for (var holder : holders) {
      if (!holder.customer().equals(owner)) {
        found.add(who + " went to " + holder.customer() + ", when its owner was " + owner);
      }
      if (!holder.serial().equals(serial)) {
        found.add(who + " was taken for one for " + holder.serial());
      }
    }
    return found;
  }

  private Map<String, Set<Receipt>> receipts() throws IOException {
    var all = new HashMap<String, Set<Receipt>>();
    for (var registrar : registrars.entrySet()) {
      try (var ledger = LedgerCopy.of(registrar.getValue())) {
        for (var line : ledger.rows(CAME)) {
          all.merge(
              line.text("sha256"),
              Set.of(new Receipt(registrar.getKey(), line.text("device"))),
              Custody::both);
        }
      }
    }
    return all;
  }

  private static <T> Set<T> both(Set<T> some, Set<T> others) {
    var all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  private static Map<String, List<Event>> history(LedgerCopy ledger) throws IOException {
    var history = new HashMap<String, List<Event>>();
    for (var row : ledger.rows(HISTORY)) {
      history
          .computeIfAbsent(row.text("serial"), _ -> new ArrayList<>())
          .add(new Event(row.number("at"), row.text("kind"), row.optional("next")));
    }
    return history;
  }

  /** The serial numbers of all devices that each customer ever owned. */
  public Map<String, Set<String>> everOwned() throws IOException {
    return grouped(
        "SELECT DISTINCT next AS name, serial_number AS serial FROM ownership_event"
            + " WHERE next IS NOT NULL");
  }

  /** The serial numbers for which somebody asked in vain, by the ground. */
  public Map<String, Set<String>> denied() throws IOException {
    return grouped(
        "SELECT DISTINCT n.ground AS name, e.serial_number AS serial FROM denial n"
            + " JOIN ownership_event e ON e.serial_key = n.serial_key");
  }

  private Map<String, Set<String>> grouped(String sql) throws IOException {
    try (var ledger = LedgerCopy.of(masa)) {
      var groups = new TreeMap<String, Set<String>>();
      for (var row : ledger.rows(sql)) {
        groups.computeIfAbsent(row.text("name"), _ -> new TreeSet<>()).add(row.text("serial"));
      }
      return groups;
    }
  }
}
