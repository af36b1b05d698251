package dev.brski.voucher;

import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import dev.brski.trust.Nesting;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.cms.Time;

/** The parts of a CMS SignedData with one signer, taken apart within limits. */
final class CmsReader {

  static final ASN1ObjectIdentifier JSON_VOUCHER =
      new ASN1ObjectIdentifier("1.2.840.113549.1.9.16.1.40");

  private static final int MOST_REVOCATION_LISTS = 8;
  private static final Set<Integer> VERSIONS = Set.of(1, 3, 4, 5);

  final byte[] encoded;
  final byte[] content;
  final ASN1ObjectIdentifier contentType;
  final int version;
  final List<X509Certificate> certificates;
  final List<byte[]> revocationLists;
  final SignerInfo signer;
  final SignerName signerName;
  final byte[] messageDigest;
  final Optional<Instant> signingTime;
  final Set<Tolerance> tolerances;

  private CmsReader(byte[] encoded, SignedData data, VoucherLimits limits, Set<Tolerance> needed)
      throws Broken, IOException, ParseException {
    this.encoded = encoded;
    version = data.getVersion().intValueExact();
    contentType = data.getEncapContentInfo().getContentType();
    checkKind(needed);
    content = content(data);
    certificates = certificates(data, limits);
    revocationLists = revocationLists(data);
    if (data.getSignerInfos().size() != 1) {
      throw new Broken(VoucherCheck.SIGNERS, data.getSignerInfos().size() + " signers");
    }
    signer = SignerInfo.getInstance(data.getSignerInfos().getObjectAt(0));
    signerName = SignerName.of(signer.getSID());
    messageDigest = messageDigest();
    signingTime = signingTime();
    tolerances = Set.copyOf(needed);
  }

  static CmsReader read(byte[] encoded, VoucherLimits limits, EnumSet<Tolerance> needed)
      throws Broken {
    if (!Nesting.isWithin(encoded, limits.deepestEncoding())) {
      throw new Broken(VoucherCheck.CMS, "not one ASN.1 value of sensible depth");
    }
    // The ASN.1 library reports malformed input by whatever exception comes up on the way.
    try (var input = new ASN1InputStream(encoded)) {
      var object = input.readObject();
      var info = ContentInfo.getInstance(object);
      if (!info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
        throw new Broken(VoucherCheck.CMS, "content info of type " + info.getContentType());
      }
      if (!Arrays.equals(object.getEncoded(ASN1Encoding.DER), encoded)) {
        needed.add(Tolerance.NOT_DER);
      }
      return new CmsReader(encoded, SignedData.getInstance(info.getContent()), limits, needed);
    } catch (IOException | ParseException | RuntimeException e) {
      throw new Broken(
          VoucherCheck.CMS, "not a SignedData: " + Description.printable(String.valueOf(e)));
    }
  }

  private void checkKind(Set<Tolerance> needed) throws Broken {
    if (!VERSIONS.contains(version)) {
      throw new Broken(VoucherCheck.CMS, "CMS version " + version);
    }
    if (version == 1) {
      needed.add(Tolerance.CMS_VERSION_1);
    }
    if (contentType.equals(CMSObjectIdentifiers.data)) {
      needed.add(Tolerance.CONTENT_TYPE_ID_DATA);
    } else if (!contentType.equals(JSON_VOUCHER)) {
      throw new Broken(VoucherCheck.CONTENT_TYPE, "content type " + contentType);
    }
  }

  private static byte[] content(SignedData data) throws Broken {
    if (data.getEncapContentInfo().getContent() instanceof ASN1OctetString octets) {
      return octets.getOctets();
    }
    throw new Broken(VoucherCheck.CMS, "there is no content in it");
  }

  private static List<X509Certificate> certificates(SignedData data, VoucherLimits limits)
      throws Broken, IOException {
    var found = new ArrayList<X509Certificate>();
    var set = data.getCertificates();
    if (set == null) {
      return List.of();
    }
    if (set.size() > limits.mostCertificates()) {
      throw new Broken(VoucherCheck.CERTIFICATES, set.size() + " certificates");
    }
    for (var element : set) {
      if (!(element.toASN1Primitive() instanceof ASN1Sequence certificate)) {
        throw new Broken(VoucherCheck.CERTIFICATES, "a certificate that is not of X.509");
      }
      try {
        found.add(Certificates.parse(certificate.getEncoded(ASN1Encoding.DER)));
      } catch (CertificateException e) {
        throw new Broken(
            VoucherCheck.CERTIFICATES, Description.printable(String.valueOf(e.getMessage())));
      }
    }
    return List.copyOf(found);
  }

  /** Those of X.509; of another format none is (RFC 5652 section 10.2.1). */
  private static List<byte[]> revocationLists(SignedData data) throws IOException {
    var found = new ArrayList<byte[]>();
    var set = data.getCRLs();
    if (set != null) {
      for (var element : set) {
        if (element.toASN1Primitive() instanceof ASN1Sequence list
            && found.size() < MOST_REVOCATION_LISTS) {
          found.add(list.getEncoded(ASN1Encoding.DER));
        }
      }
    }
    return List.copyOf(found);
  }

  private byte[] messageDigest() throws Broken {
    if (!single(CMSAttributes.contentType).equals(contentType)) {
      throw new Broken(
          VoucherCheck.SIGNED_ATTRIBUTES, "the content-type attribute is not the content's type");
    }
    if (single(CMSAttributes.messageDigest) instanceof ASN1OctetString octets) {
      return octets.getOctets();
    }
    throw new Broken(VoucherCheck.SIGNED_ATTRIBUTES, "the message-digest attribute is unusable");
  }

  private Optional<Instant> signingTime() throws Broken {
    if (attributes(CMSAttributes.signingTime).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Time.getInstance(single(CMSAttributes.signingTime)).getDate().toInstant());
  }

  private ASN1Primitive single(ASN1ObjectIdentifier type) throws Broken {
    var found = attributes(type);
    if (found.size() != 1 || found.getFirst().getAttrValues().size() != 1) {
      throw new Broken(
          VoucherCheck.SIGNED_ATTRIBUTES, "the signed attribute " + type + " is not there once");
    }
    return found.getFirst().getAttrValues().getObjectAt(0).toASN1Primitive();
  }

  private List<Attribute> attributes(ASN1ObjectIdentifier type) {
    var found = new ArrayList<Attribute>();
    var all = signer.getAuthenticatedAttributes();
    if (all != null) {
      for (var element : all) {
        var attribute = Attribute.getInstance(element);
        if (attribute.getAttrType().equals(type)) {
          found.add(attribute);
        }
      }
    }
    return found;
  }
}
