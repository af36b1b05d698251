package dev.brski.voucher;

import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** Binary values in JSON: padded base64 (RFC 7951 section 6.6), read with named tolerances. */
final class Binary {

  private Binary() {}

  static String encode(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  /** The octets, noting what had to be tolerated; empty when it is no base64 at all. */
  static Optional<byte[]> decode(String text, Set<Tolerance> needed) {
    var found = text;
    if (found.chars().anyMatch(Binary::isWhiteSpace)) {
      needed.add(Tolerance.BINARY_WHITE_SPACE);
      var dense = new StringBuilder();
      found.chars().filter(c -> !isWhiteSpace(c)).forEach(c -> dense.append((char) c));
      found = dense.toString();
    }
    if (found.indexOf('-') >= 0 || found.indexOf('_') >= 0) {
      needed.add(Tolerance.BINARY_BASE64URL);
      found = found.replace('-', '+').replace('_', '/');
    }
    if (found.length() % 4 != 0) {
      needed.add(Tolerance.BINARY_UNPADDED);
    }
    try {
      return Optional.of(Base64.getDecoder().decode(found));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isWhiteSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
