package dev.brski.authority;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CertConfirmContent;
import org.bouncycastle.asn1.cmp.CertStatus;
import org.bouncycastle.asn1.cmp.GenMsgContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.PKIStatusInfo;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/** What a device sends besides its requests for certificates, made by another library. */
final class SignedMessages {

  private SignedMessages() {}

  static byte[] id() {
    return TestDevice.SUITE.randomBytes(16);
  }

  private static TestMessage message(byte[] transactionId, PKIBody body) {
    return new TestMessage(transactionId, id()).body(body);
  }

  /** An rr for a certificate. */
  static byte[] revocation(X509Certificate certificate, int reason, Credential signer) {
    return revocation(id(), List.of(details(certificate, reason)), signer);
  }

  static byte[] revocation(byte[] transactionId, List<RevDetails> details, Credential signer) {
    return message(
            transactionId,
            new PKIBody(
                PKIBody.TYPE_REVOCATION_REQ,
                RevReqContent.getInstance(new DERSequence(details.toArray(RevDetails[]::new)))))
        .signed(signer);
  }

  static RevDetails details(X509Certificate certificate, int reason) {
    return details(
        Optional.of(issuer(certificate)),
        Optional.of(certificate.getSerialNumber()),
        Optional.of(reason));
  }

  static RevDetails details(
      Optional<X500Name> issuer, Optional<BigInteger> serialNumber, Optional<Integer> reason) {
    var template = new CertTemplateBuilder();
    serialNumber.map(ASN1Integer::new).ifPresent(template::setSerialNumber);
    issuer.ifPresent(template::setIssuer);
    return reason
        .map(code -> new RevDetails(template.build(), reasonCode(code)))
        .orElseGet(() -> new RevDetails(template.build()));
  }

  private static Extensions reasonCode(int code) {
    try {
      return new Extensions(
          new Extension(Extension.reasonCode, false, CRLReason.lookup(code).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static X500Name issuer(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded());
  }

  /** A genm that asks for one thing. */
  static TestMessage question(ASN1ObjectIdentifier type, Optional<ASN1Encodable> value) {
    return question(id(), type, value);
  }

  static TestMessage question(
      byte[] transactionId, ASN1ObjectIdentifier type, Optional<ASN1Encodable> value) {
    return questions(transactionId, List.of(new InfoTypeAndValue(type, value.orElse(null))));
  }

  static TestMessage questions(byte[] transactionId, List<InfoTypeAndValue> infos) {
    return message(
        transactionId,
        new PKIBody(
            PKIBody.TYPE_GEN_MSG, new GenMsgContent(infos.toArray(InfoTypeAndValue[]::new))));
  }

  static InfoTypeAndValue profile(String name) {
    return new InfoTypeAndValue(
        CMPObjectIdentifiers.id_it_certProfile, new DERSequence(new DERUTF8String(name)));
  }

  static byte[] certConf(Answer response, boolean accepts, Credential signer) {
    var hash = CryptoSuite.sha256(Certificates.encoded(response.certificate().orElseThrow()));
    var status =
        accepts
            ? new CertStatus(hash, BigInteger.ZERO)
            : new CertStatus(hash, BigInteger.ZERO, new PKIStatusInfo(PKIStatus.rejection));
    return following(
        response,
        new PKIBody(
            PKIBody.TYPE_CERT_CONFIRM, CertConfirmContent.getInstance(new DERSequence(status))),
        signer);
  }

  static byte[] poll(Answer response, Credential signer) {
    return following(
        response,
        new PKIBody(PKIBody.TYPE_POLL_REQ, new PollReqContent(new ASN1Integer(0))),
        signer);
  }

  private static byte[] following(Answer response, PKIBody body, Credential signer) {
    return new TestMessage(response.transactionId(), id())
        .recipNonce(response.senderNonce())
        .body(body)
        .signed(signer);
  }
}
