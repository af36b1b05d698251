package dev.brski.voucher;

import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/** Message digest, algorithm and signature of a CMS signer, in that order (RFC 5652 section 5). */
final class CmsVerification {

  private static final Map<ASN1ObjectIdentifier, String> DIGESTS =
      Map.of(
          NISTObjectIdentifiers.id_sha256, "SHA-256",
          NISTObjectIdentifiers.id_sha384, "SHA-384",
          NISTObjectIdentifiers.id_sha512, "SHA-512",
          NISTObjectIdentifiers.id_shake256_len, "SHAKE256-512");
  private static final Map<ASN1ObjectIdentifier, ASN1ObjectIdentifier> RSA =
      Map.of(
          NISTObjectIdentifiers.id_sha256, PKCSObjectIdentifiers.sha256WithRSAEncryption,
          NISTObjectIdentifiers.id_sha384, PKCSObjectIdentifiers.sha384WithRSAEncryption,
          NISTObjectIdentifiers.id_sha512, PKCSObjectIdentifiers.sha512WithRSAEncryption);

  private final CryptoSuite suite;
  private final AlgorithmPolicy policy;

  CmsVerification(CryptoSuite suite, AlgorithmPolicy policy) {
    this.suite = suite;
    this.policy = policy;
  }

  Verdict<X509Certificate> verify(CmsReader cms, X509Certificate signer) {
    return digest(cms, signer)
        .flatMap(_ -> policy.accepts(signer.getPublicKey()))
        .flatMap(_ -> policy.accepts(signatureAlgorithm(cms), signer.getPublicKey()))
        .flatMap(algorithm -> ofOneDigest(cms, algorithm))
        .mapRefusal(
            refusal ->
                refusal.check() instanceof VoucherCheck
                    ? refusal
                    : refusal.under(VoucherCheck.ALGORITHM))
        .flatMap(algorithm -> signature(cms, signer, algorithm));
  }

  private Verdict<X509Certificate> digest(CmsReader cms, X509Certificate signer) {
    var name = Optional.ofNullable(DIGESTS.get(cms.signer.getDigestAlgorithm().getAlgorithm()));
    if (name.isEmpty()) {
      return Verdict.refused(
          VoucherCheck.ALGORITHM,
          "the digest algorithm is " + cms.signer.getDigestAlgorithm().getAlgorithm(),
          "Let the signer use SHA-256, SHA-384 or SHA-512.");
    }
    try {
      var computed = MessageDigest.getInstance(name.get(), suite.provider()).digest(cms.content);
      return MessageDigest.isEqual(computed, cms.messageDigest)
          ? Verdict.accepted(signer)
          : broken("the content is not what was signed: its digest is another", signer);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the provider lacks " + name.get(), e);
    }
  }

  /**
   * Content and attributes have one digest (RFC 8933 section 3.1), which RSASSA-PSS names in its
   * parameters.
   */
  private static Verdict<AlgorithmIdentifier> ofOneDigest(
      CmsReader cms, AlgorithmIdentifier algorithm) {
    if (!algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS)) {
      return Verdict.accepted(algorithm);
    }
    var content = cms.signer.getDigestAlgorithm().getAlgorithm();
    var attributes = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm).getAlgorithm();
    return content.equals(attributes)
        ? Verdict.accepted(algorithm)
        : Verdict.refused(
            VoucherCheck.ALGORITHM,
            "the digest algorithm is " + content + ", that of RSASSA-PSS " + attributes,
            "Let the signer use the same hash for both.");
  }

  private Verdict<X509Certificate> signature(
      CmsReader cms, X509Certificate signer, AlgorithmIdentifier algorithm) {
    try {
      var signed = cms.signer.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER);
      return suite.verify(
              signer.getPublicKey(), algorithm, signed, cms.signer.getEncryptedDigest().getOctets())
          ? Verdict.accepted(signer)
          : broken("the signature does not verify", signer);
    } catch (NoSuchAlgorithmException _) {
      return Verdict.refused(
          VoucherCheck.ALGORITHM,
          "the signature algorithm is " + algorithm.getAlgorithm(),
          "Let the signer use an algorithm of RFC 9481 section 3.");
    } catch (IOException e) {
      throw new UncheckedIOException("attributes that were parsed have an encoding", e);
    }
  }

  /** RSA signers may name the key's algorithm alone (RFC 3370 section 3.2). */
  private static AlgorithmIdentifier signatureAlgorithm(CmsReader cms) {
    var named = cms.signer.getDigestEncryptionAlgorithm();
    var digest = cms.signer.getDigestAlgorithm().getAlgorithm();
    var whole =
        named.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
            ? Optional.ofNullable(RSA.get(digest))
            : Optional.<ASN1ObjectIdentifier>empty();
    return whole.map(oid -> new AlgorithmIdentifier(oid, DERNull.INSTANCE)).orElse(named);
  }

  private static Verdict<X509Certificate> broken(String what, X509Certificate signer) {
    return Verdict.refused(
        VoucherCheck.SIGNATURE,
        what + " with the key of " + SignedArtifact.name(signer),
        "Look at the artifact with `brski voucher inspect`; ask its sender for a sound one.");
  }
}
