package dev.brski.proof.acceptance;

import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.TransactionId;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.security.PrivateKey;
import java.util.function.Consumer;
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

/** Messages that are wrong in one way, and otherwise as sound as their sender can make them. */
final class CmpForge {

  private CmpForge() {}

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
