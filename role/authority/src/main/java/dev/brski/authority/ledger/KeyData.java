package dev.brski.authority.ledger;

import dev.brski.trust.CryptoSuite;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** A public key without the name of its algorithm, under which the same key can have several. */
final class KeyData {

  private KeyData() {}

  /**
   * The SHA-256 of the key itself.
   *
   * @param publicKey a SubjectPublicKeyInfo, DER
   */
  static byte[] sha256(byte[] publicKey) {
    return CryptoSuite.sha256(
        SubjectPublicKeyInfo.getInstance(publicKey).getPublicKeyData().getOctets());
  }
}
