package dev.brski.command;

import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Rows of text in aligned columns, under a head. */
final class Table {

  private static final String GAP = "  ";
  private static final int LONGEST_CELL = 256;

  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... head) {
    this.head = List.of(head);
  }

  /**
   * Adds a row, as many cells as the head has; what they hold may come from strangers, so that the
   * longest of them widens no table without bounds.
   */
  Table row(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(cells.length + " cells under " + head.size() + " heads");
    }
    rows.add(Stream.of(cells).map(cell -> Description.printable(cell, LONGEST_CELL)).toList());
    return this;
  }

  /** The lines, the head first. */
  List<String> lines(Style style) {
    var lines = new ArrayList<String>();
    lines.add(style.faint(line(head)));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  private String line(List<String> cells) {
    var line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      var cell = cells.get(column);
      line.append(column == 0 ? "" : GAP).append(cell);
      line.append(" ".repeat(width(column) - length(cell)));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return Stream.concat(Stream.of(head), rows.stream())
        .mapToInt(cells -> length(cells.get(column)))
        .max()
        .orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
