package dev.brski.proof.halt;

import java.nio.ByteBuffer;

/** Names the body of a PKIMessage (RFC 9810 section 5.1), as far as names of steps need it. */
final class Pki {

  private static final int SEQUENCE = 0x30;
  private static final int BODY_CLASS = 0xa0;

  private Pki() {}

  /** The body's name after a space; empty for what is no PKIMessage. */
  static String bodyOf(byte[] octets) {
    var in = ByteBuffer.wrap(octets);
    if (octets.length < 8 || next(in) != SEQUENCE) {
      return "";
    }
    length(in);
    if (next(in) != SEQUENCE) {
      return "";
    }
    int header = length(in);
    if (header < 0 || header >= in.remaining()) {
      return "";
    }
    in.position(in.position() + header);
    int tag = next(in);
    return (tag & 0xe0) == BODY_CLASS ? " " + name(tag & 0x1f) : "";
  }

  private static String name(int tag) {
    return switch (tag) {
      case 0 -> "ir";
      case 1 -> "ip";
      case 19 -> "pkiconf";
      case 20 -> "nested";
      case 23 -> "error";
      case 24 -> "certConf";
      case 25 -> "pollReq";
      case 26 -> "pollRep";
      default -> "body " + tag;
    };
  }

  private static int next(ByteBuffer in) {
    return in.get() & 0xff;
  }

  private static int length(ByteBuffer in) {
    int first = next(in);
    int length = first;
    if (first > 0x7f) {
      length = 0;
      for (int i = 0; i < (first & 0x7f) && in.hasRemaining(); i++) {
        length = length << 8 | next(in);
      }
    }
    return length;
  }
}
