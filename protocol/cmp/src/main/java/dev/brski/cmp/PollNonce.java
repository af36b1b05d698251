package dev.brski.cmp;

import dev.brski.trust.CryptoSuite;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Nonces that can be recognised without having been stored: r ‖ HMAC(key, transactionID ‖ r), with
 * r of 128 random bits and the first 128 bits of HMAC-SHA256.
 *
 * <p>Whoever answers a poll sends one as senderNonce; the next pollReq must bring it back.
 */
public final class PollNonce {

  private static final int RANDOM_OCTETS = 16;
  private static final int TAG_OCTETS = 16;
  private static final int FEWEST_KEY_OCTETS = 16;

  private final byte[] key;
  private final CryptoSuite suite;

  /**
   * The nonces of one key, which all nodes that answer the same polls share.
   *
   * @throws IllegalArgumentException when the key is shorter than 16 octets
   */
  public PollNonce(byte[] key, CryptoSuite suite) {
    if (key.length < FEWEST_KEY_OCTETS) {
      throw new IllegalArgumentException("a key of " + key.length + " octets");
    }
    this.key = key.clone();
    this.suite = suite;
  }

  /** A fresh nonce for a transaction: 32 octets. */
  public Nonce make(TransactionId transactionId) {
    var random = suite.randomBytes(RANDOM_OCTETS);
    var nonce = Arrays.copyOf(random, RANDOM_OCTETS + TAG_OCTETS);
    System.arraycopy(tag(transactionId, random), 0, nonce, RANDOM_OCTETS, TAG_OCTETS);
    return new Nonce(nonce);
  }

  /** Whether the nonce was made with this key for the transaction; in constant time. */
  public boolean verify(TransactionId transactionId, Nonce nonce) {
    var octets = nonce.octets();
    if (octets.length != RANDOM_OCTETS + TAG_OCTETS) {
      return false;
    }
    var random = Arrays.copyOf(octets, RANDOM_OCTETS);
    var tag = Arrays.copyOfRange(octets, RANDOM_OCTETS, octets.length);
    return MessageDigest.isEqual(tag, tag(transactionId, random));
  }

  private byte[] tag(TransactionId transactionId, byte[] random) {
    var id = transactionId.octets();
    var data = Arrays.copyOf(id, id.length + random.length);
    System.arraycopy(random, 0, data, id.length, random.length);
    return Arrays.copyOf(CryptoSuite.hmacSha256(key, data), TAG_OCTETS);
  }
}
