package dev.brski.authority.ledger;

import dev.brski.trust.Description;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a person decided on a request that was held.
 *
 * @param by the operating-system user who ran the command
 * @param reason why, if that was said
 * @param at when
 */
public record Ruling(String by, Optional<String> reason, Instant at) {

  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_REASON = 500;

  /** Whether name and reason are fit to be kept and shown: printable, and not too long. */
  public boolean isSound() {
    return isSound(by, LONGEST_NAME)
        && reason.map(text -> isSound(text, LONGEST_REASON)).orElse(true);
  }

  private static boolean isSound(String text, int longest) {
    return !text.isBlank() && text.length() <= longest && text.equals(Description.printable(text));
  }

  Map<String, String> details() {
    var details = new TreeMap<String, String>();
    details.put("by", by);
    reason.ifPresent(text -> details.put("reason", text));
    return details;
  }
}
