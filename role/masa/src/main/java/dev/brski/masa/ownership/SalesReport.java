package dev.brski.masa.ownership;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a file with sales.
 *
 * @param applied whether it was recorded: all of it or nothing
 * @param sound whether every line could be
 * @param counts how many lines of each finding
 * @param customersAdded the customers that are new with it
 * @param lines line by line
 */
public record SalesReport(
    boolean applied,
    boolean sound,
    Map<String, Integer> counts,
    List<String> customersAdded,
    List<Told> lines) {

  /**
   * What became of one line.
   *
   * @param line its number in the file
   * @param serial as it is written there
   * @param customer the customer's name, as far as it is known
   * @param finding {@code new}, {@code unchanged}, {@code moved} and {@code duplicate} (of an
   *     earlier line) are sound; {@code needs-transfer}, {@code contradicts}, {@code serial-form},
   *     {@code unknown-customer}, {@code certificate} and {@code bad-line} are not
   * @param sound whether it keeps nothing from being recorded
   * @param note what to know about it
   */
  public record Told(
      int line, String serial, String customer, String finding, boolean sound, String note) {}

  /** Makes the collections immutable. */
  public SalesReport {
    counts = Map.copyOf(counts);
    customersAdded = List.copyOf(customersAdded);
    lines = List.copyOf(lines);
  }

  static SalesReport of(boolean applied, List<String> customersAdded, List<Told> lines) {
    var counts = new TreeMap<String, Integer>();
    lines.forEach(line -> counts.merge(line.finding(), 1, Integer::sum));
    return new SalesReport(
        applied, lines.stream().allMatch(Told::sound), counts, customersAdded, lines);
  }

  /** How many lines came to this. */
  public int count(String finding) {
    return counts.getOrDefault(finding, 0);
  }
}
