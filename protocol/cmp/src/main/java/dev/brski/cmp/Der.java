package dev.brski.cmp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** DER elements as slices of the octets they came in, and octets put around such slices. */
final class Der {

  static final int SEQUENCE = 0x30;
  static final int CONTEXT = 0xa0;
  private static final int CONSTRUCTED = 0x20;

  private Der() {}

  /**
   * One element within its source.
   *
   * @param tag the identifier octet, or the low octets of a longer identifier
   * @param start where the identifier begins
   * @param contentStart where the content begins
   * @param end behind its last octet
   */
  record Element(byte[] source, int tag, int start, int contentStart, int end) {

    byte[] encoded() {
      return Arrays.copyOfRange(source, start, end);
    }

    boolean isContext(int number) {
      return tag == (CONTEXT | number);
    }

    /** The elements of the content of a constructed element whose inside has been scanned. */
    List<Element> children() throws MalformedMessage {
      var children = new ArrayList<Element>();
      int at = contentStart;
      while (at < end) {
        var child = element(source, at, end);
        children.add(child);
        at = child.end;
      }
      return children;
    }
  }

  /**
   * Walks through all elements, without recursion, and gives the outermost, which must be all.
   *
   * @throws MalformedMessage when a limit is exceeded or the octets are not DER
   */
  static Element scan(byte[] der, CmpLimits limits) throws MalformedMessage {
    if (der.length > limits.octets()) {
      throw new MalformedMessage(CmpCheck.LIMITS, der.length + " octets, over " + limits.octets());
    }
    var outermost = element(der, 0, der.length);
    if (outermost.end != der.length) {
      throw MalformedMessage.syntax((der.length - outermost.end) + " octets follow the message");
    }
    var ends = new int[limits.depth() + 1];
    ends[0] = der.length;
    int depth = 0;
    int elements = 0;
    int at = 0;
    while (at < der.length || depth > 0) {
      if (depth > 0 && at == ends[depth]) {
        depth--;
        continue;
      }
      var element = element(der, at, ends[depth]);
      if (++elements > limits.elements()) {
        throw new MalformedMessage(CmpCheck.LIMITS, "over " + limits.elements() + " elements");
      }
      if ((der[at] & CONSTRUCTED) == 0) {
        at = element.end;
        continue;
      }
      if (++depth > limits.depth()) {
        throw new MalformedMessage(CmpCheck.LIMITS, "nested over " + limits.depth() + " levels");
      }
      ends[depth] = element.end;
      at = element.contentStart;
    }
    return outermost;
  }

  /** One element at a place, not looking into it. */
  static Element element(byte[] source, int start, int limit) throws MalformedMessage {
    int at = start;
    int identifier = octet(source, at++, limit);
    int tag = identifier;
    if ((identifier & 0x1f) == 0x1f) {
      int octet;
      do {
        octet = octet(source, at++, limit);
        tag = tag << 8 | octet;
      } while ((octet & 0x80) != 0 && at < start + 4);
      if ((octet & 0x80) != 0) {
        throw MalformedMessage.syntax("a tag number beyond all bounds at offset " + start);
      }
    } else if (!isDerIdentifier(identifier)) {
      throw MalformedMessage.syntax(
          String.format("identifier %02x is not DER at offset %d", identifier, start));
    }
    int first = octet(source, at++, limit);
    if (first == 0x80) {
      throw MalformedMessage.syntax("an indefinite length at offset " + start);
    }
    long length = first;
    if (first > 0x80) {
      int octets = first & 0x7f;
      if (octets > 4) {
        throw MalformedMessage.syntax("a length of " + octets + " octets at offset " + start);
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | octet(source, at++, limit);
      }
      if (length < 0x80 || length >> (8 * (octets - 1)) == 0) {
        throw MalformedMessage.syntax("a length that is not minimal at offset " + start);
      }
    }
    if (length > limit - at) {
      throw MalformedMessage.syntax(
          "a length of "
              + length
              + " where "
              + (limit - at)
              + " octets are left, at offset "
              + start);
    }
    return new Element(source, tag, start, at, at + (int) length);
  }

  /** An element of its own around contents that stay as they are. */
  static byte[] wrap(int tag, byte[]... contents) {
    int length = 0;
    for (var content : contents) {
      length += content.length;
    }
    int lengthOctets = length < 0x80 ? 0 : (39 - Integer.numberOfLeadingZeros(length)) / 8;
    var der = new byte[2 + lengthOctets + length];
    der[0] = (byte) tag;
    int at = 1;
    if (lengthOctets == 0) {
      der[at++] = (byte) length;
    } else {
      der[at++] = (byte) (0x80 | lengthOctets);
      for (int i = lengthOctets - 1; i >= 0; i--) {
        der[at++] = (byte) (length >> (8 * i));
      }
    }
    for (var content : contents) {
      System.arraycopy(content, 0, der, at, content.length);
      at += content.length;
    }
    return der;
  }

  /** Refuses context-specific fields that come twice or out of their order. */
  static void demandAscendingTags(List<Element> fields) throws MalformedMessage {
    int last = -1;
    for (var field : fields) {
      int number = field.tag & 0x1f;
      if ((field.tag & 0xc0) != 0x80 || number <= last) {
        throw MalformedMessage.syntax("a field out of its order at offset " + field.start);
      }
      last = number;
    }
  }

  /** Neither the end-of-contents octets nor a string in pieces is DER. */
  private static boolean isDerIdentifier(int identifier) {
    if ((identifier & 0xc0) != 0) {
      return true;
    }
    int number = identifier & 0x1f;
    boolean constructedType = number == 16 || number == 17 || number == 8 || number == 11;
    return number != 0 && constructedType == ((identifier & CONSTRUCTED) != 0);
  }

  private static int octet(byte[] source, int at, int limit) throws MalformedMessage {
    if (at >= limit) {
      throw MalformedMessage.syntax("the octets end within an element at offset " + at);
    }
    return source[at] & 0xff;
  }
}
