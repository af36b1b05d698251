package dev.brski.voucher;

import dev.brski.trust.CryptoSuite;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;

/**
 * A voucher nonce as the text seen: peers write base64, base64url and plain digits, and whoever
 * passes it on must not change a character.
 *
 * @param text the JSON string's value
 */
public record Nonce(String text) {

  private static final int SHORTEST_TEXT = 8;
  private static final int LONGEST_TEXT = 128;
  private static final int FEWEST_OCTETS = 8;
  private static final int MOST_OCTETS = 32;

  /** A fresh one: 16 random octets in base64 (RFC 8995 section 5.2). */
  public static Nonce random(CryptoSuite suite) {
    return new Nonce(Base64.getEncoder().encodeToString(suite.randomBytes(16)));
  }

  /** Whether the text can serve at all: printable ASCII of a sensible length. */
  boolean isUsable() {
    return text.length() >= SHORTEST_TEXT
        && text.length() <= LONGEST_TEXT
        && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  /** Whether it is 8 to 32 octets of padded base64, as RFC 8366 section 5.3 demands. */
  boolean isRegular() {
    var needed = EnumSet.noneOf(Tolerance.class);
    return Binary.decode(text, needed)
        .filter(octets -> octets.length >= FEWEST_OCTETS && octets.length <= MOST_OCTETS)
        .filter(_ -> needed.isEmpty())
        .isPresent();
  }

  /** Whether both are one nonce: the same text, or the same octets in another base64 form. */
  public boolean matches(Nonce other) {
    if (text.equals(other.text)) {
      return true;
    }
    var mine = Binary.decode(text, EnumSet.noneOf(Tolerance.class));
    var others = Binary.decode(other.text, EnumSet.noneOf(Tolerance.class));
    return mine.isPresent() && others.isPresent() && Arrays.equals(mine.get(), others.get());
  }

  @Override
  public String toString() {
    return text;
  }
}
