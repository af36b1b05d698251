package dev.brski.registrar.control;

import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;

/** Who says something, and why, as the journal keeps it. */
final class OperatorsWord {

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_REASON = 500;

  private OperatorsWord() {}

  /** The reason, if it can be kept. */
  static Verdict<String> sound(String by, String reason) {
    return isKept(by, LONGEST_NAME) && isKept(reason, LONGEST_REASON)
        ? Verdict.accepted(reason)
        : unusable("reason", "--reason TEXT");
  }

  /** The same where there need not be one. */
  static Verdict<String> orNone(String by, String reason) {
    return reason.isEmpty() && isKept(by, LONGEST_NAME)
        ? Verdict.accepted(reason)
        : sound(by, reason);
  }

  /** A note, or none. */
  static Verdict<String> note(String by, String note) {
    return isKept(by, LONGEST_NAME) && (note.isEmpty() || isKept(note, LONGEST_REASON))
        ? Verdict.accepted(note)
        : unusable("note", "--note TEXT");
  }

  private static Verdict<String> unusable(String what, String option) {
    return Verdict.refused(
        JoinCheck.RULING,
        "the user's name or the " + what + " is empty, too long or not printable",
        "Give a " + what + " of at most 500 printable characters on one line: " + option + ".");
  }

  private static boolean isKept(String text, int longest) {
    return !text.isBlank() && text.length() <= longest && text.equals(Description.printable(text));
  }
}
