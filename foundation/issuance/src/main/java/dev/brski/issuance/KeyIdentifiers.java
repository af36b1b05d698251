package dev.brski.issuance;

import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The key identifiers that go into certificates and revocation lists. */
final class KeyIdentifiers {

  private static final int OCTETS = 20;

  private KeyIdentifiers() {}

  /** The first 160 bits of SHA-256 over the key (RFC 7093 section 2, method 1). */
  static byte[] of(SubjectPublicKeyInfo key) {
    return Arrays.copyOf(CryptoSuite.sha256(key.getPublicKeyData().getOctets()), OCTETS);
  }

  /** The one that the certificate states, or else the one of its key. */
  static byte[] of(X509Certificate issuer) {
    return Certificates.subjectKeyIdentifier(issuer)
        .orElseGet(() -> of(SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded())));
  }
}
