package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No words of a stranger make a line of the log, or a part of one that is not seen. */
class LogEventTest {

  private static final String FORGED =
      "x\n2026-01-01T00:00:00.000Z ERROR forged\u001b[2K\u202e\u200b";

  private final LogEvent log = new LogEvent();

  private String line(String message, Throwable fault) {
    var logger = new LoggerContext().getLogger("test");
    return log.convert(
        new LoggingEvent(
            Logger.class.getName(), logger, Level.ERROR, message, fault, new Object[0]));
  }

  /** Whoever logs. */
  private static final class Logger {}

  @Test
  void aMessageIsOneBoundedLine() {
    assertThat(line(FORGED, null))
        .isEqualTo("x\\u{a}2026-01-01T00:00:00.000Z ERROR forged\\u{1b}[2K\\u{202e}\\u{200b}");
    assertThat(line("\u0007".repeat(70_000), null)).hasSizeBetween(2000, 2100);
  }

  @Test
  void whatAFaultQuotesBeginsNoLine() {
    var fault = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));

    var lines = line("a fault", fault).split("\n", -1);

    assertThat(lines[0]).isEqualTo("a fault");
    assertThat(lines).hasSizeGreaterThan(5).anyMatch(line -> line.contains("Caused by"));
    assertThat(lines)
        .filteredOn(line -> line.contains("forged"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("    2026"));
    assertThat(List.of(lines).subList(1, lines.length)).allMatch(line -> line.startsWith("    "));
    assertThat(lines).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
  }
}
