package dev.brski.masa.ownership;

import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import java.util.Locale;

/**
 * The serial number of a device. Two that differ in nothing but case and the width of spaces are
 * one, as the X.520 attribute serialNumber compares (caseIgnoreMatch, RFC 5280 section 7.1).
 *
 * @param text as it is written
 */
public record SerialNumber(String text) {

  private static final int LONGEST = 64;

  /** One that somebody has typed or listed: 1 to 64 characters, none of them invisible. */
  public static Verdict<SerialNumber> parse(String text) {
    return text.isBlank()
            || text.codePointCount(0, text.length()) > LONGEST
            || !text.equals(text.strip())
            || !text.equals(Description.printable(text))
        ? Verdict.refused(
            OwnershipCheck.SERIAL,
            "'" + Description.printable(text) + "' cannot be a device's serial number",
            "It has 1 to " + LONGEST + " visible characters, and no space around them.")
        : Verdict.accepted(new SerialNumber(text));
  }

  /** Fit for a terminal and a log line. */
  public String printable() {
    return Description.printable(text);
  }

  /** What is the same for all ways of writing it. */
  public String key() {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
