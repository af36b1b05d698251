package dev.brski.inventory;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a file changed, or would change.
 *
 * @param dryRun whether nothing was to be changed
 * @param added devices that were not there
 * @param changed devices of which the file says something else
 * @param unchanged how many devices the file names as they were
 * @param removed devices that the file does not name
 * @param untaken manufacturers that the file names and whose devices are not taken here
 * @param faults lines that cannot be used; if there is one, nothing is changed
 */
public record ImportReport(
    boolean dryRun,
    List<Entry.Key> added,
    List<Changed> changed,
    int unchanged,
    List<Entry.Key> removed,
    Set<String> untaken,
    List<Fault> faults) {

  /**
   * A device of which the file says something else.
   *
   * @param columns what differs, as the file names it
   */
  public record Changed(String manufacturer, String serial, List<String> columns) {}

  static ImportReport refused(boolean dryRun, List<Fault> faults) {
    return new ImportReport(dryRun, List.of(), List.of(), 0, List.of(), Set.of(), faults);
  }

  /** The same with the manufacturers that are not among those that are taken. */
  public ImportReport besides(Set<String> named, Set<String> taken) {
    var others = new TreeSet<>(named);
    others.removeAll(taken);
    return new ImportReport(dryRun, added, changed, unchanged, removed, others, faults);
  }
}
