package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/** The certHash of a certConf (RFC 9483 section 4.1.1, RFC 9481 section 3). */
public final class CertHash {

  private static final AlgorithmIdentifier SHAKE256_512 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_shake256_len, new ASN1Integer(512));

  private CertHash() {}

  /**
   * The hash of a certificate with the hash algorithm of its signature.
   *
   * @throws NoSuchAlgorithmException when the signature's hash is unknown
   */
  public static byte[] of(X509Certificate certificate, CryptoSuite suite)
      throws NoSuchAlgorithmException {
    var encoded = Certificates.encoded(certificate);
    var signature = Certificate.getInstance(encoded).getSignatureAlgorithm();
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    if (digest == null) {
      throw new NoSuchAlgorithmException("no hash known for " + certificate.getSigAlgName());
    }
    return of(certificate, digest, suite);
  }

  /** Whether a CertStatus names the certificate; no if its hash algorithm is unknown. */
  public static boolean matches(
      Body.CertStatus status, X509Certificate certificate, CryptoSuite suite) {
    try {
      var hash =
          status.hashAlg().isPresent()
              ? of(certificate, status.hashAlg().get(), suite)
              : of(certificate, suite);
      return MessageDigest.isEqual(hash, status.certHash());
    } catch (NoSuchAlgorithmException _) {
      return false;
    }
  }

  /**
   * The hash of a certificate with an algorithm that the hashAlg field names.
   *
   * @throws NoSuchAlgorithmException when the algorithm is unknown
   */
  public static byte[] of(
      X509Certificate certificate, AlgorithmIdentifier digest, CryptoSuite suite)
      throws NoSuchAlgorithmException {
    return MessageDigest.getInstance(name(digest), suite.provider())
        .digest(Certificates.encoded(certificate));
  }

  /** SHAKE256 as Ed448 has it, with its length in the parameters, has an identifier of its own. */
  private static String name(AlgorithmIdentifier digest) {
    return digest.equals(SHAKE256_512) ? "SHAKE256-512" : digest.getAlgorithm().getId();
  }
}
