package dev.brski.masa.ownership;

import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;

/** Who does something, and why: it stays in the history for ever. */
record Reason(String text, String by) {

  private static final int LONGEST = 500;

  static Verdict<Reason> of(String text, String by) {
    var printable = Description.printable(text.strip());
    return printable.isEmpty() || text.length() > LONGEST
        ? Verdict.refused(
            OwnershipCheck.REASON,
            printable.isEmpty() ? "no reason is given" : "the reason is too long",
            "Say why in 1 to " + LONGEST + " characters: --reason TEXT.")
        : Verdict.accepted(new Reason(printable, Description.printable(by)));
  }
}
