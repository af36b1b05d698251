package dev.brski.cmp;

import java.util.Optional;

/** Reads as much of a broken message as an answer to it needs; bounded, and never fails. */
final class Salvage {

  private static final CmpLimits LIMITS = CmpLimits.batch();
  private static final int LONGEST_HEADER = 16 << 10;

  private Salvage() {}

  static ReplyTo from(byte[] der) {
    try {
      var message = Der.element(der, 0, der.length);
      var header = Der.element(der, message.contentStart(), message.end());
      if (message.tag() != Der.SEQUENCE
          || header.tag() != Der.SEQUENCE
          || header.end() - header.start() > LONGEST_HEADER) {
        return ReplyTo.nothing();
      }
      var octets = header.encoded();
      var read = CmpHeader.read(Der.scan(octets, LIMITS));
      var type = type(der, header.end(), message.end());
      return new ReplyTo(
          Math.clamp(read.pvno(), 2, 3),
          type,
          Optional.of(read.senderName()),
          read.transactionId(),
          read.senderNonce(),
          type.map(BodyType::certReqId).orElse(0L));
    } catch (MalformedMessage _) {
      return ReplyTo.nothing();
    }
  }

  private static Optional<BodyType> type(byte[] der, int at, int end) {
    if (at >= end || (der[at] & 0xe0) != Der.CONTEXT) {
      return Optional.empty();
    }
    return BodyType.ofTag(der[at] & 0x1f);
  }
}
