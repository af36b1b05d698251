package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Who is refused again and again does not fill the log, and hides nobody else. */
class ComplaintsTest {

  private final Logger log = (Logger) LoggerFactory.getLogger("complaints under test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long nanos;
  private final Complaints complaints = new Complaints(log, () -> nanos);

  @BeforeEach
  void listen() {
    log.setAdditive(false);
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void leave() {
    log.detachAppender(lines);
  }

  @Test
  void tenLinesAMinuteForEach() {
    complain("a", 100_000);
    complain("b", 1);
    assertThat(said()).isEqualTo(10 + 1 + 1);
    assertThat(lines.list.get(10).getFormattedMessage()).contains("a: no more of this");

    nanos += Duration.ofMinutes(1).toNanos() + 1;
    complain("a", 3);
    assertThat(said()).isEqualTo(12 + 3);
  }

  @Test
  void ofManyStrangersTheOldestAreForgotten() {
    complain("first", 11);
    int before = said();
    complain("first", 1);
    assertThat(said()).isEqualTo(before);
    for (int i = 0; i < 5_000; i++) {
      complain("stranger " + i, 1);
    }
    int then = said();
    complain("first", 1);
    assertThat(said()).as("whoever is not remembered is told anew").isEqualTo(then + 1);
  }

  private int said() {
    return lines.list.size();
  }

  private void complain(String who, int times) {
    for (int i = 0; i < times; i++) {
      complaints.told(who, Level.WARN, who + " is refused");
    }
  }
}
