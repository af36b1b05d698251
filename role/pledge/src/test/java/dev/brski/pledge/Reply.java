package dev.brski.pledge;

import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertOrEncCert;
import org.bouncycastle.asn1.cmp.CertRepMessage;
import org.bouncycastle.asn1.cmp.CertResponse;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.CertifiedKeyPair;
import org.bouncycastle.asn1.cmp.ErrorMsgContent;
import org.bouncycastle.asn1.cmp.GenMsgContent;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIConfirmContent;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIFreeText;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollRepContent;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.cmp.RevRepContent;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.cmp.ProtectedPKIMessageBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes CMP answers, right and wrong, with Bouncy Castle's own classes. */
final class Reply {

  private final PKIMessage request;
  private final Issuer signer;
  private final List<X509Certificate> extraCerts = new ArrayList<>();
  private byte[] recipNonce;
  private byte[] transactionID;
  private boolean implicitConfirm;
  private boolean broken;
  private Optional<X500Name> sender = Optional.empty();

  private Reply(PKIMessage request, Issuer signer) {
    this.request = request;
    this.signer = signer;
    extraCerts.addAll(signer.chain());
    recipNonce = request.getHeader().getSenderNonce().getOctets();
    transactionID = request.getHeader().getTransactionID().getOctets();
  }

  static Reply to(byte[] request, Issuer signer) {
    return new Reply(PKIMessage.getInstance(request), signer);
  }

  static PKIMessage parse(byte[] message) {
    return PKIMessage.getInstance(message);
  }

  static int bodyType(byte[] message) {
    return parse(message).getBody().getType();
  }

  static String transactionID(byte[] message) {
    return java.util.HexFormat.of()
        .formatHex(parse(message).getHeader().getTransactionID().getOctets());
  }

  static byte[] senderNonce(byte[] message) {
    return parse(message).getHeader().getSenderNonce().getOctets();
  }

  static byte[] recipNonce(byte[] message) {
    return parse(message).getHeader().getRecipNonce().getOctets();
  }

  static CertStatus certStatus(byte[] certConf) {
    return CertConfirmContent.getInstance(parse(certConf).getBody().getContent())
        .toCertStatusArray()[0];
  }

  static CertTemplate template(byte[] ir) {
    return CertReqMessages.getInstance(parse(ir).getBody().getContent())
        .toCertReqMsgArray()[0]
        .getCertReq()
        .getCertTemplate();
  }

  static PublicKey requestedKey(byte[] ir) {
    try {
      return new JcaPEMKeyConverter()
          .setProvider(Issuer.BC)
          .getPublicKey(template(ir).getPublicKey());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate that an ir asks for. */
  static X509Certificate grant(byte[] ir, Issuer authority) {
    return authority.certify(template(ir).getSubject(), requestedKey(ir));
  }

  Reply withImplicitConfirm() {
    implicitConfirm = true;
    return this;
  }

  Reply withRecipNonce(byte[] nonce) {
    recipNonce = nonce;
    return this;
  }

  Reply withTransactionID(byte[] id) {
    transactionID = id;
    return this;
  }

  Reply withBrokenProtection() {
    broken = true;
    return this;
  }

  Reply withoutExtraCerts() {
    extraCerts.clear();
    return this;
  }

  Reply withExtraCerts(List<X509Certificate> more) {
    extraCerts.addAll(more);
    return this;
  }

  Reply from(String name) {
    sender = Optional.of(new X500Name(name));
    return this;
  }

  byte[] ip(X509Certificate certificate) {
    return ip(certificate, PKIStatus.GRANTED, new X509Certificate[0]);
  }

  byte[] ip(X509Certificate certificate, int status, X509Certificate... caPubs) {
    return granted(PKIBody.TYPE_INIT_REP, certificate, status, caPubs);
  }

  byte[] kup(X509Certificate certificate, X509Certificate... caPubs) {
    return granted(PKIBody.TYPE_KEY_UPDATE_REP, certificate, PKIStatus.GRANTED, caPubs);
  }

  private byte[] granted(
      int type, X509Certificate certificate, int status, X509Certificate... caPubs) {
    var response =
        new CertResponse(
            new ASN1Integer(0),
            new PKIStatusInfo(PKIStatus.getInstance(new ASN1Integer(status))),
            new CertifiedKeyPair(new CertOrEncCert(cmp(certificate))),
            null);
    var anchors = new CMPCertificate[caPubs.length];
    for (int i = 0; i < caPubs.length; i++) {
      anchors[i] = cmp(caPubs[i]);
    }
    return build(
        type,
        new CertRepMessage(anchors.length == 0 ? null : anchors, new CertResponse[] {response}));
  }

  byte[] ipWaiting() {
    return without(PKIBody.TYPE_INIT_REP, PKIStatus.WAITING, 0);
  }

  byte[] kupWaiting() {
    return without(PKIBody.TYPE_KEY_UPDATE_REP, PKIStatus.WAITING, 0);
  }

  byte[] kupRejection(int failInfo) {
    return without(PKIBody.TYPE_KEY_UPDATE_REP, PKIStatus.REJECTION, failInfo);
  }

  byte[] rp() {
    return build(PKIBody.TYPE_REVOCATION_REP, rpContent(new PKIStatusInfo(PKIStatus.granted)));
  }

  byte[] rpRejection(int failInfo) {
    return build(
        PKIBody.TYPE_REVOCATION_REP,
        rpContent(info(PKIStatus.REJECTION, failInfo, "not that one")));
  }

  private static RevRepContent rpContent(PKIStatusInfo status) {
    return RevRepContent.getInstance(new DERSequence(new DERSequence(status)));
  }

  /** The answer to a question; without a value there is nothing. */
  byte[] genp(ASN1ObjectIdentifier type, ASN1Encodable... value) {
    return build(
        PKIBody.TYPE_GEN_REP,
        new GenRepContent(
            value.length == 0 ? new InfoTypeAndValue(type) : new InfoTypeAndValue(type, value[0])));
  }

  /** The question of a genm. */
  static InfoTypeAndValue question(byte[] genm) {
    return GenMsgContent.getInstance(parse(genm).getBody().getContent())
        .toInfoTypeAndValueArray()[0];
  }

  byte[] ipRejection(int failInfo) {
    return without(PKIBody.TYPE_INIT_REP, PKIStatus.REJECTION, failInfo);
  }

  private byte[] without(int type, int status, int failInfo) {
    var response =
        new CertResponse(new ASN1Integer(0), info(status, failInfo, "not yet, or never"));
    return build(type, new CertRepMessage(null, new CertResponse[] {response}));
  }

  static long pollReqId(byte[] pollReq) {
    return PollReqContent.getInstance(parse(pollReq).getBody().getContent())
        .getCertReqIdValues()[0]
        .longValueExact();
  }

  byte[] pollRep(long checkAfter) {
    return pollRep(pollReqId(encoded()), checkAfter);
  }

  byte[] pollRep(long certReqId, long checkAfter) {
    return build(
        PKIBody.TYPE_POLL_REP,
        new PollRepContent(new ASN1Integer(certReqId), new ASN1Integer(checkAfter)));
  }

  byte[] error(int status, int failInfo, String text) {
    return build(PKIBody.TYPE_ERROR, new ErrorMsgContent(info(status, failInfo, text)));
  }

  byte[] errorWaiting() {
    return error(PKIStatus.WAITING, 0, "wait");
  }

  byte[] pkiConf() {
    return build(PKIBody.TYPE_CONFIRM, new PKIConfirmContent());
  }

  /** The same error with no protection at all. */
  byte[] unprotectedError(int failInfo) {
    var whole = parse(error(PKIStatus.REJECTION, failInfo, "unprotected"));
    try {
      return new PKIMessage(whole.getHeader(), whole.getBody()).getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] encoded() {
    try {
      return request.getEncoded("DER");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PKIStatusInfo info(int status, int failInfo, String text) {
    return failInfo == 0
        ? new PKIStatusInfo(PKIStatus.getInstance(new ASN1Integer(status)), new PKIFreeText(text))
        : new PKIStatusInfo(
            PKIStatus.getInstance(new ASN1Integer(status)),
            new PKIFreeText(text),
            new PKIFailureInfo(failInfo));
  }

  private static CMPCertificate cmp(X509Certificate certificate) {
    try {
      return CMPCertificate.getInstance(certificate.getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] build(int type, org.bouncycastle.asn1.ASN1Encodable content) {
    try {
      var nonce = new byte[16];
      new SecureRandom().nextBytes(nonce);
      var builder =
          new ProtectedPKIMessageBuilder(
                  new GeneralName(sender.orElseGet(signer::name)), request.getHeader().getSender())
              .setTransactionID(transactionID)
              .setSenderNonce(nonce)
              .setRecipNonce(recipNonce)
              .setMessageTime(Date.from(MovedTime.START))
              .setSenderKID(keyIdentifier(signer.certificate()))
              .setBody(new PKIBody(type, content));
      if (implicitConfirm) {
        builder.addGeneralInfo(
            new InfoTypeAndValue(CMPObjectIdentifiers.it_implicitConfirm, DERNull.INSTANCE));
      }
      for (var certificate : extraCerts) {
        builder.addCMPCertificate(new X509CertificateHolder(certificate.getEncoded()));
      }
      var message =
          builder
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(Issuer.BC)
                      .build(signer.key()))
              .toASN1Structure();
      return (broken ? otherProtection(message) : message).getEncoded("DER");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static PKIMessage otherProtection(PKIMessage message) {
    var octets = message.getProtection().getOctets().clone();
    octets[octets.length - 1] ^= 1;
    return new PKIMessage(
        message.getHeader(), message.getBody(), new DERBitString(octets), message.getExtraCerts());
  }

  private static byte[] keyIdentifier(X509Certificate certificate) {
    var value = certificate.getExtensionValue("2.5.29.14");
    return java.util.Arrays.copyOfRange(value, 4, value.length);
  }

  static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
