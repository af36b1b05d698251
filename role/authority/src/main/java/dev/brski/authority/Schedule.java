package dev.brski.authority;

import dev.brski.authority.issuing.Revoking;
import dev.brski.authority.ledger.UnconfirmedUpdates;
import dev.brski.store.StoreUnavailable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes revocation lists while an authority runs, and the signers of OCSP answers: when it starts,
 * and then whenever one is due.
 */
final class Schedule implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Schedule.class);
  private static final long MINUTES_BETWEEN_LOOKS = 10;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("revocation-list").daemon().unstarted(work));

  private Schedule() {}

  static Schedule of(UnconfirmedUpdates unconfirmed, Revoking revoking, Runnable signers) {
    var schedule = new Schedule();
    var _ =
        schedule.timer.scheduleWithFixedDelay(
            () -> look(unconfirmed, revoking, signers), 0, MINUTES_BETWEEN_LOOKS, TimeUnit.MINUTES);
    return schedule;
  }

  private static void look(UnconfirmedUpdates unconfirmed, Revoking revoking, Runnable signers) {
    try {
      signers.run();
      int overdue = unconfirmed.expireOverdue();
      if (overdue > 0) {
        LOG.warn(
            "{} credentials of registrars were not confirmed in time and are revoked", overdue);
      }
      for (var each : revoking.lists()) {
        LOG.debug(
            "revocation list {} of issuing CA {} is in force until {}",
            each.list().number(),
            each.generation(),
            each.list().nextUpdate());
      }
    } catch (IOException | StoreUnavailable e) {
      LOG.error(
          "No revocation list could be published: {}. Look at the disk; it is tried again in {}"
              + " minutes.",
          e.getMessage(),
          MINUTES_BETWEEN_LOOKS);
    } catch (RuntimeException e) {
      LOG.error("No revocation list could be made: {}", e.getMessage(), e);
    }
  }

  /** A list that is being made is finished. */
  @Override
  public void close() {
    timer.close();
  }
}
