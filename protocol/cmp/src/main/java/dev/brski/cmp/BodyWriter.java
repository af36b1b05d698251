package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import java.math.BigInteger;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** The contents of the body alternatives in DER. */
final class BodyWriter {

  private static final BigInteger CERT_REQ_ID = BigInteger.ZERO;

  /** The alternative raVerified [0] NULL (RFC 4211 section 4). */
  private static final int RA_VERIFIED = 0x80;

  private BodyWriter() {}

  static byte[] certReqMessages(CertificationDraft draft, CryptoSuite suite) {
    var template =
        new CertTemplateBuilder()
            .setSubject(X500Name.getInstance(draft.subject().getEncoded()))
            .setPublicKey(SubjectPublicKeyInfo.getInstance(draft.key().getPublic().getEncoded()));
    draft.extensions().ifPresent(template::setExtensions);
    var request =
        new CertRequest(
            new ASN1Integer(CERT_REQ_ID),
            template.build(),
            draft.oldCertId().map(BodyWriter::oldCertId).orElse(null));
    var popo =
        new POPOSigningKey(
            null,
            suite.signatureAlgorithm(draft.key().getPublic()),
            new DERBitString(suite.sign(draft.key().getPrivate(), Protection.der(request))));
    return Protection.der(
        new CertReqMessages(new CertReqMsg(request, new ProofOfPossession(popo), null)));
  }

  /**
   * CertReqMessages in which a registration authority vouches for the possession of each key; all
   * else stays octet by octet.
   */
  static byte[] raVerified(byte[] certReqMessages) {
    try {
      var requests = Der.scan(certReqMessages, CmpLimits.standard()).children();
      var vouched = new byte[requests.size()][];
      for (int i = 0; i < vouched.length; i++) {
        vouched[i] = raVerified(requests.get(i));
      }
      return Der.wrap(Der.SEQUENCE, vouched);
    } catch (MalformedMessage e) {
      throw new IllegalStateException("a message that was read cannot be read again", e);
    }
  }

  /** The popo, a choice of context tags, is the field behind the CertRequest. */
  private static byte[] raVerified(Der.Element certReqMsg) throws MalformedMessage {
    var fields = certReqMsg.children();
    var certRequest = fields.getFirst().encoded();
    var regInfo =
        fields.size() > 1 && fields.getLast().tag() == Der.SEQUENCE
            ? fields.getLast().encoded()
            : new byte[0];
    return Der.wrap(Der.SEQUENCE, certRequest, Der.wrap(RA_VERIFIED), regInfo);
  }

  static byte[] certConf(
      X509Certificate certificate, Optional<Body.StatusInfo> status, CryptoSuite suite) {
    try {
      var accepted = new Body.StatusInfo(PkiStatus.accepted, Set.of(), "");
      return Protection.der(
          new DERSequence(
              new CertStatus(
                  CertHash.of(certificate, suite),
                  CERT_REQ_ID,
                  org.bouncycastle.asn1.cmp.PKIStatusInfo.getInstance(
                      statusInfo(status.orElse(accepted))))));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("the certificate cannot be confirmed", e);
    }
  }

  static byte[] pollReq(long certReqId) {
    return Protection.der(new PollReqContent(BigInteger.valueOf(certReqId)));
  }

  static byte[] pollRep(long certReqId, long checkAfter, String reason) {
    var answer = new ASN1EncodableVector();
    answer.add(new ASN1Integer(certReqId));
    answer.add(new ASN1Integer(checkAfter));
    if (!reason.isEmpty()) {
      answer.add(new DERSequence(new DERUTF8String(reason)));
    }
    return Protection.der(new DERSequence(new DERSequence(answer)));
  }

  static byte[] error(Body.StatusInfo status) {
    return Protection.der(
        new ErrorMsgContent(
            org.bouncycastle.asn1.cmp.PKIStatusInfo.getInstance(statusInfo(status))));
  }

  static byte[] revocationRequest(RevocationDraft draft) {
    var certificate =
        new CertTemplateBuilder()
            .setSerialNumber(new ASN1Integer(draft.serialNumber()))
            .setIssuer(X500Name.getInstance(draft.issuer().getEncoded()))
            .build();
    var reason =
        new Extension(
            Extension.reasonCode,
            false,
            Protection.der(new ASN1Enumerated(draft.reason().number())));
    return Protection.der(new DERSequence(new RevDetails(certificate, new Extensions(reason))));
  }

  static byte[] revocationResponse(Body.StatusInfo status) {
    return Protection.der(new DERSequence(new DERSequence(statusInfo(status))));
  }

  static byte[] generalMessage(InfoTypeAndValue info) {
    return Protection.der(new DERSequence(info));
  }

  static byte[] response(long certReqId, Body.StatusInfo status) {
    return Der.wrap(
        Der.SEQUENCE, Der.wrap(Der.SEQUENCE, certResponse(certReqId, status, List.of())));
  }

  static byte[] granted(long certReqId, Grant grant) {
    var status =
        new Body.StatusInfo(
            grant.withMods() ? PkiStatus.grantedWithMods : PkiStatus.accepted, Set.of(), "");
    var pair =
        Der.wrap(Der.SEQUENCE, Der.wrap(Der.CONTEXT, Certificates.encoded(grant.certificate())));
    var responses = Der.wrap(Der.SEQUENCE, certResponse(certReqId, status, List.of(pair)));
    return grant.caPubs().isEmpty()
        ? Der.wrap(Der.SEQUENCE, responses)
        : Der.wrap(Der.SEQUENCE, caPubs(grant.caPubs()), responses);
  }

  private static byte[] caPubs(Collection<X509Certificate> anchors) {
    return Der.wrap(
        Der.CONTEXT | 1,
        Der.wrap(Der.SEQUENCE, anchors.stream().map(Certificates::encoded).toArray(byte[][]::new)));
  }

  private static byte[] certResponse(long certReqId, Body.StatusInfo status, List<byte[]> keyPair) {
    return Der.wrap(
        Der.SEQUENCE,
        Protection.der(new ASN1Integer(certReqId)),
        Protection.der(statusInfo(status)),
        keyPair.isEmpty() ? new byte[0] : keyPair.getFirst());
  }

  private static DERSequence statusInfo(Body.StatusInfo info) {
    var fields = new ASN1EncodableVector();
    fields.add(new ASN1Integer(info.status().number()));
    if (!info.text().isEmpty()) {
      fields.add(new DERSequence(new DERUTF8String(info.text())));
    }
    if (!info.failInfo().isEmpty()) {
      fields.add(FailInfo.write(info.failInfo()));
    }
    return new DERSequence(fields);
  }

  private static Controls oldCertId(dev.brski.cmp.CertReqMsg.OldCertId id) {
    return new Controls(
        new AttributeTypeAndValue(
            CRMFObjectIdentifiers.id_regCtrl.branch("5"),
            new CertId(Protection.name(id.issuer()), new ASN1Integer(id.serialNumber()))));
  }
}
