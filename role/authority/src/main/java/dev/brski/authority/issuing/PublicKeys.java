package dev.brski.authority.issuing;

import dev.brski.trust.CryptoSuite;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Public keys from their encodings. */
public final class PublicKeys {

  private PublicKeys() {}

  /**
   * A key from the DER of its SubjectPublicKeyInfo.
   *
   * @throws GeneralSecurityException when it is none, or of an unknown algorithm
   */
  public static PublicKey decode(byte[] info, CryptoSuite suite) throws GeneralSecurityException {
    try {
      var algorithm = SubjectPublicKeyInfo.getInstance(info).getAlgorithm().getAlgorithm().getId();
      return KeyFactory.getInstance(algorithm, suite.provider())
          .generatePublic(new X509EncodedKeySpec(info));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("not a public key: " + e.getMessage(), e);
    }
  }
}
