package dev.brski.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of two megabytes, which a store fills. */
final class FullDiskTest {

  @TempDir Path folder;

  @BeforeEach
  void mount() throws Exception {
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder.toString()),
        "a file system cannot be mounted here");
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", folder.toString());
  }

  @Test
  void nothingIsAcknowledgedOnAFullDiskAndItGoesOnWhenThereIsSpace() throws Exception {
    var ballast = Files.write(folder.resolve("ballast"), new byte[900_000]);
    var data = folder.resolve("data");
    var acknowledged = new ArrayList<Long>();
    try (var store = Ledger.open(data)) {
      fill(store, acknowledged);
      assertThat(acknowledged).hasSizeGreaterThan(3);
      assertThat(Ledger.ids(store)).isEqualTo(acknowledged);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> Ledger.write(store, 1001, "n".repeat(500_000)))
            .isInstanceOf(StoreUnavailable.class)
            .hasMessageContaining(data.toRealPath() + "/store.db cannot be used: the disk is full");
      }
      assertThat(Ledger.ids(store)).isEqualTo(acknowledged);
      assertThat(store.counts().unavailable()).isEqualTo(4);
      assertThat(store.counts().jobs()).isEqualTo(acknowledged.size());
      assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);

      Files.delete(ballast);
      acknowledged.add(Ledger.write(store, 2001, "there is space again"));
      assertThat(Ledger.ids(store)).isEqualTo(acknowledged);
    }
    try (var store = Ledger.open(data)) {
      assertThat(Ledger.ids(store)).isEqualTo(acknowledged);
      assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
    }
  }

  @Test
  void aStoreThatWasFullWhenItsProgramEndedOpensAgain() throws Exception {
    var data = folder.resolve("data");
    var acknowledged = new ArrayList<Long>();
    try (var store = Ledger.open(data)) {
      fill(store, acknowledged);
    }
    var ids = new ArrayList<Long>();
    try (var store = Ledger.open(data)) {
      ids.addAll(Ledger.ids(store));
    }
    assertThat(ids).isEqualTo(acknowledged);
  }

  @Test
  void aStoreThatFindsNoSpaceToBeginSaysSoAndGivesTheFolderFree() throws Exception {
    var data = folder.resolve("data");
    var ballast = folder.resolve("ballast");
    assertThatThrownBy(() -> Files.write(ballast, new byte[3_000_000]))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> Ledger.open(data))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("free space");
    Files.delete(ballast);
    try (var store = Ledger.open(data)) {
      assertThat(Ledger.write(store, 1, "begun")).isEqualTo(1);
    }
  }

  @Test
  void whatIsUnderWayGoesOnInTheReserveAndNothingNewIsBegun() throws Exception {
    var data = folder.resolve("data");
    var seconds = new AtomicLong();
    try (var store = Ledger.open(data)) {
      var room =
          new Room(
              folder,
              Reserve.parse("512 KiB"),
              Room.freeIn(folder),
              () -> Duration.ofSeconds(seconds.getAndIncrement()).toNanos());
      room.require();
      var ballast = Files.write(folder.resolve("ballast"), new byte[1_600_000]);
      assertThatThrownBy(room::require)
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("are free in " + folder);
      assertThat(Ledger.write(store, 1, "n".repeat(50_000))).isEqualTo(1);
      assertThatThrownBy(store::requireRoom).isInstanceOf(StoreUnavailable.class);

      Files.delete(ballast);
      room.require();
    }
  }

  private static void fill(Store store, List<Long> acknowledged) {
    assertThatThrownBy(
            () -> {
              for (long id = 1; id <= 1000; id++) {
                acknowledged.add(Ledger.write(store, id, "n".repeat(50_000)));
              }
            })
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("the disk is full");
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
