package dev.brski.voucher;

import dev.brski.trust.AlgorithmPolicy;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A CMS SignedData with one signer around some JSON (RFC 8366 section 5.4, RFC 5652 section 5), its
 * exact octets kept.
 *
 * <p>Immutable. That it was parsed says nothing about its signature.
 */
public final class SignedArtifact {

  private final CmsReader cms;

  SignedArtifact(CmsReader cms) {
    this.cms = cms;
  }

  /**
   * Reads a body: DER, with BER, base64 and PEM tolerated. Never throws on what a stranger sends.
   */
  public static Verdict<SignedArtifact> parse(byte[] body, VoucherLimits limits) {
    if (body.length > limits.mostOctets()) {
      return Verdict.refused(
          new Broken(VoucherCheck.SIZE, body.length + " octets are over " + limits.mostOctets())
              .refusal());
    }
    try {
      var needed = EnumSet.noneOf(Tolerance.class);
      return Verdict.accepted(
          new SignedArtifact(CmsReader.read(Body.der(body.clone(), needed), limits, needed)));
    } catch (Broken e) {
      return Verdict.refused(e.refusal());
    }
  }

  /**
   * Signs content in DER, CMS version 3, with signed attributes and the content type
   * id-ct-animaJSONVoucher.
   *
   * @param included the certificates to put in; for a registrar the chain it wants pinned (RFC 8995
   *     section 5.5)
   * @param signingTime what the signer's clock says, if it has one
   */
  public static SignedArtifact sign(
      byte[] content,
      Credential signer,
      List<X509Certificate> included,
      Optional<Instant> signingTime,
      CryptoSuite suite) {
    var encoded = CmsWriter.sign(content, signer, included, signingTime, suite);
    try {
      return new SignedArtifact(
          CmsReader.read(
              encoded,
              new VoucherLimits(encoded.length, included.size(), 32, 8, 64),
              EnumSet.noneOf(Tolerance.class)));
    } catch (Broken e) {
      throw new IllegalStateException("what was just signed cannot be read", e);
    }
  }

  /** The exact octets of the CMS structure, in DER (or BER, where that was tolerated). */
  public byte[] encoded() {
    return cms.encoded.clone();
  }

  /** The signed content: JSON in UTF-8. */
  public byte[] content() {
    return cms.content.clone();
  }

  /** The SHA-256 of the exact octets. */
  public byte[] sha256() {
    return CryptoSuite.sha256(cms.encoded);
  }

  /** The certificates that came with it, in the order of the encoding, which means nothing. */
  public List<X509Certificate> certificates() {
    return cms.certificates;
  }

  /**
   * The revocation lists that came with it, in DER, eight at most (RFC 5652 section 5.1): not read,
   * and not covered by the signature.
   */
  public List<byte[]> revocationLists() {
    return cms.revocationLists.stream().map(byte[]::clone).toList();
  }

  /** The content type's object identifier, dotted. */
  public String contentType() {
    return cms.contentType.getId();
  }

  /** The CMS version. */
  public int version() {
    return cms.version;
  }

  /** The signer's clock, as it says. */
  public Optional<Instant> signingTime() {
    return cms.signingTime;
  }

  /** The deviations accepted in reading the structure. */
  public Set<Tolerance> tolerances() {
    return cms.tolerances;
  }

  /** Whom the signature names: issuer and serial number, or subject key identifier, as text. */
  public String signerIdentifier() {
    return cms.signerName.text();
  }

  /** The certificate that the signer identifier names, among those included. */
  public Optional<X509Certificate> signer() {
    return signer(List.of());
  }

  /** The certificate that the signer identifier names, among those included and those known. */
  public Optional<X509Certificate> signer(Collection<X509Certificate> known) {
    return Stream.concat(cms.certificates.stream(), known.stream())
        .filter(cms.signerName::names)
        .findFirst();
  }

  /** Verifies the signature with the included certificate that the signer identifier names. */
  public Verdict<X509Certificate> verifySignature(CryptoSuite suite) {
    return signer()
        .map(signer -> verifySignature(suite, signer))
        .orElseGet(
            () ->
                Verdict.refused(
                    VoucherCheck.SIGNER,
                    "the signer is named as " + signerIdentifier() + ", which is not included",
                    "Let the sender include its certificate."));
  }

  /**
   * Verifies the signature with the key of a certificate (RFC 5652 sections 5.4 and 5.6), by one
   * public-key operation. Whether the certificate is to be trusted is another question.
   */
  public Verdict<X509Certificate> verifySignature(CryptoSuite suite, X509Certificate signer) {
    return new CmsVerification(suite, AlgorithmPolicy.standard()).verify(cms, signer);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedArtifact artifact
        && Arrays.equals(cms.encoded, artifact.cms.encoded);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(cms.encoded);
  }

  @Override
  public String toString() {
    return "CMS of " + cms.encoded.length + " octets signed by " + signerIdentifier();
  }

  /** A certificate as an operator recognises it: subject, serial number, fingerprint. */
  public static String name(X509Certificate certificate) {
    return Certificates.nameText(certificate.getSubjectX500Principal())
        + " (serial number "
        + Certificates.serialNumberText(certificate.getSerialNumber())
        + ", SHA-256 "
        + Certificates.fingerprint(certificate).substring(0, 16)
        + "…)";
  }
}
