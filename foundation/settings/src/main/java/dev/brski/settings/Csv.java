package dev.brski.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A reader of comma-separated values, strictly as RFC 4180 section 2 has them; lines may also end
 * with a line feed alone, and something else than a comma may separate. What is wrong with one
 * record does not hide the next.
 */
public final class Csv {

  private static final int LONGEST_FIELD = 512;
  private static final int MOST_FIELDS = 64;

  /**
   * A record.
   *
   * @param line the line that it begins on, from 1
   * @param fields its values
   * @param problem why it is none
   */
  public record Entry(int line, List<String> fields, Optional<String> problem) {

    /** Copies the values. */
    public Entry {
      fields = List.copyOf(fields);
    }

    boolean isEmpty() {
      return problem.isEmpty() && fields.equals(List.of(""));
    }
  }

  private final String text;
  private final char separator;
  private final List<String> fields = new ArrayList<>();
  private final StringBuilder field = new StringBuilder();
  private Optional<String> problem = Optional.empty();
  private int at;
  private int line = 1;

  private Csv(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /**
   * All records of a text; empty lines are none.
   *
   * @param separator what stands between two values
   * @param most how many records are wanted: at most one more is read, to show that there are more
   */
  public static List<Entry> read(String text, char separator, int most) {
    var csv = new Csv(text, separator);
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
      more = problem.isEmpty() && peek() == separator;
      if (more) {
        at++;
      }
    }
    skipLineEnd();
    return new Entry(begin, fields, problem);
  }

  private void plain() {
    while (!isAtEnd() && peek() != separator) {
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
        if (!isAtEnd() && peek() != separator) {
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
