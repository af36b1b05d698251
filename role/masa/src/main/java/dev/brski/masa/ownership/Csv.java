package dev.brski.masa.ownership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reader of comma-separated values, strictly as RFC 4180 section 2 has them; lines may also end
 * with a line feed alone. What is wrong with one record does not hide the next.
 */
final class Csv {

  private static final int LONGEST_FIELD = 512;
  private static final int MOST_FIELDS = 64;

  /**
   * A record.
   *
   * @param line the line that it begins on, from 1
   * @param problem why it is none
   */
  record Entry(int line, List<String> fields, Optional<String> problem) {

    Entry {
      fields = List.copyOf(fields);
    }

    boolean isEmpty() {
      return problem.isEmpty() && fields.equals(List.of(""));
    }
  }

  private final String text;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private Optional<String> problem = Optional.empty();
  private int at;
  private int line = 1;

  private Csv(String text) {
    this.text = text;
  }

  /** All records of a text, at most so many and one more; empty lines are none. */
  static List<Entry> read(String text, int most) {
    var csv = new Csv(text);
    var entries = new ArrayList<Entry>();
    while (csv.at < text.length() && entries.size() <= most) {
      var entry = csv.entry();
      if (!entry.isEmpty()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private Entry entry() {
    int begin = line;
    fields.clear();
    problem = Optional.empty();
    boolean more = true;
    while (more) {
      field.setLength(0);
      if (peek() == '"') {
        quoted();
      } else {
        plain();
      }
      end();
      more = problem.isEmpty() && peek() == ',';
      if (more) {
        at++;
      }
    }
    skipLineEnd();
    return new Entry(begin, fields, problem);
  }

  private void plain() {
    while (!isAtEnd() && peek() != ',') {
      if (peek() == '"') {
        problem = Optional.of("a quote stands inside a value that does not begin with one");
        return;
      }
      take();
    }
  }

  private void quoted() {
    at++;
    while (at < text.length()) {
      if (peek() != '"') {
        take();
      } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
        at++;
        take();
      } else {
        at++;
        if (!isAtEnd() && peek() != ',') {
          problem = Optional.of("something follows the closing quote of a value");
        }
        return;
      }
    }
    problem = Optional.of("a quote is not closed");
  }

  private void take() {
    char next = text.charAt(at++);
    if (next == '\n') {
      line++;
    }
    if (field.length() < LONGEST_FIELD) {
      field.append(next);
    } else {
      problem = Optional.of("a value is longer than " + LONGEST_FIELD + " characters");
    }
  }

  private void end() {
    if (fields.size() < MOST_FIELDS) {
      fields.add(field.toString());
    } else {
      problem = Optional.of("there are over " + MOST_FIELDS + " values");
    }
  }

  /** Goes behind the end of the line, whatever is left of it. */
  private void skipLineEnd() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
    at++;
    line++;
  }

  private boolean isAtEnd() {
    return at >= text.length() || text.charAt(at) == '\n' || text.startsWith("\r\n", at);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\n';
  }
}
