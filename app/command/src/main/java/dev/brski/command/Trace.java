package dev.brski.command;

import dev.brski.trust.Description;

/** Lines that say where in the program a fault comes from, and quote what it was about. */
final class Trace {

  private static final String INDENT = "    ";
  private static final int LONGEST = 2000;

  private Trace() {}

  /** A line as it may be printed: indented, so that it looks like nothing that begins a line. */
  static String line(String text) {
    return INDENT + Description.printable(text.stripLeading(), LONGEST);
  }
}
