package dev.brski.demo.html;

import dev.brski.trust.Description;

/**
 * Text, escaped where it is written: what would be markup, and what a reader would not see as it
 * stands there, but for the blanks that a page lays out itself.
 */
record Text(String text) implements Node {

  private static final int DELETE = 0x7F;

  static String escape(String text) {
    var safe = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        case '\n', '\t' -> safe.append(character);
        default -> {
          int point = text.codePointAt(i);
          i += Character.charCount(point) - 1;
          if (point >= ' ' && point < DELETE) {
            safe.append(character);
          } else {
            safe.append(Description.printable(Character.toString(point)));
          }
        }
      }
    }
    return safe.toString();
  }

  @Override
  public void appendTo(StringBuilder page) {
    page.append(escape(text));
  }
}
