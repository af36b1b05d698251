package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What remains of a store when its process, or the disk below it, ends the ordinary way of things.
 */
final class CrashTest {

  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedSurvivesAKill() throws Exception {
    for (int run = 0; run < 3; run++) {
      var data = folder.resolve("run-" + run);
      var acknowledged = killedInMidLoad(data, 300 + 200 * run);
      try (var store = Ledger.open(data)) {
        assertThat(Ledger.ids(store)).containsAll(acknowledged);
        assertWhole(store);
        Ledger.write(store, 0, "life goes on");
      }
    }
  }

  @Test
  void whatIsLeftOfATornLogIsABeginningOfWhatWasWritten() throws Exception {
    var data = folder.resolve("whole");
    killedInMidLoad(data, 400);
    var log = data.resolve("store.db-wal");
    long length = Files.size(log);
    var written = new ArrayList<Long>();
    var random = new Random(9733);
    var kept = new HashSet<Integer>();
    for (int i = 0; i < 25; i++) {
      var torn = copy(data, folder.resolve("torn-" + i));
      if (i > 0) {
        truncate(torn.resolve("store.db-wal"), random.nextLong(length));
      }
      try (var store = Ledger.open(torn)) {
        assertWhole(store);
        var left = Ledger.journaled(store);
        if (i == 0) {
          written.addAll(left);
        }
        assertThat(left).isEqualTo(written.subList(0, left.size()));
        kept.add(left.size());
      }
    }
    assertThat(kept).hasSizeGreaterThan(3);
  }

  @Test
  void whatALogShowsIsWrittenOnceMoreBeforeItCounts() throws Exception {
    var data = folder.resolve("killed");
    killedInMidLoad(data, 100);
    assumeStrace();
    var trace = folder.resolve("trace");
    var log = data.toRealPath().resolve("store.db-wal");
    long octets = Files.size(log);
    // A file for each thread, so that no line is cut in two by another thread's.
    var strace =
        List.of("strace", "-ff", "-qq", "-y", "-e", "trace=pwrite64,fsync", "-o", trace.toString());
    try (var program = Program.start(strace, "hold", data.toString())) {
      assertThat(program.line()).startsWith("open ");
      program.kill();
    }
    var calls = new ArrayList<String>();
    try (var traces = Files.newDirectoryStream(folder, "trace.*")) {
      for (var thread : traces) {
        Files.readAllLines(thread).stream()
            .filter(line -> line.contains(log + ">"))
            .forEach(calls::add);
      }
    }
    int synced = firstOf(calls, "fsync(");
    var written = calls.subList(0, synced);
    assertThat(written).allMatch(line -> line.startsWith("pwrite64("));
    assertThat(written.stream().mapToLong(CrashTest::result).sum()).isEqualTo(octets);
  }

  private static int firstOf(List<String> calls, String name) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(name)) {
        return i;
      }
    }
    throw new AssertionError("no " + name + " of the log: " + calls);
  }

  private static long result(String call) {
    return Long.parseLong(call.substring(call.lastIndexOf('=') + 1).strip());
  }

  @Test
  void aFolderInUseIsRefusedAtOnceAndTheOwnerNamed() throws Exception {
    try (var owner = Program.start(List.of(), "hold", folder.toString())) {
      assertThat(owner.line()).isEqualTo("open 0");
      assertThatThrownBy(() -> Ledger.open(folder))
          .isInstanceOf(StoreLocked.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("process " + owner.pid());
      owner.kill();
      Ledger.open(folder).close();
    }
  }

  @Test
  void aSecondAttemptOfTheOwnerDoesNotLoseTheLock() throws Exception {
    try (var store = Ledger.open(folder)) {
      var link =
          Files.createSymbolicLink(folder.resolveSibling(folder.getFileName() + "-too"), folder);
      long self = ProcessHandle.current().pid();
      for (var path : List.of(folder, link, folder.resolve("."))) {
        assertThatThrownBy(() -> Ledger.open(path))
            .isInstanceOf(StoreLocked.class)
            .hasMessageContaining("process " + self);
      }
      Files.delete(link);
      try (var other = Program.start(List.of(), "hold", folder.toString())) {
        assertThat(other.line()).isEqualTo("locked by " + self);
      }
      Ledger.write(store, 1, "still ours");
    }
    try (var other = Program.start(List.of(), "hold", folder.toString())) {
      assertThat(other.line()).isEqualTo("open 1");
    }
  }

  @Test
  void everyCommitIsSynced() throws Exception {
    assumeStrace();
    var trace = folder.resolve("trace");
    var strace = List.of("strace", "-f", "-e", "trace=fsync,fdatasync", "-o", trace.toString());
    try (var program = Program.start(strace, "count", folder.resolve("data").toString(), "50")) {
      assertThat(program.line()).isEqualTo("50");
      assertThat(program.end()).isZero();
    }
    try (var lines = Files.lines(trace)) {
      assertThat(
              lines.filter(line -> line.contains("sync(") || line.contains("sync resumed")).count())
          .isGreaterThanOrEqualTo(50);
    }
  }

  @ParameterizedTest(name = "{1} at call {2} of {0}")
  @CsvSource({
    "pwrite64, EIO, 1..90+3",
    "pwrite64, EIO, 40..400+5",
    "pwrite64, ENOSPC, 1..300+7",
    "pread64, EIO, 1..90+4",
    "fsync, EIO, 1..60+2",
    "fsync, EIO, 3..99+3",
    "fsync, EIO, 50..80",
    "ftruncate, EIO, 1..20",
    "openat, EACCES, 3..40+2"
  })
  void aDiskThatFailsNowAndThenLosesNothingAcknowledged(String call, String error, String when)
      throws Exception {
    assumeStrace();
    var data = Files.createDirectory(folder.resolve("data")).toRealPath();
    var files = List.of("store.db", "store.db-wal", "store.db-shm", "store.db-journal");
    var strace = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null"));
    files.forEach(file -> strace.addAll(List.of("-P", data.resolve(file).toString())));
    strace.addAll(List.of("-e", "inject=%s:error=%s:when=%s".formatted(call, error, when)));
    var acknowledged = new ArrayList<Long>();
    var refusals = new ArrayList<String>();
    try (var program = Program.start(strace, "endure", data.toString(), "120")) {
      for (var line : program.lines()) {
        if (line.startsWith("done ")) {
          acknowledged.add(Long.valueOf(line.substring("done ".length())));
        } else {
          refusals.add(line);
        }
      }
      assertThat(program.end()).isZero();
    }
    assertThat(acknowledged).hasSize(120);
    assertThat(refusals)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("refused The store " + data));
    try (var store = Ledger.open(data)) {
      assertThat(Ledger.ids(store)).containsAll(acknowledged);
      assertWhole(store);
    }
  }

  private static List<Long> killedInMidLoad(Path data, int afterLines) throws Exception {
    try (var program = Program.start(List.of(), "load", data.toString())) {
      var acknowledged = new ArrayList<Long>();
      while (acknowledged.size() < afterLines) {
        acknowledged.add(Long.valueOf(program.line()));
      }
      program.kill();
      for (var line : program.lines()) {
        acknowledged.add(Long.valueOf(line));
      }
      return acknowledged;
    }
  }

  /** Each row with its journal line and each line with its row, in one unbroken chain. */
  private static void assertWhole(Store store) {
    assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
    var journaled = Ledger.journaled(store);
    assertThat(Ledger.ids(store)).containsExactlyInAnyOrderElementsOf(journaled);
    assertThat(store.journalAfter(0, Integer.MAX_VALUE))
        .extracting(JournalEntry::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, journaled.size()).boxed().toList());
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (var name : List.of("store.db", "store.db-wal")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
    return to;
  }

  private static void truncate(Path file, long length) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  private static void assumeStrace() throws Exception {
    Assumptions.assumeTrue(
        works("strace", "-o", "/dev/null", "true"), "strace is not installed or may not trace");
  }

  private static boolean works(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
