package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** CMS structures in the shapes that others make, by Bouncy Castle's own generator. */
final class ForeignCms {

  static final ASN1ObjectIdentifier JSON_VOUCHER =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.40");
  static final ASN1ObjectIdentifier DATA = CMSObjectIdentifiers.data;

  private boolean byKeyIdentifier;
  private boolean withoutAttributes;
  private boolean detached;
  private Optional<AlgorithmIdentifier> contentDigest = Optional.empty();
  private ASN1ObjectIdentifier type = JSON_VOUCHER;

  ForeignCms byKeyIdentifier() {
    byKeyIdentifier = true;
    return this;
  }

  ForeignCms withoutAttributes() {
    withoutAttributes = true;
    return this;
  }

  ForeignCms detached() {
    detached = true;
    return this;
  }

  ForeignCms of(ASN1ObjectIdentifier contentType) {
    type = contentType;
    return this;
  }

  /** The content under another digest than the attributes. */
  ForeignCms withContentDigest(ASN1ObjectIdentifier other) {
    contentDigest = Optional.of(new AlgorithmIdentifier(other));
    return this;
  }

  byte[] sign(byte[] content, List<X509Certificate> included, Credential... signers) {
    try {
      var generator = new CMSSignedDataGenerator();
      for (var signer : signers) {
        var builder =
            new SignerInfoGeneratorBuilder(
                    new JcaDigestCalculatorProviderBuilder()
                        .setProvider(Pki.SUITE.provider())
                        .build())
                .setDirectSignature(withoutAttributes);
        contentDigest.ifPresent(builder::setContentDigest);
        var contentSigner = Pki.SUITE.contentSigner(signer.key());
        generator.addSignerInfoGenerator(
            byKeyIdentifier
                ? builder.build(
                    contentSigner, Certificates.subjectKeyIdentifier(signer.leaf()).orElseThrow())
                : builder.build(contentSigner, new JcaX509CertificateHolder(signer.leaf())));
      }
      generator.addCertificates(new JcaCertStore(included));
      return generator
          .generate(new CMSProcessableByteArray(type, content), !detached)
          .toASN1Structure()
          .getEncoded("DER");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
