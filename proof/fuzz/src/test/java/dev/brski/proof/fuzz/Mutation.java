package dev.brski.proof.fuzz;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Octets as they come out of a bad line, or of a bad mind. */
final class Mutation {

  private static final int MOST_CHANGES = 4;
  private static final int LONGEST_PIECE = 24;
  private static final byte[] NOTABLE = {0, 1, 0x30, 0x7f, (byte) 0x80, (byte) 0x84, (byte) 0xff};

  private final RandomGenerator random;

  Mutation(RandomGenerator random) {
    this.random = random;
  }

  /** The octets with one to four changes; the other ones are where pieces come from. */
  byte[] of(byte[] octets, byte[] other) {
    var changed = octets.clone();
    int changes = random.nextInt(1, MOST_CHANGES + 1);
    for (int i = 0; i < changes && changed.length > 0; i++) {
      changed = change(changed, other);
    }
    return changed;
  }

  private byte[] change(byte[] octets, byte[] other) {
    int at = random.nextInt(octets.length);
    int piece = Math.min(random.nextInt(1, LONGEST_PIECE), octets.length - at);
    return switch (random.nextInt(7)) {
      case 0 -> with(octets, at, (byte) (octets[at] ^ 1 << random.nextInt(8)));
      case 1 -> with(octets, at, NOTABLE[random.nextInt(NOTABLE.length)]);
      case 2 -> with(octets, at, (byte) (octets[at] + (random.nextBoolean() ? 1 : -1)));
      case 3 -> Arrays.copyOf(octets, at);
      case 4 -> joined(octets, at, new byte[0], at + piece);
      case 5 -> joined(octets, at + piece, Arrays.copyOfRange(octets, at, at + piece), at + piece);
      default -> joined(octets, at, piece(other), at);
    };
  }

  private byte[] piece(byte[] octets) {
    int from = random.nextInt(octets.length);
    return Arrays.copyOfRange(
        octets, from, Math.min(octets.length, from + random.nextInt(1, LONGEST_PIECE)));
  }

  private static byte[] with(byte[] octets, int at, byte value) {
    octets[at] = value;
    return octets;
  }

  private static byte[] joined(byte[] octets, int until, byte[] middle, int from) {
    var all = new byte[until + middle.length + octets.length - from];
    System.arraycopy(octets, 0, all, 0, until);
    System.arraycopy(middle, 0, all, until, middle.length);
    System.arraycopy(octets, from, all, until + middle.length, octets.length - from);
    return all;
  }
}
