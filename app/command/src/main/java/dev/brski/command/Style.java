package dev.brski.command;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/**
 * How text stands out, where that is possible.
 *
 * @param colours whether the output is a terminal whose user wants them
 */
record Style(boolean colours) {

  private static final String RESET = "\u001b[0m";

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

  private String in(String code, String text) {
    return colours ? code + text + RESET : text;
  }
}
