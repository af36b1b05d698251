package dev.brski.cmp;

import dev.brski.trust.Certificates;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Finds the certificate whose key made a protection (RFC 9483 sections 3.1 and 3.3). */
final class ProtectionCertificate {

  private ProtectionCertificate() {}

  /** The first that senderKID names, or without senderKID the first of the sender. */
  static Optional<X509Certificate> find(
      CmpHeader header, Collection<X509Certificate> certificates) {
    return certificates.stream()
        .filter(
            certificate ->
                header
                    .senderKid()
                    .map(id -> identifies(id, certificate))
                    .orElseGet(() -> isSender(header, certificate)))
        .findFirst();
  }

  /** Whether the certificate is the sender's by its subject. */
  static boolean isSender(CmpHeader header, X509Certificate certificate) {
    return header.sender().filter(certificate.getSubjectX500Principal()::equals).isPresent();
  }

  /** By the extension, or else by SHA-1 of the key, the common way (RFC 5280 section 4.2.1.2). */
  private static boolean identifies(byte[] keyIdentifier, X509Certificate certificate) {
    return MessageDigest.isEqual(
        keyIdentifier,
        Certificates.subjectKeyIdentifier(certificate).orElseGet(() -> keyHash(certificate)));
  }

  private static byte[] keyHash(X509Certificate certificate) {
    var key =
        SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
            .getPublicKeyData()
            .getBytes();
    try {
      return MessageDigest.getInstance("SHA-1").digest(key);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
