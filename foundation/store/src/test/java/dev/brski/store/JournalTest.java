package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JournalTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456789Z");

  @TempDir Path folder;

  /** The hashes were computed by another program from the description of the encoding. */
  @Test
  @Proves("OPS-4")
  void aLineIsChainedToTheOneBefore() throws Exception {
    try (var store = open()) {
      store.change(
          tx -> {
            assertThat(
                    tx.journal(
                        "voucher-issued", Optional.of("pump-7"), Map.of("b", "ü\"", "a", "1")))
                .isEqualTo(1);
            assertThat(tx.journal("started", Optional.empty(), Map.of())).isEqualTo(2);
          });
      assertThat(store.journalAfter(0, 10))
          .containsExactly(
              new JournalEntry(
                  1,
                  Instant.parse("2026-03-01T10:15:30.123Z"),
                  "voucher-issued",
                  Optional.of("pump-7"),
                  Map.of("a", "1", "b", "ü\""),
                  "3667895a2a8677babf80479f922035d50203d902c423dd79400867976b93a1f3"),
              new JournalEntry(
                  2,
                  Instant.parse("2026-03-01T10:15:30.123Z"),
                  "started",
                  Optional.empty(),
                  Map.of(),
                  "de3380d0c719d093e8726edf77956b63b03914ec1807aefa09eb975020e064cb"));
      assertThat(store.journalHead())
          .isEqualTo(
              new JournalHead(
                  2, "de3380d0c719d093e8726edf77956b63b03914ec1807aefa09eb975020e064cb"));
      assertThat(store.verifyJournal()).isEqualTo(Verdict.accepted(store.journalHead()));
    }
  }

  @Test
  void isReadInPieces() throws Exception {
    try (var store = filled(2500)) {
      assertThat(store.journalAfter(2490, 1000)).hasSize(10);
      assertThat(store.journalAfter(0, 7)).extracting(JournalEntry::seq).endsWith(7L).hasSize(7);
      assertThat(store.journalAfter(2500, 7)).isEmpty();
      assertThat(store.verifyJournal()).isEqualTo(Verdict.accepted(store.journalHead()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          UPDATE journal SET details = '{"id":"9"}' WHERE seq = 3 | line 3 is not what was written after line 2
          UPDATE journal SET at = at + 1 WHERE seq = 1            | line 1 is not what was written after line 0
          UPDATE journal SET kind = 'other' WHERE seq = 5         | line 5 is not what was written after line 4
          UPDATE journal SET device = NULL WHERE seq = 2          | line 2 is not what was written after line 1
          UPDATE journal SET device = '' WHERE seq = 5            | line 5 is not what was written after line 4
          UPDATE journal SET hash = upper(hash) WHERE seq = 4     | line 4 is not what was written after line 3
          DELETE FROM journal WHERE seq = 1                       | line 2 is not what was written after line 0
          DELETE FROM journal WHERE seq = 3                       | line 4 is not what was written after line 2
          DELETE FROM journal WHERE seq = 5                       | it ends with line 4, but line 5 was written
          DELETE FROM journal                                     | it ends with line 0, but line 5 was written
          INSERT INTO journal SELECT 6, at, kind, device, details, hash, hash FROM journal WHERE seq = 5 | line 6 is not what was written after line 5
          UPDATE journal SET seq = seq + 1 WHERE seq = 5          | line 6 is not what was written after line 4
          DELETE FROM journal_head                                | it ends with line 5, but
          """)
  @Proves("OPS-4")
  void anAlterationIsFound(String alteration, String found) throws Exception {
    filled(5).close();
    alter(folder, alteration);
    try (var store = open()) {
      assertThat(store.verifyJournal())
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> {
                assertThat(refused.refusal().check()).isEqualTo(StoreCheck.JOURNAL);
                assertThat(refused.refusal().cause()).contains(found);
              });
    }
  }

  @Test
  @Proves("OPS-4")
  void aRunningStoreNoticesThatItsJournalWasRewrittenWithGoodHashes() throws Exception {
    var other = folder.resolve("other");
    try (var store = filled(5);
        var forged = Store.open(other, List.of(), InstantSource.fixed(NOW))) {
      for (int i = 1; i <= 5; i++) {
        forged.change(tx -> tx.journal("forged", Optional.empty(), Map.of()));
      }
      assertThat(forged.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
      alter(
          folder,
          "ATTACH '" + other.resolve("store.db") + "' AS forged",
          "DELETE FROM main.journal",
          "INSERT INTO main.journal SELECT * FROM forged.journal",
          "UPDATE main.journal_head SET hash = (SELECT hash FROM forged.journal_head)");
      assertThat(store.verifyJournal())
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.refusal().cause()).contains("line 5"));
    }
  }

  @Test
  @Proves("OPS-4")
  void noStatementOfOursCanRewriteIt() throws Exception {
    try (var store = filled(2)) {
      for (var statement :
          List.of(
              "DELETE FROM journal",
              "UPDATE journal SET kind = 'x'",
              "INSERT OR REPLACE INTO journal SELECT * FROM journal")) {
        Assertions.assertThatThrownBy(() -> store.change(tx -> tx.update(statement)))
            .hasStackTraceContaining("append-only");
      }
      assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
    }
  }

  @Test
  void aLineWakesThoseWhoWaitForIt() throws Exception {
    try (var store = filled(2);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(store.awaitJournalAfter(1, Duration.ZERO)).isTrue();
      assertThat(store.awaitJournalAfter(2, Duration.ofNanos(1))).isFalse();
      var waiting = new CompletableFuture<Boolean>();
      var follower =
          threads.submit(
              () -> {
                waiting.complete(true);
                return store.awaitJournalAfter(2, Duration.ofDays(1))
                    ? store.journalAfter(2, 10)
                    : List.<JournalEntry>of();
              });
      waiting.get();
      store.change(tx -> tx.journal("news", Optional.empty(), Map.of()));
      assertThat(follower.get()).extracting(JournalEntry::kind).containsExactly("news");
    }
  }

  @Test
  void theEndOfTheStoreLetsThoseGoWhoWait() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var store = filled(1);
      var follower = threads.submit(() -> store.awaitJournalAfter(1, Duration.ofDays(1)));
      store.close();
      assertThat(follower.get()).isFalse();
    }
  }

  private Store open() throws StoreLocked, SchemaRefused {
    return Store.open(folder, List.of(), InstantSource.fixed(NOW));
  }

  private Store filled(int lines) throws StoreLocked, SchemaRefused {
    var store = open();
    store.change(
        tx -> {
          for (int i = 1; i <= lines; i++) {
            var device = i == 5 ? Optional.<String>empty() : Optional.of("device-" + i);
            tx.journal("seen", device, Map.of("id", Integer.toString(i)));
          }
        });
    return store;
  }

  /** What somebody does who has the file and knows SQL. */
  private static void alter(Path folder, String... statements) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("store.db"));
        var statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER journal_lines_stay");
      statement.execute("DROP TRIGGER journal_lines_stand");
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
