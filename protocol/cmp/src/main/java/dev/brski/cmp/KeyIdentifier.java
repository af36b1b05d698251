package dev.brski.cmp;

import dev.brski.trust.Certificates;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The key identifier that senderKID holds (RFC 9483 section 3.1). */
final class KeyIdentifier {

  private KeyIdentifier() {}

  /** By the extension, or else by SHA-1 of the key, the common way (RFC 5280 section 4.2.1.2). */
  static boolean identifies(byte[] keyIdentifier, X509Certificate certificate) {
    return MessageDigest.isEqual(
        keyIdentifier,
        Certificates.subjectKeyIdentifier(certificate).orElseGet(() -> keyHash(certificate)));
  }

  private static byte[] keyHash(X509Certificate certificate) {
    var key =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getPublicKeyData()
            .getOctets();
    try {
      return MessageDigest.getInstance("SHA-1").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
