package dev.brski.command;

import dev.brski.trust.Description;
import java.io.Console;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How text stands out, where that is possible.
 *
 * @param colours whether the output is a terminal whose user wants them
 */
record Style(boolean colours) {

  private static final String RESET = "\u001b[0m";
  private static final Pattern CODES = Pattern.compile("\u001b\\[(?:0|1|2|31|32)m");
  private static final int LONGEST_LINE = 8192;

  /** As this process may. */
  static Style ofThisProcess() {
    return of(System.getenv(), Optional.ofNullable(System.console()));
  }

  /** No colours for files and pipes, nor where NO_COLOR asks for none. */
  static Style of(Map<String, String> environment, Optional<Console> console) {
    return new Style(
        console.filter(Console::isTerminal).isPresent()
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM")));
  }

  String good(String text) {
    return in("\u001b[32m", text);
  }

  String bad(String text) {
    return in("\u001b[31m", text);
  }

  String strong(String text) {
    return in("\u001b[1m", text);
  }

  String faint(String text) {
    return in("\u001b[2m", text);
  }

  /**
   * A line as it may be printed, whoever chose what is in it: bounded, and of control characters it
   * has those only that make text stand out here.
   */
  String fit(String line) {
    if (!colours) {
      return Description.printable(line, LONGEST_LINE);
    }
    var fit = new StringBuilder();
    int from = 0;
    var codes = CODES.matcher(line);
    while (codes.find()) {
      fit.append(Description.printable(line.substring(from, codes.start()), LONGEST_LINE));
      fit.append(codes.group());
      from = codes.end();
    }
    return fit.append(Description.printable(line.substring(from), LONGEST_LINE)).toString();
  }

  private String in(String code, String text) {
    return colours ? code + text + RESET : text;
  }
}
