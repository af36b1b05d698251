package dev.brski.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.inventory.Inventory.Named;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file changes the list as a whole, and every change has its line in the journal. */
class InventoryTest {

  private static final String HEADINGS = "manufacturer,serial,place,valid-until\n";
  private static final Set<String> TAKEN = Set.of("acme");

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Store store;
  private Inventory inventory;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder, List.of(Inventory.TABLE), () -> now);
    inventory = new Inventory(store, () -> now, "inventory-");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ImportReport take(String lines, boolean replace, boolean dryRun) {
    return inventory.take(
        (HEADINGS + lines).getBytes(StandardCharsets.UTF_8),
        new ImportOrder("olga", replace, dryRun),
        TAKEN);
  }

  private List<JournalEntry> journal() {
    return store.journalAfter(0, 100);
  }

  @Test
  void aFileAddsChangesAndLeavesWhatItDoesNotName() {
    var first = take("acme,1,,\nacme,2,Hall 1,\nacme,3,,\n", false, false);
    assertThat(first.added()).extracting(Entry.Key::serial).containsExactly("1", "2", "3");

    var second = take("acme,2,Hall 2,2027-01-01\nacme,3,,\nglobex,4,,\n", false, false);

    assertThat(second.added()).containsExactly(new Entry.Key("globex", "4"));
    assertThat(second.changed())
        .containsExactly(new ImportReport.Changed("acme", "2", List.of("place", "valid-until")));
    assertThat(second.unchanged()).isEqualTo(1);
    assertThat(second.removed()).isEmpty();
    assertThat(second.untaken()).containsExactly("globex");
    assertThat(inventory.entries()).extracting(Entry::serial).containsExactly("1", "2", "3", "4");
    assertThat(journal())
        .extracting(JournalEntry::kind)
        .containsExactly(
            "inventory-imported",
            "inventory-added",
            "inventory-added",
            "inventory-added",
            "inventory-imported",
            "inventory-added",
            "inventory-changed");
    var changed = journal().getLast();
    assertThat(changed.device()).contains("2");
    assertThat(changed.details())
        .containsEntry("by", "olga")
        .containsEntry("manufacturer", "acme")
        .containsEntry("columns", "place valid-until");
    assertThat(journal().get(4).details()).containsKey("file-sha256").containsEntry("added", "1");
  }

  @Test
  void aFileThatReplacesRemovesWhatItDoesNotName() {
    take("acme,1,,\nacme,2,,\n", false, false);
    var report = take("acme,2,,\n", true, false);
    assertThat(report.removed()).containsExactly(new Entry.Key("acme", "1"));
    assertThat(inventory.entries()).extracting(Entry::serial).containsExactly("2");
    assertThat(journal().getLast().kind()).isEqualTo("inventory-removed");
    assertThat(journal().getLast().device()).contains("1");
  }

  @Test
  void aDryRunSaysTheSameAndChangesNothing() {
    take("acme,1,,\n", false, false);
    long lines = journal().size();
    var dry = take("acme,2,,\n", true, true);
    assertThat(dry.added()).containsExactly(new Entry.Key("acme", "2"));
    assertThat(dry.removed()).containsExactly(new Entry.Key("acme", "1"));
    assertThat(dry.dryRun()).isTrue();
    assertThat(inventory.entries()).extracting(Entry::serial).containsExactly("1");
    assertThat(journal()).hasSize((int) lines);
  }

  @Test
  void aFileWithAnUnsoundLineChangesNothing() {
    var report = take("acme,1,,\nacme,,,\nacme,3,,\n", true, false);
    assertThat(report.faults()).extracting(Fault::line).containsExactly(3);
    assertThat(report.added()).isEmpty();
    assertThat(inventory.entries()).isEmpty();
    assertThat(journal()).isEmpty();
  }

  @Test
  void aDeviceIsNamedUntilItsTimeIsOver() {
    take("acme,1,,2026-01-31\nacme,2,,\n", false, false);
    assertThat(inventory.names("acme", "1")).isTrue();
    now = Instant.parse("2026-01-31T23:59:59Z");
    assertThat(inventory.names("acme", "1")).isTrue();
    now = Instant.parse("2026-02-01T00:00:00Z");
    assertThat(inventory.names("acme", "1")).isFalse();
    assertThat(inventory.names("acme", "2")).isTrue();
    assertThat(inventory.names("globex", "2")).isFalse();
    assertThat(inventory.names("acme", "3")).isFalse();
  }

  @Test
  void devicesAreRemovedAllOrNone() {
    take("acme,1,,\nacme,2,,\nglobex,2,,\nacme,3,,\n", false, false);

    assertRefused(InventoryCheck.UNKNOWN, named("1"), named("9"));
    assertRefused(InventoryCheck.AMBIGUOUS, named("1"), named("2"));
    assertThat(inventory.entries()).hasSize(4);

    var removed =
        inventory.remove(
            List.of(named("1"), named("1"), new Named("2", Optional.of("globex"))), "olga", "sold");
    assertThat(removed).isInstanceOf(Verdict.Accepted.class);
    assertThat(inventory.entries())
        .extracting(Entry::key)
        .containsExactly(new Entry.Key("acme", "2"), new Entry.Key("acme", "3"));
    assertThat(journal().getLast().details())
        .containsEntry("manufacturer", "globex")
        .containsEntry("by", "olga")
        .containsEntry("reason", "sold");
  }

  private void assertRefused(InventoryCheck check, Named... devices) {
    assertThat(inventory.remove(List.of(devices), "olga", "sold"))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(check));
  }

  private static Named named(String serial) {
    return new Named(serial, Optional.empty());
  }

  @Test
  void theLargestFileIsOneCommit() {
    var lines =
        IntStream.range(0, InventoryFile.MOST_DEVICES)
            .mapToObj(number -> "acme,SN-%05d,,%n".formatted(number))
            .collect(Collectors.joining());
    assertThat(take(lines, false, false).added()).hasSize(InventoryFile.MOST_DEVICES);
    assertThat(take(lines, true, false).unchanged()).isEqualTo(InventoryFile.MOST_DEVICES);
    assertThat(inventory.entries()).hasSize(InventoryFile.MOST_DEVICES);
  }
}
