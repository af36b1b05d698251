package dev.brski.authority.ledger;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.regex.Pattern;

/** A text in names, so that two that compare equal (RFC 5280 section 7.1, RFC 4518) are equal. */
final class CanonicalName {

  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\u034F\\uFE00-\\uFE0F]");

  private CanonicalName() {}

  /** Compatible characters, case and blanks made one; what cannot be seen is left out. */
  static String of(String text) {
    var visible = UNSEEN.matcher(BLANKS.matcher(text).replaceAll(" ")).replaceAll("");
    var folded =
        Normalizer.normalize(visible, Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return BLANKS.matcher(Normalizer.normalize(folded, Form.NFKC)).replaceAll(" ").strip();
  }
}
