package dev.brski.authority;

import dev.brski.cmp.Consent;
import dev.brski.trust.Credential;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIMessages;

/** A nested message, made by another library than the one under test. */
final class Nesting {

  private final List<PKIMessage> members = new ArrayList<>();
  private Credential signer;
  private byte[] transactionId;
  private byte[] senderNonce;
  private final List<InfoTypeAndValue> infos = new ArrayList<>();

  Nesting(byte[] request, Credential signer) {
    var inner = PKIMessage.getInstance(request);
    members.add(inner);
    this.signer = signer;
    transactionId = ASN1OctetString.getInstance(inner.getHeader().getTransactionID()).getOctets();
    senderNonce = ASN1OctetString.getInstance(inner.getHeader().getSenderNonce()).getOctets();
  }

  Nesting signer(Credential other) {
    signer = other;
    return this;
  }

  Nesting member(byte[] another) {
    members.add(PKIMessage.getInstance(another));
    return this;
  }

  Nesting transaction(byte[] id) {
    transactionId = id.clone();
    return this;
  }

  Nesting senderNonce(byte[] nonce) {
    senderNonce = nonce.clone();
    return this;
  }

  Nesting consent(Consent consent) {
    infos.addAll(consent.generalInfo());
    return this;
  }

  Nesting info(InfoTypeAndValue info) {
    infos.add(info);
    return this;
  }

  private TestMessage message() {
    return new TestMessage(transactionId, senderNonce)
        .infos(infos)
        .body(
            new PKIBody(PKIBody.TYPE_NESTED, new PKIMessages(members.toArray(PKIMessage[]::new))));
  }

  byte[] encoded() {
    return message().signed(signer);
  }

  byte[] unprotected() {
    return message().unprotected(signer);
  }
}
