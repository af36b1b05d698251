package dev.brski.inventory;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expected devices as a CSV file that {@link InventoryFile} reads, safe to open in a spreadsheet.
 */
public final class InventoryCsv {

  private InventoryCsv() {}

  /** The text: a line of headings, and a line for each device. */
  public static String of(List<Entry> entries) {
    var headings = Stream.of(Column.values()).map(Column::heading).collect(Collectors.joining(","));
    return entries.stream()
        .map(InventoryCsv::line)
        .collect(Collectors.joining("", headings + "\n", ""));
  }

  private static String line(Entry entry) {
    return Stream.of(
            entry.manufacturer(),
            entry.serial(),
            entry.model().orElse(""),
            entry.place().orElse(""),
            entry.note().orElse(""),
            entry.validUntil().map(Instant::toString).orElse(""))
        .map(InventoryCsv::cell)
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String text) {
    var safe = Formulas.defused(text);
    boolean plain = safe.chars().noneMatch(one -> one == '"' || one == ',' || one == ';');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
