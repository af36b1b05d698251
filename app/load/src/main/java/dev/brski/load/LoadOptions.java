package dev.brski.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How devices set out.
 *
 * @param atOnce how many at most are on their way together
 * @param rate how many set out each second; empty for as many as {@code atOnce} lets through
 * @param patience how long each waits for what is not ready; zero ends it at the first "waiting"
 * @param part which of the devices
 * @param expectation where they should be in the end
 * @param watched process ids whose processor time is to be reported, beside this one's
 * @param ledgers the folders of roles whose ledgers are to be measured at the end
 */
public record LoadOptions(
    int atOnce,
    Optional<Double> rate,
    Duration patience,
    Part part,
    Expectation expectation,
    List<Long> watched,
    List<Path> ledgers) {

  /** The most that may be on their way together. */
  public static final int MOST_AT_ONCE = 1000;

  /**
   * Demands what can be done.
   *
   * @throws IllegalArgumentException when it cannot; the message says what is wanted
   */
  public LoadOptions {
    if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw new IllegalArgumentException("1 to " + MOST_AT_ONCE + " at once, not " + atOnce);
    }
    if (rate.filter(perSecond -> !(perSecond > 0 && perSecond <= 100_000)).isPresent()) {
      throw new IllegalArgumentException("a rate is more than 0 and at most 100000 a second");
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("a duration cannot be negative");
    }
    watched = List.copyOf(watched);
    ledgers = List.copyOf(ledgers);
  }

  /** Those of a mere look. */
  public static LoadOptions looking(Part part, List<Path> ledgers) {
    return new LoadOptions(
        1, Optional.empty(), Duration.ZERO, part, Expectation.WAITING, List.of(), ledgers);
  }
}
