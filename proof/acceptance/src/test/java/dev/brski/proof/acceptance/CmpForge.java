package dev.brski.proof.acceptance;

import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.TransactionId;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.ProofOfPossession;

/** Messages that are wrong in one way, and otherwise as sound as their sender can make them. */
final class CmpForge {

  private CmpForge() {}

  /** The message with one bit of some octets of it flipped. */
  static byte[] flipped(CmpMessage message, byte[] octets) {
    var hex = HexFormat.of();
    var whole = message.encoded();
    int at = hex.formatHex(whole).indexOf(hex.formatHex(octets));
    if (at < 0 || at % 2 != 0) {
      throw new IllegalArgumentException("the message does not hold these octets");
    }
    whole[at / 2 + octets.length - 1] ^= 1;
    return whole;
  }

  /** The message without its protection. */
  static byte[] unprotected(CmpMessage message) throws IOException {
    var read = PKIMessage.getInstance(message.encoded());
    return new PKIMessage(read.getHeader(), read.getBody(), null, read.getExtraCerts())
        .getEncoded(ASN1Encoding.DER);
  }

  /** The message with the first of its certificates alone. */
  static byte[] withoutIssuers(byte[] message) throws IOException {
    var read = PKIMessage.getInstance(message);
    return new PKIMessage(
            read.getHeader(),
            read.getBody(),
            read.getProtection(),
            new CMPCertificate[] {read.getExtraCerts()[0]})
        .getEncoded(ASN1Encoding.DER);
  }

  /** The message with a proof of possession that does not verify, properly protected again. */
  static byte[] withWrongProof(CmpMessage message, PrivateKey key) throws IOException {
    return withProof(
        message,
        key,
        proof -> {
          var signed = POPOSigningKey.getInstance(proof.getObject());
          var signature = signed.getSignature().getOctets();
          signature[signature.length - 1] ^= 1;
          return new ProofOfPossession(
              new POPOSigningKey(
                  signed.getPoposkInput(),
                  signed.getAlgorithmIdentifier(),
                  new DERBitString(signature)));
        });
  }

  /** The message with the claim that an RA verified the possession, properly protected again. */
  static byte[] raVerified(CmpMessage message, PrivateKey key) throws IOException {
    return withProof(message, key, _ -> new ProofOfPossession());
  }

  /** The message in another transaction, and all else of it as it was. */
  static byte[] inTransaction(CmpMessage message, TransactionId id, PrivateKey key)
      throws IOException {
    return withHeader(message, key, header -> header.setTransactionID(id.octets()));
  }

  /** The message without a recipNonce. */
  static byte[] withoutRecipNonce(CmpMessage message, PrivateKey key) throws IOException {
    return withHeader(message, key, header -> header.setRecipNonce((ASN1OctetString) null));
  }

  private static byte[] withHeader(
      CmpMessage message, PrivateKey key, Consumer<PKIHeaderBuilder> change) throws IOException {
    var read = PKIMessage.getInstance(message.encoded());
    var header = like(read.getHeader());
    change.accept(header);
    return signed(header.build(), read.getBody(), key, read.getExtraCerts());
  }

  /** A builder of the same header. */
  static PKIHeaderBuilder like(PKIHeader header) {
    return new PKIHeaderBuilder(
            header.getPvno().intValueExact(), header.getSender(), header.getRecipient())
        .setMessageTime(header.getMessageTime())
        .setProtectionAlg(header.getProtectionAlg())
        .setSenderKID(header.getSenderKID())
        .setTransactionID(header.getTransactionID())
        .setSenderNonce(header.getSenderNonce())
        .setRecipNonce(header.getRecipNonce())
        .setFreeText(header.getFreeText())
        .setGeneralInfo(header.getGeneralInfo());
  }

  private static byte[] withProof(
      CmpMessage message, PrivateKey key, UnaryOperator<ProofOfPossession> change)
      throws IOException {
    var read = PKIMessage.getInstance(message.encoded());
    var request = CertReqMessages.getInstance(read.getBody().getContent()).toCertReqMsgArray()[0];
    var changed =
        new CertReqMsg(request.getCertReq(), change.apply(request.getPop()), request.getRegInfo());
    var body = new PKIBody(read.getBody().getType(), new CertReqMessages(changed));
    return signed(read.getHeader(), body, key, read.getExtraCerts());
  }

  private static byte[] signed(
      PKIHeader header, PKIBody body, PrivateKey key, CMPCertificate[] extraCerts)
      throws IOException {
    var signed = new ASN1EncodableVector();
    signed.add(header);
    signed.add(body);
    var signature =
        CryptoSuite.standard().sign(key, new DERSequence(signed).getEncoded(ASN1Encoding.DER));
    return new PKIMessage(header, body, new DERBitString(signature), extraCerts)
        .getEncoded(ASN1Encoding.DER);
  }
}
