package dev.brski.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was put or asked for last, so many and no more: what strangers can make a program remember
 * is bounded. Not for several threads at once.
 *
 * @param <K> by what it is found
 * @param <V> what is remembered
 */
public final class Recent<K, V> {

  private final Map<K, V> entries;

  /**
   * Empty to begin with.
   *
   * @param most how many are remembered, at least one
   */
  public Recent(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least one is remembered, not " + most);
    }
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  /** What is remembered, unless it was forgotten. */
  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /**
   * Remembers something; if there are too many, the one that was longest of no use is forgotten.
   */
  public void put(K key, V value) {
    entries.put(key, value);
  }
}
