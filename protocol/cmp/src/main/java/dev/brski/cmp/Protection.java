package dev.brski.cmp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIHeaderBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;

/** Puts header and signature around a body (RFC 9483 sections 3.1 to 3.3). */
record Protection(Credential credential, CryptoSuite suite) {

  static final GeneralName NULL_DN = new GeneralName(X500Name.getInstance(Der.wrap(Der.SEQUENCE)));

  /**
   * A message yet to be protected.
   *
   * @param content the DER within the tag of the body
   * @param extra certificates for extraCerts beside those of the protection
   */
  record Draft(
      int pvno,
      GeneralName recipient,
      TransactionId transactionId,
      Nonce senderNonce,
      Optional<Nonce> recipNonce,
      Optional<Instant> messageTime,
      List<InfoTypeAndValue> generalInfo,
      BodyType type,
      byte[] content,
      List<X509Certificate> extra) {}

  CmpMessage protect(Draft draft) {
    return sealed(header(draft), draft.type, draft.content, draft.extra);
  }

  /**
   * A message under this credential instead of its own (RFC 9483 section 5.2.3): every field of the
   * header stays but for sender, senderKID and protectionAlg, and its certificates come along.
   *
   * @param content the DER within the tag of the body
   */
  CmpMessage replace(CmpMessage message, byte[] content) {
    return sealed(header(message), message.type(), content, withRoom(message.extraCerts()));
  }

  /**
   * What of a message's certificates has room beside those of this credential (RFC 9483 section 5.2
   * lets an RA remove some): those of CAs before all others.
   */
  private List<X509Certificate> withRoom(List<X509Certificate> extra) {
    int room = CmpLimits.standard().extraCerts() - extraCerts(List.of()).length;
    return extra.size() <= room
        ? extra
        : extra.stream()
            .filter(certificate -> !Certificates.isRoot(certificate))
            .sorted(Comparator.comparing(certificate -> certificate.getBasicConstraints() < 0))
            .limit(room)
            .toList();
  }

  private CmpMessage sealed(
      byte[] header, BodyType type, byte[] content, Collection<X509Certificate> extra) {
    var body = Der.wrap(Der.CONTEXT | type.tag(), content);
    var signature = suite.sign(credential.key(), Der.wrap(Der.SEQUENCE, header, body));
    var message =
        Der.wrap(
            Der.SEQUENCE,
            header,
            body,
            Der.wrap(Der.CONTEXT, der(new DERBitString(signature))),
            Der.wrap(Der.CONTEXT | 1, Der.wrap(Der.SEQUENCE, extraCerts(extra))));
    return switch (CmpMessage.parse(message, CmpLimits.batch())) {
      case Verdict.Accepted<CmpMessage>(var sound) -> sound;
      case Verdict.Refused<CmpMessage>(var refusal) ->
          throw new IllegalStateException("a message of our own is unsound: " + refusal);
    };
  }

  private byte[] header(CmpMessage message) {
    var leaf = credential.leaf();
    var known = message.pkiHeader();
    var builder =
        new PKIHeaderBuilder(
                message.pvno(), name(leaf.getSubjectX500Principal()), known.getRecipient())
            .setMessageTime(known.getMessageTime())
            .setProtectionAlg(suite.signatureAlgorithm(leaf.getPublicKey()))
            .setRecipKID(known.getRecipKID())
            .setTransactionID(known.getTransactionID())
            .setSenderNonce(known.getSenderNonce())
            .setRecipNonce(known.getRecipNonce())
            .setFreeText(known.getFreeText());
    Certificates.subjectKeyIdentifier(leaf).ifPresent(builder::setSenderKID);
    var infos = known.getGeneralInfo();
    if (infos != null) {
      builder.setGeneralInfo(infos);
    }
    return der(builder.build());
  }

  private byte[] header(Draft draft) {
    var leaf = credential.leaf();
    var builder =
        new PKIHeaderBuilder(draft.pvno, name(leaf.getSubjectX500Principal()), draft.recipient)
            .setProtectionAlg(suite.signatureAlgorithm(leaf.getPublicKey()))
            .setTransactionID(draft.transactionId.octets())
            .setSenderNonce(draft.senderNonce.octets());
    Certificates.subjectKeyIdentifier(leaf).ifPresent(builder::setSenderKID);
    draft.recipNonce.ifPresent(nonce -> builder.setRecipNonce(nonce.octets()));
    draft.messageTime.ifPresent(
        time -> builder.setMessageTime(new DERGeneralizedTime(Date.from(time))));
    if (!draft.generalInfo.isEmpty()) {
      builder.setGeneralInfo(draft.generalInfo.toArray(InfoTypeAndValue[]::new));
    }
    return der(builder.build());
  }

  /** The protection certificate and its chain first; no self-signed one but the signer's own. */
  private byte[][] extraCerts(Collection<X509Certificate> extra) {
    var certificates = new LinkedHashSet<X509Certificate>();
    certificates.add(credential.leaf());
    for (var certificate : credential.chain()) {
      if (!Certificates.isRoot(certificate)) {
        certificates.add(certificate);
      }
    }
    for (var certificate : extra) {
      if (!Certificates.isRoot(certificate)) {
        certificates.add(certificate);
      }
    }
    return certificates.stream().map(Certificates::encoded).toArray(byte[][]::new);
  }

  static GeneralName name(X500Principal principal) {
    return new GeneralName(X500Name.getInstance(principal.getEncoded()));
  }

  static byte[] der(ASN1Encodable structure) {
    try {
      return structure.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("a structure of our own has no encoding", e);
    }
  }
}
