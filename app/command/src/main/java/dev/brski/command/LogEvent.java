package dev.brski.command;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import dev.brski.trust.Description;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a log line says, behind time and level: the message in one line, whoever chose the words in
 * it, and below it, indented, where a fault comes from. No line of the log that begins with a time
 * can be made by a stranger.
 */
public final class LogEvent extends ClassicConverter {

  private static final int LONGEST = 2000;
  private static final int MOST_LINES = 400;

  /** Made by the log's configuration. */
  public LogEvent() {}

  @Override
  public String convert(ILoggingEvent event) {
    return Description.printable(String.valueOf(event.getFormattedMessage()), LONGEST)
        + Optional.ofNullable(event.getThrowableProxy())
            .map(ThrowableProxyUtil::asString)
            .map(LogEvent::below)
            .orElse("");
  }

  private static String below(String trace) {
    return trace
        .lines()
        .limit(MOST_LINES)
        .map(line -> "\n" + Trace.line(line))
        .collect(Collectors.joining());
  }
}
