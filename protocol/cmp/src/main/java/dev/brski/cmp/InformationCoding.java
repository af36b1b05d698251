package dev.brski.cmp;

import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;

/** The infoType and infoValue of each genp (RFC 9483 section 4.3), read and written. */
final class InformationCoding {

  private static final int NEW_WITH_OLD = 0;
  private static final int OLD_WITH_NEW = 1;
  private static final int MOST_CERTIFICATES = 16;

  private InformationCoding() {}

  static Verdict<Information> read(InfoTypeAndValue info, Inquiry asked) {
    var expected = type(asked);
    return info.getInfoType().equals(expected)
        ? read(info)
        : CmpCheck.INFORMATION.refused(
            "infoType " + info.getInfoType() + " in answer to a question for " + expected);
  }

  static Verdict<Information> read(InfoTypeAndValue info) {
    var type = info.getInfoType();
    var value = Optional.ofNullable(info.getInfoValue());
    try {
      if (type.equals(CMPObjectIdentifiers.id_it_caCerts)) {
        return Verdict.accepted(
            new Information.CaCertificates(
                value.isPresent() ? certificates(value.get()) : List.of()));
      }
      if (type.equals(CMPObjectIdentifiers.id_it_rootCaKeyUpdate)) {
        return Verdict.accepted(
            new Information.RootUpdate(
                value.isPresent() ? Optional.of(roots(value.get())) : Optional.empty()));
      }
      if (type.equals(CMPObjectIdentifiers.id_it_certReqTemplate)) {
        return Verdict.accepted(
            new Information.RequestTemplate(
                value.isPresent() ? Optional.of(template(value.get())) : Optional.empty()));
      }
      if (type.equals(CMPObjectIdentifiers.id_it_crls)) {
        return Verdict.accepted(
            new Information.RevocationList(
                value.isPresent() ? Optional.of(list(value.get())) : Optional.empty()));
      }
    } catch (IOException | CertificateException | RuntimeException e) {
      return CmpCheck.INFORMATION.refused(
          type + " with an infoValue that is none: " + e.getMessage());
    }
    return CmpCheck.INFORMATION.refused(type + " is no answer of RFC 9483 section 4.3");
  }

  static InfoTypeAndValue write(Information information) {
    return switch (information) {
      case Information.CaCertificates(var certificates) ->
          new InfoTypeAndValue(
              CMPObjectIdentifiers.id_it_caCerts,
              certificates.isEmpty()
                  ? null
                  : new DERSequence(
                      certificates.stream()
                          .map(InquiryCoding::certificate)
                          .toArray(ASN1Encodable[]::new)));
      case Information.RootUpdate(var roots) ->
          new InfoTypeAndValue(
              CMPObjectIdentifiers.id_it_rootCaKeyUpdate,
              roots.map(InformationCoding::write).orElse(null));
      case Information.RequestTemplate(var template) ->
          new InfoTypeAndValue(
              CMPObjectIdentifiers.id_it_certReqTemplate,
              template.map(InformationCoding::write).orElse(null));
      case Information.RevocationList(var der) ->
          new InfoTypeAndValue(
              CMPObjectIdentifiers.id_it_crls,
              der.map(list -> new DERSequence(CertificateList.getInstance(list))).orElse(null));
    };
  }

  private static ASN1ObjectIdentifier type(Inquiry asked) {
    return switch (asked) {
      case Inquiry.CaCertificates _ -> CMPObjectIdentifiers.id_it_caCerts;
      case Inquiry.RootUpdate _ -> CMPObjectIdentifiers.id_it_rootCaKeyUpdate;
      case Inquiry.RequestTemplate _ -> CMPObjectIdentifiers.id_it_certReqTemplate;
      case Inquiry.RevocationList _ -> CMPObjectIdentifiers.id_it_crls;
    };
  }

  private static List<X509Certificate> certificates(ASN1Encodable value)
      throws IOException, CertificateException {
    var sequence = ASN1Sequence.getInstance(value);
    if (sequence.size() == 0 || sequence.size() > MOST_CERTIFICATES) {
      throw new IllegalArgumentException(sequence.size() + " certificates");
    }
    var certificates = new ArrayList<X509Certificate>();
    for (var element : sequence) {
      certificates.add(InquiryCoding.certificate(element));
    }
    return certificates;
  }

  private static Information.Roots roots(ASN1Encodable value)
      throws IOException, CertificateException {
    var fields = ASN1Sequence.getInstance(value);
    if (fields.size() < 2 || fields.size() > 3) {
      throw new IllegalArgumentException(fields.size() + " fields in a RootCaKeyUpdateContent");
    }
    return new Information.Roots(
        InquiryCoding.certificate(fields.getObjectAt(0)),
        tagged(fields, 1, NEW_WITH_OLD),
        fields.size() == 3 ? Optional.of(tagged(fields, 2, OLD_WITH_NEW)) : Optional.empty());
  }

  private static X509Certificate tagged(ASN1Sequence fields, int index, int tag)
      throws IOException, CertificateException {
    var field = ASN1TaggedObject.getInstance(fields.getObjectAt(index));
    if (!field.hasContextTag(tag)) {
      throw new IllegalArgumentException("field " + index + " of a RootCaKeyUpdateContent");
    }
    return InquiryCoding.certificate(field.getExplicitBaseObject());
  }

  private static DERSequence write(Information.Roots roots) {
    var fields = new ASN1EncodableVector();
    fields.add(InquiryCoding.certificate(roots.newWithNew()));
    fields.add(
        new DERTaggedObject(true, NEW_WITH_OLD, InquiryCoding.certificate(roots.newWithOld())));
    roots
        .oldWithNew()
        .ifPresent(
            old ->
                fields.add(
                    new DERTaggedObject(true, OLD_WITH_NEW, InquiryCoding.certificate(old))));
    return new DERSequence(fields);
  }

  private static Information.Template template(ASN1Encodable value) throws IOException {
    var fields = ASN1Sequence.getInstance(value);
    if (fields.size() == 0 || fields.size() > 2) {
      throw new IllegalArgumentException(fields.size() + " fields in a CertReqTemplateValue");
    }
    var template = CertTemplate.getInstance(fields.getObjectAt(0));
    boolean prohibited =
        template.getPublicKey() != null
            || template.getSerialNumber() != null
            || template.getSigningAlg() != null
            || template.getIssuerUID() != null
            || template.getSubjectUID() != null;
    if (prohibited) {
      throw new IllegalArgumentException("a field that must be omitted from a template");
    }
    var subject = template.getSubject();
    return new Information.Template(
        subject == null ? Optional.empty() : Optional.of(new X500Principal(subject.getEncoded())),
        Optional.ofNullable(template.getExtensions()),
        fields.size() == 2
            ? keys(ASN1Sequence.getInstance(fields.getObjectAt(1)))
            : List.<Information.KeySpec>of());
  }

  private static List<Information.KeySpec> keys(ASN1Sequence controls) {
    var keys = new ArrayList<Information.KeySpec>();
    for (var element : controls) {
      var control = AttributeTypeAndValue.getInstance(element);
      if (control.getType().equals(CMPObjectIdentifiers.id_regCtrl_algId)) {
        keys.add(
            new Information.KeySpec.Algorithm(AlgorithmIdentifier.getInstance(control.getValue())));
      } else if (control.getType().equals(CMPObjectIdentifiers.id_regCtrl_rsaKeyLen)) {
        int bits = ASN1Integer.getInstance(control.getValue()).intValueExact();
        if (bits <= 0) {
          throw new IllegalArgumentException("an RSA key of " + bits + " bits");
        }
        keys.add(new Information.KeySpec.RsaKeyLength(bits));
      }
    }
    return keys;
  }

  private static DERSequence write(Information.Template template) {
    var builder = new CertTemplateBuilder();
    template
        .subject()
        .ifPresent(name -> builder.setSubject(X500Name.getInstance(name.getEncoded())));
    template.extensions().ifPresent(builder::setExtensions);
    var fields = new ASN1EncodableVector();
    fields.add(builder.build());
    if (!template.keys().isEmpty()) {
      fields.add(
          new DERSequence(
              template.keys().stream()
                  .map(InformationCoding::control)
                  .toArray(ASN1Encodable[]::new)));
    }
    return new DERSequence(fields);
  }

  private static AttributeTypeAndValue control(Information.KeySpec key) {
    return switch (key) {
      case Information.KeySpec.Algorithm(var algorithm) ->
          new AttributeTypeAndValue(CMPObjectIdentifiers.id_regCtrl_algId, algorithm);
      case Information.KeySpec.RsaKeyLength(int bits) ->
          new AttributeTypeAndValue(
              CMPObjectIdentifiers.id_regCtrl_rsaKeyLen, new ASN1Integer(bits));
    };
  }

  private static byte[] list(ASN1Encodable value) throws IOException {
    var lists = ASN1Sequence.getInstance(value);
    if (lists.size() != 1) {
      throw new IllegalArgumentException(lists.size() + " revocation lists");
    }
    return lists.getObjectAt(0).toASN1Primitive().getEncoded(ASN1Encoding.DER);
  }
}
