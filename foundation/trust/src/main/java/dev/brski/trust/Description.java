package dev.brski.trust;

import java.util.List;

/**
 * Something decoded, told for people: a label, its value, and what it consists of.
 *
 * @param label what it is, in the specification's words
 * @param value its value as text; empty when only the children say something
 * @param children what it consists of, in the order of the encoding
 */
public record Description(String label, String value, List<Description> children) {

  private static final int LONGEST_VALUE = 4096;

  /** Makes the value safe to print and the children immutable. */
  public Description {
    value = printable(value);
    children = List.copyOf(children);
  }

  /** A leaf. */
  public static Description of(String label, String value) {
    return new Description(label, value, List.of());
  }

  /** A group without a value of its own. */
  public static Description group(String label, List<Description> children) {
    return new Description(label, "", children);
  }

  /** An indented text, two spaces a level, a line for each node. */
  public String toText() {
    var text = new StringBuilder();
    appendTo(text, 0);
    return text.toString();
  }

  private void appendTo(StringBuilder text, int level) {
    text.append("  ".repeat(level)).append(label);
    if (!value.isEmpty()) {
      text.append(": ").append(value);
    }
    text.append('\n');
    for (var child : children) {
      child.appendTo(text, level + 1);
    }
  }

  /**
   * Text from a stranger made fit for a terminal and a log line: control, formatting and
   * right-to-left characters and lone surrogates become their escapes, and what comes out is
   * bounded.
   */
  public static String printable(String text) {
    var safe = new StringBuilder();
    int at = 0;
    while (at < text.length() && safe.length() < LONGEST_VALUE) {
      int point = text.codePointAt(at);
      if (isPlain(point)) {
        safe.appendCodePoint(point);
      } else {
        safe.append(String.format("\\u{%x}", point));
      }
      at += Character.charCount(point);
    }
    if (at < text.length()) {
      safe.append("… (").append(text.length()).append(" characters)");
    }
    return safe.toString();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
