package dev.brski.voucher;

import dev.brski.verdict.Refusal;
import java.util.List;
import java.util.Map;

/**
 * An artifact that was read as far as it can be, to be looked into and never to be acted on: leaves
 * that cannot be read count as absent, and a serial-number that cannot be read is empty.
 *
 * @param signed what can be read
 * @param unreadable why each of the other leaves cannot be, by name
 */
public record Loose<T>(Signed<T> signed, Map<String, Refusal> unreadable) {

  /** Makes the map immutable. */
  public Loose {
    unreadable = Map.copyOf(unreadable);
  }

  /** The rules that its leaves break, each for itself. */
  public List<Refusal> faults() {
    return unreadable.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Whether a leaf is there or not, rather than there and unreadable. */
  public boolean isJudgeable(String leaf) {
    return !unreadable.containsKey(leaf);
  }
}
