package dev.brski.cmp;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1BitString;

/** The parts of a PKIMessage as slices. */
record MessageStructure(
    Der.Element header,
    Der.Element body,
    byte[] protectedPart,
    Optional<byte[]> protection,
    List<Der.Element> extraCerts) {

  private static final int PROTECTION = 0;
  private static final int EXTRA_CERTS = 1;

  static MessageStructure read(Der.Element message) throws MalformedMessage {
    if (message.tag() != Der.SEQUENCE) {
      throw MalformedMessage.syntax("it is no SEQUENCE");
    }
    var parts = message.children();
    if (parts.size() < 2) {
      throw MalformedMessage.syntax("it lacks a header or a body");
    }
    if (parts.getFirst().tag() != Der.SEQUENCE) {
      throw MalformedMessage.syntax("its header is no SEQUENCE");
    }
    var optional = parts.subList(2, parts.size());
    Der.demandAscendingTags(optional);
    Optional<byte[]> protection = Optional.empty();
    List<Der.Element> extraCerts = List.of();
    for (var part : optional) {
      if (part.isContext(PROTECTION)) {
        protection = Optional.of(bits(part));
      } else if (part.isContext(EXTRA_CERTS)) {
        extraCerts = sequence(part).children();
      } else {
        throw MalformedMessage.syntax("an unknown field at offset " + part.start());
      }
    }
    return new MessageStructure(
        parts.getFirst(),
        parts.get(1),
        Der.wrap(Der.SEQUENCE, parts.getFirst().encoded(), parts.get(1).encoded()),
        protection,
        extraCerts);
  }

  private static byte[] bits(Der.Element part) throws MalformedMessage {
    try {
      var bits = ASN1BitString.getInstance(only(part).encoded());
      if (bits.getPadBits() != 0) {
        throw MalformedMessage.syntax("the protection is not made of whole octets");
      }
      return bits.getOctets();
    } catch (RuntimeException e) {
      throw MalformedMessage.syntax("the protection is no BIT STRING: " + e.getMessage());
    }
  }

  static Der.Element sequence(Der.Element part) throws MalformedMessage {
    var sequence = only(part);
    if (sequence.tag() != Der.SEQUENCE) {
      throw MalformedMessage.syntax("no SEQUENCE at offset " + sequence.start());
    }
    return sequence;
  }

  static Der.Element only(Der.Element part) throws MalformedMessage {
    var children = part.children();
    if (children.size() != 1) {
      throw MalformedMessage.syntax("not exactly one value at offset " + part.start());
    }
    return children.getFirst();
  }
}
