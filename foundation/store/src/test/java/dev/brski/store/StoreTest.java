package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoreTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123Z");
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE device (
            serial TEXT PRIMARY KEY,
            version INTEGER NOT NULL,
            seen INTEGER,
            known INTEGER,
            bytes BLOB
          ) STRICT;
          CREATE TABLE visit (
            id INTEGER PRIMARY KEY,
            serial TEXT NOT NULL REFERENCES device (serial)
          ) STRICT;
          """);

  @TempDir Path folder;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder.resolve("data ?ü"), TABLES, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsEveryKindOfValue() throws Exception {
    store.change(
        tx ->
            tx.updateOne(
                "INSERT INTO device VALUES (?, ?, ?, ?, ?)",
                "pump-7",
                1L,
                NOW,
                true,
                new byte[] {0, 1, -1}));
    store.change(
        tx ->
            tx.updateOne(
                "INSERT INTO device VALUES (?, ?, ?, ?, ?)",
                Optional.of("pump-8"),
                2,
                Optional.empty(),
                Optional.of(false),
                Optional.empty()));
    close();
    open();
    var told =
        store.read(
            reading ->
                reading.query(
                    "SELECT * FROM device ORDER BY serial",
                    row ->
                        row.text("serial")
                            + row.number("version")
                            + row.optionalInstant("seen")
                            + row.flag("known")
                            + row.optionalBytes("bytes").map(bytes -> bytes.length)));
    assertThat(told)
        .containsExactly(
            "pump-71Optional[" + NOW + "]trueOptional[3]",
            "pump-82Optional.emptyfalseOptional.empty");
  }

  @Test
  void aJobThatFailsIsUndoneAlone() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              store.commit(
                                  tx -> {
                                    tx.updateOne(
                                        "INSERT INTO device (serial, version) VALUES (?, 1)",
                                        "d" + i);
                                    tx.journal("seen", Optional.of("d" + i), Map.of());
                                    if (i % 3 == 0) {
                                      throw new IllegalArgumentException("refused " + i);
                                    }
                                    return i;
                                  })))
              .toList();
      for (int i = 0; i < 200; i++) {
        var job = jobs.get(i);
        if (i % 3 == 0) {
          assertThatThrownBy(job::get).hasRootCauseMessage("refused " + i);
        } else {
          assertThat(job.get()).isEqualTo(i);
        }
      }
    }
    assertThat(store.journalAfter(0, 1000)).hasSize(133);
    assertThat(store.verifyJournal()).isInstanceOf(dev.brski.verdict.Verdict.Accepted.class);
    assertThat(store.awaitJournalAfter(132, Duration.ofDays(1))).isTrue();
  }
}
