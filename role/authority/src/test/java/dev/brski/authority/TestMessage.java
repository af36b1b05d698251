package dev.brski.authority;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.ProtectedPart;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.GeneralName;

/** A PKIMessage put together field by field. */
final class TestMessage {

  private final byte[] transactionId;
  private final byte[] senderNonce;
  private Optional<byte[]> recipNonce = Optional.empty();
  private List<InfoTypeAndValue> infos = List.of();
  private Optional<PKIBody> body = Optional.empty();

  TestMessage(byte[] transactionId, byte[] senderNonce) {
    this.transactionId = transactionId.clone();
    this.senderNonce = senderNonce.clone();
  }

  TestMessage infos(List<InfoTypeAndValue> values) {
    infos = List.copyOf(values);
    return this;
  }

  TestMessage recipNonce(byte[] nonce) {
    recipNonce = Optional.of(nonce.clone());
    return this;
  }

  TestMessage body(PKIBody content) {
    body = Optional.of(content);
    return this;
  }

  byte[] signed(Credential signer) {
    return signed(signer, List.of());
  }

  /** With more certificates in extraCerts behind those of the signer. */
  byte[] signed(Credential signer, List<X509Certificate> more) {
    var header = header(signer);
    var signature =
        TestDevice.SUITE.sign(signer.key(), der(new ProtectedPart(header, body.orElseThrow())));
    return der(
        new PKIMessage(
            header, body.orElseThrow(), new DERBitString(signature), certificates(signer, more)));
  }

  byte[] unprotected(Credential signer) {
    return der(
        new PKIMessage(header(signer), body.orElseThrow(), null, certificates(signer, List.of())));
  }

  /** A message with the first of its certificates alone. */
  static byte[] withoutIssuers(byte[] message) {
    var read = PKIMessage.getInstance(message);
    return der(
        new PKIMessage(
            read.getHeader(),
            read.getBody(),
            read.getProtection(),
            new CMPCertificate[] {read.getExtraCerts()[0]}));
  }

  private PKIHeader header(Credential signer) {
    var name = X500Name.getInstance(signer.leaf().getSubjectX500Principal().getEncoded());
    var builder =
        new PKIHeaderBuilder(
                PKIHeader.CMP_2000,
                new GeneralName(name),
                new GeneralName(new X500Name("CN=whoever")))
            .setProtectionAlg(TestDevice.SUITE.signatureAlgorithm(signer.leaf().getPublicKey()))
            .setTransactionID(transactionId)
            .setSenderNonce(senderNonce);
    Certificates.subjectKeyIdentifier(signer.leaf()).ifPresent(builder::setSenderKID);
    recipNonce.ifPresent(builder::setRecipNonce);
    if (!infos.isEmpty()) {
      builder.setGeneralInfo(infos.toArray(InfoTypeAndValue[]::new));
    }
    return builder.build();
  }

  private static CMPCertificate[] certificates(Credential signer, List<X509Certificate> more) {
    return Stream.concat(signer.chain().stream(), more.stream())
        .map(
            certificate ->
                new CMPCertificate(Certificate.getInstance(Certificates.encoded(certificate))))
        .toArray(CMPCertificate[]::new);
  }

  static byte[] der(ASN1Object structure) {
    try {
      return structure.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
