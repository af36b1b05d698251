package dev.brski.command;

import dev.brski.inventory.Entry;
import dev.brski.inventory.Fault;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.UnknownDevices;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What commands say of an inventory.
 *
 * @param dir the role's folder
 */
record InventoryText(Path dir) {

  private static final int MOST = 20;
  private static final int WIDTH = 80;

  /** What is wrong with a file. */
  List<String> faults(Path file, List<Fault> faults) {
    var lines = new ArrayList<String>();
    lines.add(
        Paragraph.printable(
            "brski: Cannot import %s: nothing was changed, for %s cannot be used."
                .formatted(file, faults.size() == 1 ? "a line" : faults.size() + " lines")));
    some(lines, faults, fault -> "  line " + fault.line() + ": " + fault.reason());
    return lines;
  }

  /** What a file changed. */
  List<String> imported(ImportReport report, Verdict<UnknownDevices> others) {
    var lines = new ArrayList<String>();
    lines.add(
        Paragraph.printable(
            "%s %s: %d added, %d changed, %d unchanged, %d removed."
                .formatted(
                    report.dryRun() ? "This would be done to the inventory of" : "Inventory of",
                    dir,
                    report.added().size(),
                    report.changed().size(),
                    report.unchanged(),
                    report.removed().size())));
    some(lines, report.added(), key -> "  added    " + key.serial() + " of " + key.manufacturer());
    some(
        lines,
        report.changed(),
        changed ->
            "  changed  %s of %s: %s"
                .formatted(
                    changed.serial(),
                    changed.manufacturer(),
                    String.join(", ", changed.columns())));
    some(
        lines, report.removed(), key -> "  removed  " + key.serial() + " of " + key.manufacturer());
    report
        .untaken()
        .forEach(
            name ->
                note(
                    lines,
                    "Devices of %s are not taken here: see manufacturer add --name %s."
                        .formatted(name, name)));
    if (others instanceof Verdict.Accepted<UnknownDevices>(var policy)
        && policy == UnknownDevices.ADMIT) {
      note(
          lines,
          "Devices that are not in the inventory are taken all the same, unless their"
              + " manufacturer's file says otherwise: unknown-devices is admit in "
              + dir.resolve("brski.yaml")
              + ".");
    }
    return lines;
  }

  /** The devices, as a table. */
  static List<String> table(List<Entry> entries) {
    if (entries.isEmpty()) {
      return List.of("The inventory is empty.");
    }
    var now = InstantSource.system().instant();
    var table = new Table("SERIAL", "MANUFACTURER", "MODEL", "PLACE", "VALID UNTIL", "NOTE");
    entries.forEach(
        entry ->
            table.row(
                entry.serial(),
                entry.manufacturer(),
                entry.model().orElse("-"),
                entry.place().orElse("-"),
                entry.validUntil().map(until -> until(until, now)).orElse("-"),
                entry.note().orElse("")));
    return table.lines(Style.ofThisProcess());
  }

  /** What was removed. */
  static List<String> removed(List<Entry> entries) {
    return entries.stream()
        .map(entry -> "Removed: " + entry.serial() + " of " + entry.manufacturer())
        .map(Paragraph::printable)
        .toList();
  }

  private static String until(Instant until, Instant now) {
    return Times.absolute(until) + (until.isAfter(now) ? "" : " (over)");
  }

  private static void note(List<String> lines, String text) {
    lines.addAll(Paragraph.of("  ", text).lines(WIDTH));
  }

  private static <T> void some(List<String> lines, List<T> all, Function<T, String> told) {
    all.stream().limit(MOST).map(told).map(Paragraph::printable).forEach(lines::add);
    if (all.size() > MOST) {
      lines.add("  … and " + (all.size() - MOST) + " more; --json names all");
    }
  }
}
