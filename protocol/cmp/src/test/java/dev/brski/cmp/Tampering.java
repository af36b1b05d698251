package dev.brski.cmp;

import java.util.Arrays;

/** Changes to encoded messages that keep their lengths, so that only content is wrong. */
final class Tampering {

  private Tampering() {}

  /** Flips the last bit of the last occurrence of a part. */
  static byte[] flipWithin(byte[] message, byte[] part) {
    return flip(message, 8 * (lastIndexOf(message, part) + part.length) - 1);
  }

  /** Flips one bit, counted from the first of the first octet. */
  static byte[] flip(byte[] message, int bit) {
    var copy = message.clone();
    copy[bit / 8] ^= (byte) (0x80 >> (bit % 8));
    return copy;
  }

  /** Sets the pvno of the outermost header, which is its first field. */
  static byte[] withPvno(byte[] message, int pvno) {
    try {
      var header = Der.element(message, 0, message.length).children().getFirst();
      var copy = message.clone();
      copy[header.children().getFirst().end() - 1] = (byte) pvno;
      return copy;
    } catch (MalformedMessage e) {
      throw new AssertionError(e);
    }
  }

  static int lastIndexOf(byte[] whole, byte[] part) {
    for (int at = whole.length - part.length; at >= 0; at--) {
      if (Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
        return at;
      }
    }
    throw new AssertionError("the part is not in the message");
  }
}
