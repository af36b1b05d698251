package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;

/** Makes messages that are wrong in exactly one way and otherwise sound and signed; null omits. */
final class Forge {

  private PrivateKey key;
  int pvno = 2;
  GeneralName sender;
  AlgorithmIdentifier protectionAlg;
  byte[] senderKid;
  byte[] transactionId = Cast.SUITE.randomBytes(16);
  byte[] senderNonce = Cast.SUITE.randomBytes(16);
  byte[] recipNonce;
  Instant messageTime;
  final List<InfoTypeAndValue> generalInfo = new ArrayList<>();
  int bodyTag;
  byte[] content;
  boolean protect = true;
  List<X509Certificate> extraCerts;

  Forge(Credential credential, BodyType type, byte[] content) {
    this.key = credential.key();
    this.bodyTag = type.tag();
    this.content = content;
    this.sender = Protection.name(credential.leaf().getSubjectX500Principal());
    this.protectionAlg = Cast.SUITE.signatureAlgorithm(credential.leaf().getPublicKey());
    this.senderKid = Certificates.subjectKeyIdentifier(credential.leaf()).orElseThrow();
    this.extraCerts = credential.chain();
  }

  /** A sound ir of the device. */
  static Forge ir(Cast cast) {
    return new Forge(
        cast.device, BodyType.ir, BodyWriter.certReqMessages(cast.draft(), Cast.SUITE));
  }

  /** A sound answer to a request, by a credential. */
  static Forge answer(Credential signer, CmpMessage request, BodyType type, byte[] content) {
    var forge = new Forge(signer, type, content);
    forge.transactionId = request.transactionId().octets();
    forge.recipNonce = request.senderNonce().orElseThrow().octets();
    return forge;
  }

  Forge signedWith(PrivateKey other) {
    key = other;
    return this;
  }

  byte[] encoded() {
    var header = header();
    var body = Der.wrap(Der.CONTEXT | bodyTag, content);
    var parts = new ArrayList<byte[]>(List.of(header, body));
    if (protect) {
      var signature = Cast.SUITE.sign(key, Der.wrap(Der.SEQUENCE, header, body));
      parts.add(Der.wrap(Der.CONTEXT, Protection.der(new DERBitString(signature))));
    }
    if (extraCerts != null) {
      var certificates = extraCerts.stream().map(Certificates::encoded).toArray(byte[][]::new);
      parts.add(Der.wrap(Der.CONTEXT | 1, Der.wrap(Der.SEQUENCE, certificates)));
    }
    return Der.wrap(Der.SEQUENCE, parts.toArray(byte[][]::new));
  }

  CmpMessage message() {
    return Cast.parsed(encoded());
  }

  private byte[] header() {
    var builder = new PKIHeaderBuilder(pvno, sender, Protection.NULL_DN);
    if (messageTime != null) {
      builder.setMessageTime(new DERGeneralizedTime(Date.from(messageTime)));
    }
    if (protectionAlg != null) {
      builder.setProtectionAlg(protectionAlg);
    }
    if (senderKid != null) {
      builder.setSenderKID(senderKid);
    }
    if (transactionId != null) {
      builder.setTransactionID(transactionId);
    }
    if (senderNonce != null) {
      builder.setSenderNonce(senderNonce);
    }
    if (recipNonce != null) {
      builder.setRecipNonce(recipNonce);
    }
    if (!generalInfo.isEmpty()) {
      builder.setGeneralInfo(generalInfo.toArray(InfoTypeAndValue[]::new));
    }
    return Protection.der(builder.build());
  }

  static byte[] flippedLast(byte[] octets) {
    var copy = Arrays.copyOf(octets, octets.length);
    copy[copy.length - 1] ^= 1;
    return copy;
  }
}
