package dev.brski.command;

import java.util.List;

/** How much is logged, which has to be said before anything logs. */
final class Logging {

  private static final String LEVEL = "brski.log.level";

  private Logging() {}

  /** Programs that run log what they do; short commands tell it themselves and log only trouble. */
  static void configure(String[] args) {
    var words = List.of(args);
    var level = words.contains("--verbose") ? "DEBUG" : words.contains("run") ? "INFO" : "WARN";
    if (System.getProperty(LEVEL) == null) {
      System.setProperty(LEVEL, level);
    }
  }
}
