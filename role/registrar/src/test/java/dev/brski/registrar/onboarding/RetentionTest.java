package dev.brski.registrar.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed of a device's past leaves nothing behind that is counted. */
class RetentionTest {

  @TempDir Path folder;

  @Test
  void aQuestionThatIsRemovedWhileItWaitsIsNotCountedForEver() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      for (int i = 0; i < 12; i++) {
        exchanges.pass(Duration.ofMinutes(2));
        exchanges.status(exchanges.reviewed("4711", "n" + i, false), false);
      }
      assertThat(exchanges.count("imprint")).as("old ones are removed").isLessThan(12);
      assertThat(exchanges.count("log_review")).isEqualTo(exchanges.count("imprint"));
      assertThat(queueLength(exchanges.store)).isEqualTo(waiting(exchanges.store)).isPositive();
    }
  }

  @Test
  void aRowThatIsRemovedMakesTheQueueShorterInTheDatabaseToo() throws Exception {
    try (var exchanges = new Exchanges(folder)) {
      exchanges.requested("4711", "1");
      exchanges.requested("4712", "1");
      exchanges.cancel(exchanges.requested("4713", "1").id());
      exchanges.store.change(tx -> tx.update("DELETE FROM outbox WHERE state <> 'WAITING'"));
      assertThat(queueLength(exchanges.store)).isEqualTo(2);
      exchanges.store.change(
          tx ->
              tx.update(
                  "DELETE FROM outbox WHERE device ="
                      + " (SELECT id FROM device WHERE serial_number = '4711')"));
      assertThat(queueLength(exchanges.store)).isEqualTo(1);
    }
  }

  @Test
  void aStoreThatCountedWrongIsCountedAnew() throws Exception {
    var before = Schema.MIGRATIONS.subList(0, Schema.MIGRATIONS.indexOf(Schema.REMOVED_FROM_QUEUE));
    try (var store = Store.open(folder, before, Instant::now)) {
      store.change(
          tx -> {
            tx.update(
                "INSERT INTO device (id, manufacturer, serial_number, first_seen)"
                    + " VALUES ('d', 'maker', '4711', 0), ('e', 'other', '4711', 0)");
            tx.update(
                "INSERT INTO queue_length (manufacturer, waiting)"
                    + " VALUES ('maker', 100000), ('other', 7)");
            tx.update(
                "INSERT INTO message (id, at, exchange, sender, receiver, kind, media_type,"
                    + " sha256, content) VALUES ('m', 0, 'x', '', '', '', '', '', x'00')");
            tx.update(
                "INSERT INTO outbox (id, destination, device, exchange, message, state,"
                    + " attempts, next_attempt, created, version)"
                    + " VALUES ('o', '', 'd', 'x', 'm', 'WAITING', 0, 0, 0, 1)");
          });
      assertThat(queueLength(store)).isEqualTo(100_008);
    }
    try (var store = Store.open(folder, Schema.MIGRATIONS, Instant::now)) {
      assertThat(queueLength(store)).isEqualTo(1);
    }
  }

  private static long queueLength(Store store) {
    return number(store, "SELECT coalesce(sum(waiting), 0) AS n FROM queue_length");
  }

  private static long waiting(Store store) {
    return number(store, "SELECT count(*) AS n FROM outbox WHERE state = 'WAITING'");
  }

  private static long number(Store store, String sql) {
    return store.read(rows -> rows.one(sql, row -> row.number("n"))).orElseThrow();
  }
}
