package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.CryptoSuite;
import org.junit.jupiter.api.Test;

@Proves({"CMP-H7", "CMP-R9"})
class PollNonceTest {

  private final CryptoSuite suite = CryptoSuite.standard();
  private final byte[] key = suite.randomBytes(32);

  @Test
  void isRecognisedByEveryNodeWithTheKeyForItsTransactionOnly() {
    var transaction = TransactionId.fresh(suite);
    var nonce = new PollNonce(key, suite).make(transaction);

    assertThat(nonce.octets()).hasSize(32);
    assertThat(new PollNonce(key, suite).verify(transaction, nonce)).isTrue();
    assertThat(new PollNonce(key, suite).verify(TransactionId.fresh(suite), nonce)).isFalse();
    assertThat(new PollNonce(suite.randomBytes(32), suite).verify(transaction, nonce)).isFalse();
    assertThat(new PollNonce(key, suite).make(transaction)).isNotEqualTo(nonce);
  }

  @Test
  void isRefusedWithAnyBitFlippedOrAnotherLength() {
    var nonces = new PollNonce(key, suite);
    var transaction = TransactionId.fresh(suite);
    var octets = nonces.make(transaction).octets();
    for (int bit = 0; bit < 8 * octets.length; bit++) {
      var flipped = octets.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(nonces.verify(transaction, new Nonce(flipped))).as("bit %d", bit).isFalse();
    }
    assertThat(nonces.verify(transaction, new Nonce(suite.randomBytes(16)))).isFalse();
    assertThat(nonces.verify(transaction, new Nonce(new byte[0]))).isFalse();
  }
}
