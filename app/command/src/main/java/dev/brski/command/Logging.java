package dev.brski.command;

import java.util.List;
import org.slf4j.LoggerFactory;

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
    Thread.setDefaultUncaughtExceptionHandler(Logging::uncaught);
  }

  /** A thread ends by a fault: told as everything is, and not by the JVM as it stands. */
  private static void uncaught(Thread thread, Throwable fault) {
    LoggerFactory.getLogger(Logging.class).error("a fault ends {}", thread, fault);
  }
}
