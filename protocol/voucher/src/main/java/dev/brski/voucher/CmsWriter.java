package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.IssuerAndSerialNumber;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerIdentifier;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;

/** Builds the one shape of CMS SignedData that is emitted (RFC 8366 section 5.4). */
final class CmsWriter {

  private CmsWriter() {}

  static byte[] sign(
      byte[] content,
      Credential signer,
      List<X509Certificate> included,
      Optional<Instant> signingTime,
      CryptoSuite suite) {
    var algorithm = suite.signatureAlgorithm(signer.leaf().getPublicKey());
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
    try {
      var attributes = attributes(digest(digest, content, suite), signingTime);
      var signature = suite.sign(signer.key(), attributes.getEncoded(ASN1Encoding.DER));
      var signerInfo =
          new SignerInfo(
              identifier(signer.leaf()),
              digest,
              attributes,
              algorithm,
              new DEROctetString(signature),
              (ASN1Set) null);
      var data =
          new SignedData(
              new DERSet(digest),
              new ContentInfo(CmsReader.JSON_VOUCHER, new DEROctetString(content)),
              certificates(included),
              null,
              new DERSet(signerInfo));
      return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("what was built here has an encoding", e);
    }
  }

  private static byte[] digest(AlgorithmIdentifier algorithm, byte[] content, CryptoSuite suite) {
    try {
      return MessageDigest.getInstance(algorithm.getAlgorithm().getId(), suite.provider())
          .digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the provider lacks " + algorithm.getAlgorithm(), e);
    }
  }

  private static ASN1Set attributes(byte[] digest, Optional<Instant> signingTime) {
    var attributes = new ASN1EncodableVector();
    attributes.add(attribute(CMSAttributes.contentType, CmsReader.JSON_VOUCHER));
    signingTime.ifPresent(
        at -> attributes.add(attribute(CMSAttributes.signingTime, new Time(Date.from(at)))));
    attributes.add(attribute(CMSAttributes.messageDigest, new DEROctetString(digest)));
    return new DERSet(attributes);
  }

  private static Attribute attribute(ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Attribute(type, new DERSet(value));
  }

  private static SignerIdentifier identifier(X509Certificate signer) {
    return new SignerIdentifier(
        new IssuerAndSerialNumber(
            X500Name.getInstance(signer.getIssuerX500Principal().getEncoded()),
            signer.getSerialNumber()));
  }

  private static ASN1Set certificates(List<X509Certificate> included) {
    var certificates = new ASN1EncodableVector();
    for (var certificate : included) {
      certificates.add(Certificate.getInstance(Certificates.encoded(certificate)));
    }
    return new DERSet(certificates);
  }
}
