package dev.brski.trust;

import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.HashMap;
import java.util.Map;

/** The signature checks of one validation: each made once, remembered, counted and limited. */
final class SignatureLedger {

  private record Edge(String certificate, String issuerKey) {}

  private final CryptoSuite suite;
  private final int limit;
  private final Map<Edge, Boolean> known = new HashMap<>();

  SignatureLedger(CryptoSuite suite, int limit) {
    this.suite = suite;
    this.limit = limit;
  }

  /** How many signatures were verified. */
  int count() {
    return known.size();
  }

  /** Whether the answer is known or may still be worked out. */
  boolean canAnswer(PathCertificate signed, PathCertificate issuer) {
    return known.size() < limit || known.containsKey(edge(signed, issuer));
  }

  /** Whether the certificate's signature is by the issuer's key. */
  boolean isSignedBy(PathCertificate signed, PathCertificate issuer) {
    return known.computeIfAbsent(edge(signed, issuer), _ -> verify(signed, issuer));
  }

  private boolean verify(PathCertificate signed, PathCertificate issuer) {
    try {
      return suite.verify(
          issuer.certificate().getPublicKey(),
          signed.signatureAlgorithm(),
          signed.certificate().getTBSCertificate(),
          signed.certificate().getSignature());
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("an accepted algorithm is not in the crypto suite", e);
    }
  }

  private static Edge edge(PathCertificate signed, PathCertificate issuer) {
    return new Edge(signed.fingerprint(), issuer.keyHash());
  }
}
