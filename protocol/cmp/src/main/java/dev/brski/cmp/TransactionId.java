package dev.brski.cmp;

import dev.brski.trust.CryptoSuite;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The transactionID of a PKI management operation (RFC 9483 section 3.1).
 *
 * @param octets its octets; 16 when we made it, whatever came otherwise
 */
public record TransactionId(byte[] octets) {

  private static final int MOST_OCTETS = 64;

  /** Copies the octets. */
  public TransactionId {
    octets = octets.clone();
  }

  /** A fresh one of 128 random bits. */
  public static TransactionId fresh(CryptoSuite suite) {
    return new TransactionId(suite.randomBytes(16));
  }

  /**
   * One from lower-case or upper-case hexadecimal.
   *
   * @throws IllegalArgumentException when the text is not hexadecimal
   */
  public static TransactionId ofHex(String text) {
    return new TransactionId(HexFormat.of().parseHex(text));
  }

  /** Whether it is one at all and of a length that can be kept. */
  boolean isAcceptable() {
    return octets.length > 0 && octets.length <= MOST_OCTETS;
  }

  @Override
  public byte[] octets() {
    return octets.clone();
  }

  /** Lower-case hexadecimal, fit for logs, file names and database keys. */
  public String hex() {
    return HexFormat.of().formatHex(octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TransactionId id && Arrays.equals(octets, id.octets);
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
