package dev.brski.cmp;

import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * Reads as much of a broken message as an answer to it needs, field by field of the header, each
 * one only as far as it is sound; bounded, and never fails.
 */
final class Salvage {

  private static final CmpLimits FIELD = new CmpLimits(8 << 10, 16, 512, 0, 0, 0);
  private static final int LONGEST_ECHO = 128;
  private static final int MOST_FIELDS = 12;
  private static final int PVNO = 0;
  private static final int SENDER = 1;
  private static final int RECIPIENT = 2;
  private static final int TRANSACTION_ID = 4;
  private static final int SENDER_NONCE = 5;

  private int pvno = 2;
  private Optional<BodyType> type = Optional.empty();
  private Optional<GeneralName> sender = Optional.empty();
  private Optional<TransactionId> transactionId = Optional.empty();
  private Optional<Nonce> senderNonce = Optional.empty();

  private Salvage() {}

  static ReplyTo from(byte[] der) {
    var salvage = new Salvage();
    try {
      salvage.read(der);
    } catch (MalformedMessage _) {
      return salvage.found();
    }
    return salvage.found();
  }

  private ReplyTo found() {
    return new ReplyTo(
        Math.clamp(pvno, 2, 3),
        type,
        sender,
        transactionId,
        senderNonce,
        type.map(BodyType::certReqId).orElse(0L));
  }

  private void read(byte[] der) throws MalformedMessage {
    var header = Der.element(der, behindLength(der), der.length);
    type =
        header.end() < der.length && (der[header.end()] & 0xe0) == Der.CONTEXT
            ? BodyType.ofTag(der[header.end()] & 0x1f)
            : Optional.empty();
    int at = header.contentStart();
    for (int i = 0; i < MOST_FIELDS && at < header.end(); i++) {
      var field = Der.element(der, at, header.end());
      readField(i, field);
      at = field.end();
    }
  }

  /** Passes over a field that is unsound: the others may still serve. */
  private void readField(int index, Der.Element field) {
    try {
      switch (index) {
        case PVNO -> pvno = pvno(field);
        case SENDER -> sender = Optional.of(generalName(field));
        case RECIPIENT -> {}
        default -> readTagged(field);
      }
    } catch (MalformedMessage | RuntimeException _) {
      return;
    }
  }

  private void readTagged(Der.Element field) throws MalformedMessage {
    if (field.isContext(TRANSACTION_ID)) {
      transactionId =
          Optional.of(new TransactionId(octets(field))).filter(TransactionId::isAcceptable);
    } else if (field.isContext(SENDER_NONCE)) {
      senderNonce = Optional.of(new Nonce(octets(field)));
    }
  }

  /** Where the content of the outermost element begins, whatever its length octets say. */
  private static int behindLength(byte[] der) throws MalformedMessage {
    if (der.length < 2 || der[0] != Der.SEQUENCE) {
      throw MalformedMessage.syntax("no SEQUENCE");
    }
    int first = der[1] & 0xff;
    return first <= 0x80 ? 2 : 2 + (first & 0x7f);
  }

  private static int pvno(Der.Element field) {
    return field.tag() == 2 && field.end() - field.contentStart() == 1
        ? field.source()[field.contentStart()]
        : 2;
  }

  private static GeneralName generalName(Der.Element field) throws MalformedMessage {
    var encoded = field.encoded();
    var _ = Der.scan(encoded, FIELD);
    return HeaderName.sound(GeneralName.getInstance(encoded));
  }

  private static byte[] octets(Der.Element field) throws MalformedMessage {
    var content = MessageStructure.only(field).encoded();
    if (content.length > LONGEST_ECHO) {
      throw MalformedMessage.syntax(content.length + " octets in an identifier");
    }
    return ASN1OctetString.getInstance(content).getOctets();
  }
}
