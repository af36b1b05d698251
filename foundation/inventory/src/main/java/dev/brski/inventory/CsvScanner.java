package dev.brski.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes a CSV text apart, record by record; what follows a fault is not looked at. */
final class CsvScanner {

  private static final int MOST_CELLS = 64;
  private static final char QUOTE = '"';

  private final String text;
  private final char separator;
  private final List<String> cells = new ArrayList<>();
  private int at;
  private int line = 1;
  private int begun = 1;
  private Optional<Fault> fault = Optional.empty();

  CsvScanner(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** Goes on to the next record, if there is one and nothing was wrong so far. */
  boolean next() {
    cells.clear();
    if (fault.isPresent() || at >= text.length()) {
      return false;
    }
    begun = line;
    do {
      cells.add(isAt(QUOTE) ? quoted() : plain());
      if (cells.size() > MOST_CELLS) {
        fail("it has more than " + MOST_CELLS + " cells");
      }
    } while (fault.isEmpty() && passes(separator));
    return fault.isEmpty() && endsLine();
  }

  /** The cells of the record. */
  List<String> cells() {
    return List.copyOf(cells);
  }

  boolean isBlank() {
    return cells.stream().allMatch(String::isBlank);
  }

  /** The line on which the record begins. */
  int line() {
    return begun;
  }

  /** What ended the reading early. */
  Optional<Fault> fault() {
    return fault;
  }

  private String plain() {
    int from = at;
    while (at < text.length() && !isAt(separator) && !isAt('\n') && !isAt('\r')) {
      if (isAt(QUOTE)) {
        fail("a quote stands within a cell; put the whole cell into quotes, and each quote twice");
        return "";
      }
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    var cell = new StringBuilder();
    at++;
    while (at < text.length()) {
      if (isAt(QUOTE)) {
        at++;
        if (!isAt(QUOTE)) {
          return cell.toString();
        }
      } else if (isAt('\n')) {
        line++;
      }
      cell.append(text.charAt(at));
      at++;
    }
    fail("the quotes around a cell are not closed");
    return "";
  }

  private boolean endsLine() {
    boolean returned = passes('\r');
    if (passes('\n') || returned || at >= text.length()) {
      line++;
      return true;
    }
    fail("something follows after the quotes around a cell");
    return false;
  }

  private boolean isAt(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private boolean passes(char wanted) {
    if (!isAt(wanted)) {
      return false;
    }
    at++;
    return true;
  }

  private void fail(String reason) {
    fault = Optional.of(new Fault(begun, reason));
  }
}
