package dev.brski.proof.kit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What classes in this very process log, from INFO upwards, and an operator would read. */
public final class LogLines implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> listener =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
            lines.add(event.getLevel() + " " + event.getFormattedMessage());
          }
        }
      };

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  /** Listens from now on to the loggers of a package and of those below it. */
  public static LogLines of(String packageName) {
    var lines = new LogLines((Logger) LoggerFactory.getLogger(packageName));
    lines.listener.start();
    lines.logger.addAppender(lines.listener);
    return lines;
  }

  /** The lines so far. */
  public List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    logger.detachAppender(listener);
    listener.stop();
  }
}
