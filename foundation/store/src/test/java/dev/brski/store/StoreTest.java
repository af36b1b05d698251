package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
    store = Store.open(data(), TABLES, InstantSource.fixed(NOW));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Path data() {
    return folder.resolve("a name?with %41 ünusual=characters&such");
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
    record Device(
        String serial, long version, Optional<Instant> seen, boolean known, List<Byte> bytes) {}
    var devices =
        store.read(
            reading ->
                reading.query(
                    "SELECT * FROM device ORDER BY serial",
                    row ->
                        new Device(
                            row.text("serial"),
                            row.number("version"),
                            row.optionalInstant("seen"),
                            row.flag("known"),
                            row.optionalBytes("bytes").map(StoreTest::list).orElse(List.of()))));
    assertThat(devices)
        .containsExactly(
            new Device("pump-7", 1, Optional.of(NOW), true, List.of((byte) 0, (byte) 1, (byte) -1)),
            new Device("pump-8", 2, Optional.empty(), false, List.of()));
  }

  @Test
  void identifiersNeverGoBackThoughTheClockDoes() throws Exception {
    var ids = new ArrayList<String>();
    for (var clock : List.of(NOW.plus(3650, ChronoUnit.DAYS), NOW, NOW.minusSeconds(60), NOW)) {
      close();
      store = Store.open(data(), TABLES, InstantSource.fixed(clock));
      for (int i = 0; i < 3; i++) {
        ids.add(store.ids().next());
        add(ids.getLast());
      }
      assertThat(store.counts().commits()).as("one sync each, as without identifiers").isEqualTo(3);
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aClockThatWasPutBackIsTold() throws Exception {
    add(store.ids().next());
    try (var log = LogLines.of("dev.brski.store")) {
      close();
      store = Store.open(data(), TABLES, InstantSource.fixed(NOW.minusSeconds(30)));
      assertThat(log.all()).isEmpty();
      close();
      store = Store.open(data(), TABLES, InstantSource.fixed(NOW.minusSeconds(3600)));
      assertThat(log.all())
          .hasSize(1)
          .first()
          .asString()
          .startsWith("WARN the clock is 3601 s behind");
    }
  }

  @Test
  void onlyTheOwnerMayReadTheFiles() throws Exception {
    add("pump-7");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data())))
        .isEqualTo("rwx------");
    try (var files = Files.list(data())) {
      assertThat(files.toList())
          .hasSizeGreaterThan(2)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .isEqualTo("rw-------"));
    }
  }

  @Test
  void aJobThatFailsIsUndoneAloneWithItsJournalLines() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs =
          allAtOnce(
              threads,
              200,
              i ->
                  store.commit(
                      tx -> {
                        tx.updateOne("INSERT INTO device (serial, version) VALUES (?, 1)", "d" + i);
                        tx.journal("seen", Optional.of("d" + i), Map.of());
                        switch (i % 7) {
                          case 0 -> throw new IllegalArgumentException("refused " + i);
                          case 1 -> throw new AssertionError("refused " + i);
                          case 2 -> tx.update("INSERT INTO nowhere VALUES (?)", "refused " + i);
                          case 3 ->
                              tx.updateOne("UPDATE device SET version = 2 WHERE serial = 'x'");
                          default -> {}
                        }
                        return i;
                      }));
      for (int i = 0; i < jobs.size(); i++) {
        var job = jobs.get(i);
        switch (i % 7) {
          case 0, 1 -> assertThatThrownBy(job::get).hasRootCauseMessage("refused " + i);
          case 2 -> assertThatThrownBy(job::get).hasStackTraceContaining("no such table: nowhere");
          case 3 -> assertThatThrownBy(job::get).hasCauseInstanceOf(Conflict.class);
          default -> assertThat(job.get()).isEqualTo(i);
        }
      }
    }
    var good = IntStream.range(0, 200).filter(i -> i % 7 > 3).mapToObj(i -> "d" + i).toList();
    assertThat(serials()).containsExactlyInAnyOrderElementsOf(good);
    var lines = store.journalAfter(0, 1000);
    assertThat(lines)
        .extracting(line -> line.device().orElseThrow())
        .containsExactlyInAnyOrderElementsOf(good);
    assertThat(lines)
        .extracting(JournalEntry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, good.size()).boxed().toList());
    assertThat(store.verifyJournal())
        .isEqualTo(dev.brski.verdict.Verdict.accepted(store.journalHead()));
    assertThat(store.counts().jobs()).isEqualTo(good.size());
    assertThat(store.counts().refused()).isEqualTo(201 - good.size());
  }

  @Test
  void whatWaitsTogetherIsCommittedTogether() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var job : allAtOnce(threads, 200, i -> add("d" + i))) {
        job.get();
      }
    }
    assertThat(serials()).hasSize(200);
    assertThat(store.counts().jobs()).isEqualTo(200);
    assertThat(store.counts().commits()).isBetween(1L, 40L);
  }

  @Test
  void ofManyWhoChangeTheSameVersionOneSucceeds() throws Exception {
    add("pump-7");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs =
          allAtOnce(
              threads,
              50,
              i ->
                  store.commit(
                      tx -> {
                        tx.updateOne(
                            "UPDATE device SET version = version + 1 WHERE serial = ? AND version ="
                                + " ?",
                            "pump-7",
                            1);
                        return i;
                      }));
      int successes = 0;
      for (var job : jobs) {
        try {
          job.get();
          successes++;
        } catch (java.util.concurrent.ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(Conflict.class);
        }
      }
      assertThat(successes).isEqualTo(1);
    }
  }

  @Test
  void aTakenKeyIsAConflictAndABrokenRuleAFaultOfOurs() {
    add("pump-7");
    assertThatThrownBy(() -> add("pump-7"))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("already taken");
    assertThatThrownBy(
            () -> store.change(tx -> tx.update("INSERT INTO device (serial) VALUES ('x')")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("NOT NULL");
    assertThatThrownBy(
            () -> store.change(tx -> tx.update("INSERT INTO visit (serial) VALUES ('none')")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FOREIGN KEY");
    assertThat(serials()).containsExactly("pump-7");
  }

  @Test
  void aReadingSeesOneMoment() {
    add("a");
    store.read(
        reading -> {
          assertThat(count(reading)).isEqualTo(1);
          add("b");
          return assertThat(count(reading)).isEqualTo(1);
        });
    assertThat(store.<Long>read(StoreTest::count)).isEqualTo(2);
  }

  @Test
  void aReadingCannotWrite() {
    assertThatThrownBy(
            () ->
                store.read(
                    reading ->
                        reading.query(
                            "INSERT INTO device (serial, version) VALUES ('a', 1) RETURNING serial",
                            row -> row.text("serial"))))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("may not be written");
    assertThat(serials()).isEmpty();
  }

  @Test
  void oneMeansOne() {
    assertThat(store.<Optional<String>>read(StoreTest::first)).isEmpty();
    add("a");
    assertThat(store.<Optional<String>>read(StoreTest::first)).contains("a");
    add("b");
    assertThatThrownBy(() -> store.read(StoreTest::first))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("more than one row");
  }

  @Test
  void workCannotWaitForItselfNorOutliveItsCall() throws Exception {
    assertThatThrownBy(() -> store.change(tx -> store.change(inner -> inner.update("DELETE"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("use its transaction");
    assertThatThrownBy(() -> store.change(tx -> store.journalAfter(0, 1)))
        .isInstanceOf(IllegalStateException.class);
    var kept = new AtomicReference<Reading>();
    store.change(kept::set);
    assertThatThrownBy(() -> count(kept.get()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("outside the call");
    store.read(
        reading -> {
          kept.set(reading);
          return true;
        });
    assertThatThrownBy(() -> count(kept.get())).isInstanceOf(IllegalStateException.class);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var elsewhere = store.read(reading -> threads.submit(() -> count(reading)));
      assertThatThrownBy(elsewhere::get).hasCauseInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anInterruptedCallerStillLearnsTheOutcome() {
    Thread.currentThread().interrupt();
    add("a");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(serials()).containsExactly("a");
  }

  @Test
  void whatIsAcknowledgedWhileItClosesIsThere() throws Exception {
    var acknowledged = new ArrayList<String>();
    var running = new CountDownLatch(20);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers =
          IntStream.range(0, 20)
              .mapToObj(i -> threads.submit(() -> untilClosed("w" + i + "-", running)))
              .toList();
      running.await();
      store.close();
      for (var writer : writers) {
        acknowledged.addAll(writer.get());
      }
    }
    assertThatThrownBy(() -> add("too late"))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(this::serials).isInstanceOf(StoreUnavailable.class);
    store.close();
    assertThat(data().resolve("store.db-wal")).doesNotExist();
    open();
    assertThat(serials()).hasSizeGreaterThan(20).containsExactlyInAnyOrderElementsOf(acknowledged);
  }

  private List<String> untilClosed(String prefix, CountDownLatch running) {
    var acknowledged = new ArrayList<String>();
    try {
      while (true) {
        acknowledged.add(add(prefix + acknowledged.size()));
        running.countDown();
      }
    } catch (StoreUnavailable e) {
      assertThat(e).hasMessageContaining("is closed");
      return acknowledged;
    }
  }

  private interface Numbered<T> {
    T with(int number);
  }

  /** Lets so many callers come while the writer is busy. */
  private <T> List<Future<T>> allAtOnce(ExecutorService threads, int many, Numbered<T> call)
      throws Exception {
    var busy = new CountDownLatch(1);
    var here = new CountDownLatch(many);
    var first =
        threads.submit(
            () ->
                store.commit(
                    tx -> {
                      await(busy);
                      throw new IllegalStateException("only to keep the writer busy");
                    }));
    var futures =
        IntStream.range(0, many)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> {
                          here.countDown();
                          return call.with(i);
                        }))
            .toList();
    here.await();
    busy.countDown();
    assertThatThrownBy(first::get).hasCauseInstanceOf(IllegalStateException.class);
    return futures;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String add(String serial) {
    return store.commit(
        tx -> {
          tx.updateOne("INSERT INTO device (serial, version) VALUES (?, ?)", serial, 1);
          return serial;
        });
  }

  private List<String> serials() {
    return store.read(
        reading -> reading.query("SELECT serial FROM device", row -> row.text("serial")));
  }

  private static Optional<String> first(Reading reading) {
    return reading.one("SELECT serial FROM device", row -> row.text("serial"));
  }

  private static long count(Reading reading) {
    return reading.one("SELECT count(*) AS n FROM device", row -> row.number("n")).orElseThrow();
  }

  private static List<Byte> list(byte[] octets) {
    var list = new ArrayList<Byte>();
    for (var octet : octets) {
      list.add(octet);
    }
    return list;
  }
}
