package dev.brski.inventory;

import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.List;

/** What is found wrong with a file, as far as a person reads on. */
final class Faults {

  private static final int MOST = 100;
  private static final int LONGEST = 80;

  private final List<Fault> found = new ArrayList<>();

  void add(int line, String reason) {
    if (found.size() < MOST) {
      found.add(new Fault(line, reason));
    }
  }

  /** Something of the file, short and fit for a terminal. */
  static String quoted(String text) {
    boolean whole = text.length() <= LONGEST;
    return "'"
        + Description.printable(whole ? text : text.substring(0, LONGEST))
        + (whole ? "'" : "…'");
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Fault> inOrder() {
    return found.stream()
        .sorted((one, other) -> Integer.compare(one.line(), other.line()))
        .toList();
  }
}
