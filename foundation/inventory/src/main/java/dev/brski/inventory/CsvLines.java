package dev.brski.inventory;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The lines of a CSV file (RFC 4180) under its headings. */
final class CsvLines {

  private final Faults faults;
  private final List<Column> headings;
  private final List<Line> lines = new ArrayList<>();

  private CsvLines(List<Column> headings, Faults faults) {
    this.headings = headings;
    this.faults = faults;
  }

  static List<Line> read(String text, Faults faults) {
    var scanner = new CsvScanner(text, separator(text));
    Optional<CsvLines> body = Optional.empty();
    while (scanner.next()) {
      if (scanner.isBlank()) {
        continue;
      }
      if (body.isEmpty()) {
        body = headings(scanner, faults).map(headings -> new CsvLines(headings, faults));
        if (body.isEmpty()) {
          return List.of();
        }
      } else if (!body.get().take(scanner)) {
        break;
      }
    }
    scanner.fault().ifPresent(fault -> faults.add(fault.line(), fault.reason()));
    if (body.isEmpty() && scanner.fault().isEmpty()) {
      faults.add(1, "there is no line of headings; begin with: manufacturer,serial");
    }
    return body.map(read -> read.lines).orElse(List.of());
  }

  private static char separator(String text) {
    var first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
  }

  private static Optional<List<Column>> headings(CsvScanner scanner, Faults faults) {
    var headings = new ArrayList<Column>();
    for (var cell : scanner.cells()) {
      var column = Column.headed(cell.strip());
      if (column.isEmpty() || headings.contains(column.get())) {
        faults.add(
            scanner.line(),
            "the heading %s is %s; the headings are manufacturer, serial, model, place, note, valid-until"
                .formatted(Faults.quoted(cell), column.isEmpty() ? "unknown" : "there twice"));
        return Optional.empty();
      }
      headings.add(column.get());
    }
    if (!headings.containsAll(EnumSet.of(Column.MANUFACTURER, Column.SERIAL))) {
      faults.add(scanner.line(), "the headings manufacturer and serial are needed");
      return Optional.empty();
    }
    return Optional.of(List.copyOf(headings));
  }

  private boolean take(CsvScanner scanner) {
    if (lines.size() == InventoryFile.MOST_DEVICES) {
      faults.add(
          scanner.line(),
          "a file has at most " + InventoryFile.MOST_DEVICES + " devices; make several of it");
      return false;
    }
    var cells = scanner.cells();
    if (cells.size() > headings.size()) {
      faults.add(
          scanner.line(),
          "it has %d cells under %d headings; put what holds a separator into quotes"
              .formatted(cells.size(), headings.size()));
      return true;
    }
    var line = new EnumMap<Column, String>(Column.class);
    for (int at = 0; at < cells.size(); at++) {
      var text = Formulas.restored(cells.get(at).strip());
      if (!text.isEmpty()) {
        line.put(headings.get(at), text);
      }
    }
    lines.add(new Line(scanner.line(), line));
    return true;
  }
}
