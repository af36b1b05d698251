package dev.brski.command;

import dev.brski.trust.Description;
import java.util.ArrayList;
import java.util.List;

/**
 * Text that is broken into lines at its blanks.
 *
 * @param lead what the first line begins with; the others are indented as far
 * @param text what may come from strangers
 */
record Paragraph(String lead, String text) {

  static Paragraph of(String lead, String text) {
    return new Paragraph(lead, text);
  }

  /** A line that cannot harm a terminal. */
  static String printable(String line) {
    return Description.printable(line);
  }

  /** The lines, none wider than this unless a word is. */
  List<String> lines(int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder(lead);
    boolean begun = false;
    for (var word : printable(text).split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(lead.length()));
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    lines.add(line.toString());
    return List.copyOf(lines);
  }
}
