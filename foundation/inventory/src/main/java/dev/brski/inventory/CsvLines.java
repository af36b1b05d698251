package dev.brski.inventory;

import dev.brski.settings.Csv;
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
    Optional<CsvLines> body = Optional.empty();
    for (var entry : Csv.read(text, separator(text), InventoryFile.MOST_DEVICES + 1)) {
      if (entry.problem().isPresent()) {
        faults.add(entry.line(), entry.problem().get());
      } else if (entry.fields().stream().allMatch(String::isBlank)) {
        continue;
      } else if (body.isEmpty()) {
        body = headings(entry, faults).map(headings -> new CsvLines(headings, faults));
      } else if (!body.get().take(entry)) {
        break;
      }
      if (body.isEmpty()) {
        return List.of();
      }
    }
    if (body.isEmpty()) {
      faults.add(1, "there is no line of headings; begin with: manufacturer,serial");
    }
    return body.map(read -> read.lines).orElse(List.of());
  }

  private static char separator(String text) {
    var first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
  }

  private static Optional<List<Column>> headings(Csv.Entry entry, Faults faults) {
    var headings = new ArrayList<Column>();
    for (var cell : entry.fields()) {
      var column = Column.headed(cell.strip());
      if (column.isEmpty() || headings.contains(column.get())) {
        faults.add(
            entry.line(),
            "the heading %s is %s; the headings are manufacturer, serial, model, place, note, valid-until"
                .formatted(Faults.quoted(cell), column.isEmpty() ? "unknown" : "there twice"));
        return Optional.empty();
      }
      headings.add(column.get());
    }
    if (!headings.containsAll(EnumSet.of(Column.MANUFACTURER, Column.SERIAL))) {
      faults.add(entry.line(), "the headings manufacturer and serial are needed");
      return Optional.empty();
    }
    return Optional.of(List.copyOf(headings));
  }

  private boolean take(Csv.Entry entry) {
    if (lines.size() == InventoryFile.MOST_DEVICES) {
      faults.add(
          entry.line(),
          "a file has at most " + InventoryFile.MOST_DEVICES + " devices; make several of it");
      return false;
    }
    var cells = entry.fields();
    if (cells.size() > headings.size()) {
      faults.add(
          entry.line(),
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
    lines.add(new Line(entry.line(), line));
    return true;
  }
}
