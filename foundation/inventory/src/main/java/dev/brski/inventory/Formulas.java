package dev.brski.inventory;

/**
 * Text that a spreadsheet would take for a formula. An apostrophe before it makes it text there,
 * and is taken away again when it comes back.
 */
final class Formulas {

  private static final String BEGINNINGS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";
  private static final char APOSTROPHE = '\'';

  private Formulas() {}

  /** The text as it may stand in a cell. */
  static String defused(String text) {
    return isFormula(text, 0) ? APOSTROPHE + text : text;
  }

  /** The text that was meant by a cell. */
  static String restored(String cell) {
    return !cell.isEmpty() && cell.charAt(0) == APOSTROPHE && isFormula(cell, 1)
        ? cell.substring(1)
        : cell;
  }

  /** Whether a formula begins there, after any number of apostrophes. */
  private static boolean isFormula(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == APOSTROPHE) {
      at++;
    }
    return at < text.length() && BEGINNINGS.indexOf(text.charAt(at)) >= 0;
  }
}
