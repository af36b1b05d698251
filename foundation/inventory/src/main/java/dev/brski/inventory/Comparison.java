package dev.brski.inventory;

import dev.brski.inventory.ImportReport.Changed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What differs between the devices that are there and those of a file. */
record Comparison(
    List<Entry> added, Map<Entry, Changed> changed, int unchanged, List<Entry> removed) {

  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::manufacturer).thenComparing(Entry::serial);

  static Comparison of(Map<Entry.Key, Entry> known, List<Entry> file, boolean replace) {
    var added = new ArrayList<Entry>();
    var changed = new TreeMap<Entry, Changed>(ORDER);
    int unchanged = 0;
    var left = new HashMap<>(known);
    for (var entry : file) {
      var before = Optional.ofNullable(left.remove(entry.key()));
      var columns = before.map(old -> differing(old, entry)).orElse(List.of());
      if (before.isEmpty()) {
        added.add(entry);
      } else if (columns.isEmpty()) {
        unchanged++;
      } else {
        changed.put(entry, new Changed(entry.manufacturer(), entry.serial(), columns));
      }
    }
    var removed = replace ? left.values().stream().sorted(ORDER).toList() : List.<Entry>of();
    return new Comparison(added.stream().sorted(ORDER).toList(), changed, unchanged, removed);
  }

  private static List<String> differing(Entry old, Entry entry) {
    var columns = new ArrayList<String>();
    if (!old.model().equals(entry.model())) {
      columns.add(Column.MODEL.heading());
    }
    if (!old.place().equals(entry.place())) {
      columns.add(Column.PLACE.heading());
    }
    if (!old.note().equals(entry.note())) {
      columns.add(Column.NOTE.heading());
    }
    if (!old.validUntil().equals(entry.validUntil())) {
      columns.add(Column.VALID_UNTIL.heading());
    }
    return List.copyOf(columns);
  }

  ImportReport report(boolean dryRun) {
    return new ImportReport(
        dryRun,
        added.stream().map(Entry::key).toList(),
        List.copyOf(changed.values()),
        unchanged,
        removed.stream().map(Entry::key).toList(),
        Set.of(),
        List.of());
  }
}
