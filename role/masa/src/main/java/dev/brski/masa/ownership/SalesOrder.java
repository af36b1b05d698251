package dev.brski.masa.ownership;

import java.util.List;

/**
 * Sales are to be recorded, all of them or none.
 *
 * @param lines one for each device
 * @param certificates the PEM texts that lines point to
 * @param transfer whether devices may move from one customer to another
 * @param dryRun whether nothing is to be changed
 * @param reason why, for the history of each device
 * @param by the user who wants it
 */
public record SalesOrder(
    List<SalesLine> lines,
    List<String> certificates,
    boolean transfer,
    boolean dryRun,
    String reason,
    String by) {

  /** Makes the lists immutable. */
  public SalesOrder {
    lines = List.copyOf(lines);
    certificates = List.copyOf(certificates);
  }
}
