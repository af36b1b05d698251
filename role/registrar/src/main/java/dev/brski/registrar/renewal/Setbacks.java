package dev.brski.registrar.renewal;

import dev.brski.cmp.Body;
import dev.brski.cmp.CmpMessage;
import dev.brski.registrar.carrier.Backoff;
import dev.brski.registrar.carrier.Trouble;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a renewal for which no certificate came: when it goes on, and who hears of it.
 */
final class Setbacks {

  private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

  private final Renewals renewals;
  private final InstantSource clock;

  Setbacks(Renewals renewals, InstantSource clock) {
    this.renewals = renewals;
    this.clock = clock;
  }

  /** The authority says no; final, unless it says that it is out of order. */
  <T> Verdict<T> rejected(Renewal renewal, Body.StatusInfo why) {
    var text = "the authority answers " + why.told();
    return why.isOutOfOrder()
        ? away(renewal, text, Optional.empty())
        : refused(
            renewal,
            Refusal.of(
                RenewalCheck.REJECTED,
                text,
                "Ask the authority's operator, who has the reason on record, or have a credential"
                    + " made there: brski authority registrar."));
  }

  /**
   * The authority says to wait.
   *
   * @param after how long, or zero if it does not say so before it is polled
   */
  <T> Verdict<T> waits(Renewal renewal, CmpMessage message, Duration after, String text) {
    var next = Backoff.nextPoll(clock.instant(), after);
    renewals.waits(renewal, message.encoded(), next);
    return told(
        Refusal.of(
            RenewalCheck.WAITS,
            "the authority says to wait"
                + (text.isEmpty() ? "" : ": " + Description.printable(text)),
            "It is asked again at " + next + "."));
  }

  /** Nothing that decides came: the same octets are sent again, ever later. */
  <T> Verdict<T> away(Renewal renewal, String reason, Optional<Duration> wanted) {
    var next = Backoff.after(clock.instant(), renewal.attempts(), wanted);
    var refusal =
        Refusal.of(
            RenewalCheck.AWAY,
            reason,
            "See whether the authority runs and can be reached; it is asked again at "
                + next
                + ".");
    renewals.postponed(renewal, Trouble.of(refusal), next);
    return told(refusal);
  }

  /** It has come to nothing. */
  <T> Verdict<T> refused(Renewal renewal, Refusal refusal) {
    renewals.refused(renewal, Trouble.of(refusal), clock.instant().plus(Backoff.DAY));
    return told(refusal);
  }

  /** The operator hears of it. */
  static <T> Verdict<T> told(Refusal refusal) {
    LOG.warn("this registrar's credential is not renewed: {}", refusal);
    return Verdict.refused(refusal);
  }
}
