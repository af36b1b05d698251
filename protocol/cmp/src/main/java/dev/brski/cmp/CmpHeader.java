package dev.brski.cmp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIHeader;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message (RFC 9483 section 3.1), read and not yet believed.
 *
 * @param pvno the protocol version, any number
 * @param senderName who says to have sent it
 * @param recipientName whom it is meant for
 * @param generalInfo the generalInfo field in its order
 */
public record CmpHeader(
    int pvno,
    GeneralName senderName,
    GeneralName recipientName,
    Optional<Instant> messageTime,
    Optional<AlgorithmIdentifier> protectionAlg,
    Optional<byte[]> senderKid,
    Optional<byte[]> recipKid,
    Optional<TransactionId> transactionId,
    Optional<Nonce> senderNonce,
    Optional<Nonce> recipNonce,
    List<InfoTypeAndValue> generalInfo) {

  /** The first fields, which have no tag: pvno, sender and recipient. */
  private static final int UNTAGGED_FIELDS = 3;

  /** Copies the list. */
  public CmpHeader {
    generalInfo = List.copyOf(generalInfo);
  }

  /** The sender as a distinguished name; empty when another kind of name was used. */
  public Optional<X500Principal> sender() {
    return HeaderName.directoryName(senderName);
  }

  /** The recipient as a distinguished name; empty when another kind of name was used. */
  public Optional<X500Principal> recipient() {
    return HeaderName.directoryName(recipientName);
  }

  /** Whether implicitConfirm is requested or granted. */
  public boolean implicitConfirm() {
    return info(CMPObjectIdentifiers.it_implicitConfirm.getId())
        .filter(info -> info.getInfoValue() instanceof ASN1Null)
        .isPresent();
  }

  /** Until when the certConf is waited for. */
  public Optional<Instant> confirmWaitTime() {
    return info(CMPObjectIdentifiers.it_confirmWaitTime.getId())
        .filter(info -> info.getInfoValue() instanceof ASN1GeneralizedTime)
        .flatMap(info -> instant((ASN1GeneralizedTime) info.getInfoValue()));
  }

  /** The name of the certificate profile that is asked for. */
  public Optional<String> certProfile() {
    return info(CMPObjectIdentifiers.id_it_certProfile.getId())
        .map(InfoTypeAndValue::getInfoValue)
        .filter(value -> value instanceof ASN1Sequence names && names.size() == 1)
        .map(value -> ((ASN1Sequence) value).getObjectAt(0))
        .filter(ASN1String.class::isInstance)
        .map(name -> ((ASN1String) name).getString());
  }

  /** The first generalInfo element of a type. */
  public Optional<InfoTypeAndValue> info(String oid) {
    return generalInfo.stream().filter(info -> info.getInfoType().getId().equals(oid)).findFirst();
  }

  static CmpHeader read(Der.Element element) throws MalformedMessage {
    var fields = element.children();
    if (fields.size() < UNTAGGED_FIELDS) {
      throw MalformedMessage.syntax("the header lacks pvno, sender or recipient");
    }
    Der.demandAscendingTags(fields.subList(UNTAGGED_FIELDS, fields.size()));
    try {
      return of(PKIHeader.getInstance(element.encoded()));
    } catch (RuntimeException e) {
      throw MalformedMessage.syntax("the header: " + e.getMessage());
    }
  }

  private static CmpHeader of(PKIHeader header) throws MalformedMessage {
    var time = header.getMessageTime();
    var messageTime = Optional.ofNullable(time).flatMap(CmpHeader::instant);
    if (time != null && messageTime.isEmpty()) {
      throw MalformedMessage.syntax("the messageTime is not a time");
    }
    var infos = header.getGeneralInfo();
    return new CmpHeader(
        header.getPvno().intValueExact(),
        HeaderName.sound(header.getSender()),
        HeaderName.sound(header.getRecipient()),
        messageTime,
        Optional.ofNullable(header.getProtectionAlg()),
        octets(header.getSenderKID()),
        octets(header.getRecipKID()),
        octets(header.getTransactionID()).map(TransactionId::new),
        octets(header.getSenderNonce()).map(Nonce::new),
        octets(header.getRecipNonce()).map(Nonce::new),
        infos == null ? List.of() : List.of(infos));
  }

  private static Optional<byte[]> octets(@Nullable ASN1OctetString string) {
    return Optional.ofNullable(string).map(ASN1OctetString::getOctets);
  }

  private static Optional<Instant> instant(ASN1GeneralizedTime time) {
    try {
      return Optional.of(time.getDate().toInstant());
    } catch (java.text.ParseException _) {
      return Optional.empty();
    }
  }
}
