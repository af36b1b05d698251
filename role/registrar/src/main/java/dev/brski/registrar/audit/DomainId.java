package dev.brski.registrar.audit;

import java.util.Base64;

/**
 * A domainID (RFC 8995 section 5.8.2), in the one form in which it is compared: base64 with
 * padding.
 *
 * @param text that form; of a text that is no base64, the text itself
 */
public record DomainId(String text) {

  private static final int LONGEST = 128;

  /**
   * Reads one that an operator wrote down.
   *
   * @throws IllegalArgumentException when it is no base64
   */
  public static DomainId parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException("a domainID has 1 to " + LONGEST + " characters");
    }
    return new DomainId(Base64.getEncoder().encodeToString(octets(text)));
  }

  /** One that a peer wrote, in whatever form. */
  static DomainId of(String text) {
    try {
      return new DomainId(Base64.getEncoder().encodeToString(octets(text)));
    } catch (IllegalArgumentException _) {
      return new DomainId(text);
    }
  }

  private static byte[] octets(String text) {
    var plain = text.strip().replace('-', '+').replace('_', '/');
    return Base64.getDecoder().decode(plain);
  }

  @Override
  public String toString() {
    return text;
  }
}
