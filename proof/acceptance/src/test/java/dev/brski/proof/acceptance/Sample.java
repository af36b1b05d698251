package dev.brski.proof.acceptance;

import java.util.Random;

/** What chance decides in a test is decided by a seed that can be given back. */
final class Sample {

  private Sample() {}

  /** The seed of the system property {@code brski.seed}, or a new one; it is printed. */
  static long seed() {
    var given = Long.getLong("brski.seed");
    long seed = given == null ? new Random().nextLong(1_000_000_000) : given;
    System.out.printf("brski.seed=%d%n", seed);
    return seed;
  }
}
