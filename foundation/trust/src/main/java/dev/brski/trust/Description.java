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
   * Text from a stranger made fit for a terminal and a log line: control, formatting, overriding
   * and invisible characters and lone surrogates become their escapes, such as {@code \\u{1b}}, and
   * what comes out is bounded. What is printable stays as it is.
   */
  public static String printable(String text) {
    return printable(text, LONGEST_VALUE);
  }

  /**
   * The same with a bound of one's choice.
   *
   * @param longest after so many characters the rest is left out, and its length told
   */
  public static String printable(String text, int longest) {
    var safe = new StringBuilder();
    int at = 0;
    while (at < text.length() && safe.length() < longest) {
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
      default -> !isInvisible(point);
    };
  }

  /** Letters and marks that leave no trace (Unicode: Default_Ignorable_Code_Point). */
  private static boolean isInvisible(int point) {
    return switch (point) {
      case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0 -> true;
      default ->
          (point >= 0x180B && point <= 0x180F)
              || (point >= 0xFE00 && point <= 0xFE0F)
              || (point >= 0xE0000 && point <= 0xE0FFF);
    };
  }
}
