package dev.brski.cmp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.X500Name;

/** Reads CertReqMessages (RFC 4211 section 3) so that no field is there twice or unseen. */
final class CertReqMsgReader {

  private CertReqMsgReader() {}

  static List<CertReqMsg> readAll(Der.Element content) throws MalformedMessage, IOException {
    if (content.tag() != Der.SEQUENCE) {
      throw MalformedMessage.syntax("CertReqMessages is no SEQUENCE");
    }
    var messages = new ArrayList<CertReqMsg>();
    for (var element : content.children()) {
      messages.add(read(element));
    }
    return messages;
  }

  private static CertReqMsg read(Der.Element element) throws MalformedMessage, IOException {
    var fields = element.children();
    if (element.tag() != Der.SEQUENCE || fields.isEmpty() || fields.size() > 3) {
      throw MalformedMessage.syntax("a CertReqMsg of " + fields.size() + " fields");
    }
    var request = fields.getFirst();
    var parts = request.children();
    if (request.tag() != Der.SEQUENCE || parts.size() < 2 || parts.size() > 3) {
      throw MalformedMessage.syntax("a CertRequest of " + parts.size() + " fields");
    }
    return new CertReqMsg(
        ASN1Integer.getInstance(parts.getFirst().encoded()).getValue(),
        request.encoded(),
        template(parts.get(1)),
        parts.size() == 3 ? oldCertId(parts.get(2)) : Optional.empty(),
        popo(fields));
  }

  private static CertReqMsg.Template template(Der.Element element)
      throws MalformedMessage, IOException {
    if (element.tag() != Der.SEQUENCE) {
      throw MalformedMessage.syntax("a certTemplate that is no SEQUENCE");
    }
    Der.demandAscendingTags(element.children());
    var template = CertTemplate.getInstance(element.encoded());
    var subject = template.getSubject();
    boolean hasVersion =
        !element.children().isEmpty() && (element.children().getFirst().tag() & 0x1f) == 0;
    return new CertReqMsg.Template(
        hasVersion ? Optional.of(BigInteger.valueOf(template.getVersion())) : Optional.empty(),
        template.getSerialNumber() != null
            || template.getSigningAlg() != null
            || template.getIssuerUID() != null
            || template.getSubjectUID() != null,
        subject == null ? Optional.empty() : Optional.of(principal(subject)),
        Optional.ofNullable(template.getPublicKey()),
        Optional.ofNullable(template.getExtensions()));
  }

  private static Optional<CertReqMsg.OldCertId> oldCertId(Der.Element controls) throws IOException {
    for (var control : Controls.getInstance(controls.encoded()).toAttributeTypeAndValueArray()) {
      if (control.getType().equals(CRMFObjectIdentifiers.id_regCtrl.branch("5"))) {
        var id = CertId.getInstance(control.getValue());
        return Optional.of(
            new CertReqMsg.OldCertId(
                principal(X500Name.getInstance(id.getIssuer().getName())),
                id.getSerialNumber().getValue()));
      }
    }
    return Optional.empty();
  }

  private static CertReqMsg.Popo popo(List<Der.Element> fields) throws IOException {
    if (fields.size() < 2 || fields.get(1).tag() == Der.SEQUENCE) {
      return new CertReqMsg.Popo.Absent();
    }
    var popo = ProofOfPossession.getInstance(BodyReader.primitive(fields.get(1)));
    return switch (popo.getType()) {
      case ProofOfPossession.TYPE_RA_VERIFIED -> new CertReqMsg.Popo.RaVerified();
      case ProofOfPossession.TYPE_SIGNING_KEY -> {
        var signing = POPOSigningKey.getInstance(popo.getObject());
        yield new CertReqMsg.Popo.Signature(
            signing.getAlgorithmIdentifier(),
            signing.getSignature().getOctets(),
            signing.getPoposkInput() != null);
      }
      default -> new CertReqMsg.Popo.OfAnotherKind(popo.getType());
    };
  }

  private static X500Principal principal(X500Name name) throws IOException {
    return new X500Principal(name.getEncoded());
  }
}
