package dev.brski.proof.acceptance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What chance decides in a test is decided by a seed that can be given back. */
final class Sample {

  /** What {@code brski.halts} says for no sample. */
  static final String ALL = "all";

  private static final String USUAL = "8";

  private Sample() {}

  /** At how many steps a run halts programs, or {@link #ALL}. */
  static String halts() {
    return System.getProperty("brski.halts", USUAL);
  }

  /** Of the steps of one program those at which a run halts it, in their order. */
  static <T> List<T> halted(List<T> steps, Random random) {
    if (halts().equals(ALL)) {
      return steps;
    }
    var drawn = new ArrayList<>(steps);
    Collections.shuffle(drawn, random);
    var some = drawn.subList(0, Math.min(Integer.parseInt(halts()), drawn.size()));
    return steps.stream().filter(some::contains).toList();
  }

  /** The seed of the system property {@code brski.seed}, or a new one; it is printed. */
  static long seed() {
    var given = Long.getLong("brski.seed");
    long seed = given == null ? new Random().nextLong(1_000_000_000) : given;
    System.out.printf("brski.seed=%d%n", seed);
    return seed;
  }
}
