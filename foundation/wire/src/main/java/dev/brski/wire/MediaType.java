package dev.brski.wire;

import java.util.Locale;
import java.util.Optional;

/** Media types as header fields carry them (RFC 9110 section 8.3.1). */
final class MediaType {

  private MediaType() {}

  /** The type and subtype of a Content-Type value, in lower case, without parameters. */
  static Optional<String> of(Optional<String> contentType) {
    return contentType.map(MediaType::bare).filter(type -> !type.isEmpty());
  }

  /** Whether an Accept value covers the type (RFC 9110 section 12.5.1); none covers everything. */
  static boolean accepted(Optional<String> accept, String type) {
    return accept.map(value -> listed(value, type)).orElse(true);
  }

  private static boolean listed(String accept, String type) {
    int best = -1;
    boolean wanted = false;
    for (var range : accept.split(",", -1)) {
      int precision = precision(bare(range), type);
      if (precision > best) {
        best = precision;
        wanted = !range.replace(" ", "").toLowerCase(Locale.ROOT).matches(".*;q=0(\\.0*)?(;.*)?");
      }
    }
    return wanted;
  }

  private static int precision(String range, String type) {
    if (range.equals(type)) {
      return 2;
    }
    if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
      return 1;
    }
    return range.equals("*/*") ? 0 : -1;
  }

  private static String bare(String value) {
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }
}
