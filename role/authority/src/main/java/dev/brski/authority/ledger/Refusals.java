package dev.brski.authority.ledger;

import dev.brski.store.Store;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was refused of what registrars brought. What strangers bring is not written down here: they
 * could fill the disk. Of one registrar, which may be somebody else's by now, so many lines an hour
 * are written, and then how many were not.
 */
public final class Refusals {

  private static final Duration HOUR = Duration.ofHours(1);

  /**
   * One hour of a registrar.
   *
   * @param unwrittenBefore how many of the hour before were not written, if this one begins now
   */
  private record Tally(Instant began, long refused, long unwrittenBefore) {}

  private final Store store;
  private final InstantSource clock;
  private final int mostAnHour;
  private final Map<String, Tally> tallies = new HashMap<>();

  /**
   * The refusals of one store.
   *
   * @param mostAnHour how many lines are written about one registrar in an hour
   */
  public Refusals(Store store, InstantSource clock, int mostAnHour) {
    this.store = store;
    this.clock = clock;
    this.mostAnHour = mostAnHour;
  }

  /** Writes a refusal into the journal, unless there were too many of this registrar. */
  public void note(Registrar registrar, byte[] transactionId, Refusal refusal) {
    var tally = count(registrar.id());
    if (tally.unwrittenBefore > 0) {
      store.change(
          transaction ->
              transaction.journal(
                  "requests.refused",
                  Optional.empty(),
                  Map.of(
                      "registrar", registrar.id(),
                      "unwritten", Long.toString(tally.unwrittenBefore))));
    }
    if (tally.refused <= mostAnHour) {
      write(registrar, transactionId, refusal);
    }
  }

  private synchronized Tally count(String registrar) {
    var now = clock.instant();
    var known = Optional.ofNullable(tallies.get(registrar));
    var next =
        known
            .filter(tally -> !now.isBefore(tally.began) && now.isBefore(tally.began.plus(HOUR)))
            .map(tally -> new Tally(tally.began, tally.refused + 1, 0))
            .orElseGet(
                () ->
                    new Tally(
                        now,
                        1,
                        known.map(tally -> Math.max(0, tally.refused - mostAnHour)).orElse(0L)));
    tallies.put(registrar, next);
    return next;
  }

  private void write(Registrar registrar, byte[] transactionId, Refusal refusal) {
    var details = new TreeMap<String, String>();
    details.put("registrar", registrar.id());
    details.put("transactionID", HexFormat.of().formatHex(transactionId));
    details.put("check", refusal.check().id());
    details.put("cause", Description.printable(refusal.cause()));
    details.put("remedy", refusal.remedy());
    store.change(
        transaction ->
            transaction.journal("request.refused", refusal.device(), Map.copyOf(details)));
  }
}
