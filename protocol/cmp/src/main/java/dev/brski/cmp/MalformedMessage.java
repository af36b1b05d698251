package dev.brski.cmp;

import java.io.Serial;

/** Octets that are no acceptable message, on their way to becoming a refusal. */
final class MalformedMessage extends Exception {

  @Serial private static final long serialVersionUID = 1L;

  private final CmpCheck check;

  MalformedMessage(CmpCheck check, String cause) {
    super(cause, null, false, false);
    this.check = check;
  }

  static MalformedMessage syntax(String cause) {
    return new MalformedMessage(CmpCheck.SYNTAX, cause);
  }

  CmpCheck check() {
    return check;
  }

  String causeText() {
    return String.valueOf(getMessage());
  }
}
