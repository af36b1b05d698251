package dev.brski.cmp;

import dev.brski.trust.CryptoSuite;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A senderNonce or recipNonce (RFC 9483 section 3.1).
 *
 * @param octets its octets; at least 16 in anything that was accepted
 */
public record Nonce(byte[] octets) {

  /** The least number of octets that is accepted: 128 bits. */
  public static final int FEWEST_OCTETS = 16;

  private static final int MOST_OCTETS = 128;

  /** Copies the octets. */
  public Nonce {
    octets = octets.clone();
  }

  /** A fresh one of 128 random bits. */
  public static Nonce fresh(CryptoSuite suite) {
    return new Nonce(suite.randomBytes(FEWEST_OCTETS));
  }

  /**
   * One from hexadecimal.
   *
   * @throws IllegalArgumentException when the text is not hexadecimal
   */
  public static Nonce ofHex(String text) {
    return new Nonce(HexFormat.of().parseHex(text));
  }

  /** Whether it is long enough to be fresh and short enough to be kept. */
  boolean isAcceptable() {
    return octets.length >= FEWEST_OCTETS && octets.length <= MOST_OCTETS;
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }

  /** Lower-case hexadecimal. */
  public String hex() {
    return HexFormat.of().formatHex(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nonce nonce && Arrays.equals(octets, nonce.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return hex();
  }
}
