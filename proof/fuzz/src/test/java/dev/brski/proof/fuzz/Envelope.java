package dev.brski.proof.fuzz;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Date;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** A PKIMessage in which everything is right but what stands in the place of its body. */
final class Envelope {

  private static final byte[] TRANSACTION_ID =
      "transaction 4711".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NONCE_OF_SENDER =
      "nonce of sender ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NONCE_ANSWERED =
      "nonce answered  ".getBytes(StandardCharsets.US_ASCII);
  private static final int SEQUENCE = 0x30;
  private static final int PROTECTION = 0xa0;
  private static final int EXTRA_CERTS = 0xa1;

  private Envelope() {}

  static byte[] transactionId() {
    return TRANSACTION_ID.clone();
  }

  static byte[] answeredNonce() {
    return NONCE_ANSWERED.clone();
  }

  /** A first message. */
  static byte[] request(Credential signer, byte[] body) {
    return around(signer, header(signer), body);
  }

  /** A message that answers one with {@link #answeredNonce()}. */
  static byte[] answer(Credential signer, byte[] body) {
    return around(signer, header(signer).setRecipNonce(NONCE_ANSWERED), body);
  }

  private static PKIHeaderBuilder header(Credential signer) {
    var name =
        new GeneralName(X500Name.getInstance(signer.leaf().getSubjectX500Principal().getEncoded()));
    return new PKIHeaderBuilder(2, name, name)
        .setMessageTime(new DERGeneralizedTime(Date.from(Parties.NOW)))
        .setProtectionAlg(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256))
        .setSenderKID(Certificates.subjectKeyIdentifier(signer.leaf()).orElseThrow())
        .setTransactionID(TRANSACTION_ID)
        .setSenderNonce(NONCE_OF_SENDER);
  }

  private static byte[] around(Credential signer, PKIHeaderBuilder header, byte[] body) {
    try {
      var protectedPart = joined(header.build().getEncoded("DER"), body);
      var protection = new DERBitString(signature(signer.key(), element(SEQUENCE, protectedPart)));
      var certificates = new ByteArrayOutputStream();
      for (var certificate : signer.chain()) {
        certificates.write(Certificates.encoded(certificate));
      }
      return element(
          SEQUENCE,
          joined(
              protectedPart,
              element(PROTECTION, protection.getEncoded("DER")),
              element(EXTRA_CERTS, element(SEQUENCE, certificates.toByteArray()))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] signature(PrivateKey key, byte[] content) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of our own cannot sign", e);
    }
  }

  private static byte[] element(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      var length = BigInteger.valueOf(content.length).toByteArray();
      int from = length[0] == 0 ? 1 : 0;
      out.write(0x80 | (length.length - from));
      out.write(length, from, length.length - from);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
