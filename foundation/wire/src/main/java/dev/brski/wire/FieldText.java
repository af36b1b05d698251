package dev.brski.wire;

/** What may stand in a header field that we send (RFC 9110 section 5.5). */
final class FieldText {

  private FieldText() {}

  /** Refuses a name or value with which a field would end before its end. */
  static void demand(String name, String value) {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw new IllegalArgumentException("not a field name: " + name);
    }
    if (!value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c <= 0xff && c != 0x7f))) {
      throw new IllegalArgumentException("not a value for the field " + name);
    }
  }
}
