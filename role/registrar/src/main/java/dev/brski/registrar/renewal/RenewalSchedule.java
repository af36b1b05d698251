package dev.brski.registrar.renewal;

import dev.brski.store.StoreUnavailable;
import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, while a registrar runs, whether its credential is to be renewed. When that is, the date
 * says; so it is looked often, and hardly ever something done.
 */
public final class RenewalSchedule implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RenewalSchedule.class);
  private static final long SECONDS_BETWEEN_LOOKS = 5;
  private static final int LOOKS_PASSED_OVER_AFTER_FAULT = 120;

  private final SelfRenewal renewal;
  private final boolean automatic;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("renewal").daemon().unstarted(work));
  private int passedOver;

  private RenewalSchedule(SelfRenewal renewal, boolean automatic) {
    this.renewal = renewal;
    this.automatic = automatic;
  }

  /**
   * Begins at once.
   *
   * @param automatic whether to renew; otherwise only what was cut short is finished
   */
  public static RenewalSchedule of(SelfRenewal renewal, boolean automatic) {
    var schedule = new RenewalSchedule(renewal, automatic);
    var _ =
        schedule.timer.scheduleWithFixedDelay(
            schedule::look, 0, SECONDS_BETWEEN_LOOKS, TimeUnit.SECONDS);
    return schedule;
  }

  private void look() {
    if (passedOver > 0) {
      passedOver--;
      return;
    }
    try {
      renewal.look(automatic);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException | StoreUnavailable e) {
      failed();
      LOG.error(
          "this registrar's credential is not renewed: {}. Look at the disk; it is tried again in"
              + " some minutes.",
          e.getMessage());
    } catch (RuntimeException e) {
      failed();
      LOG.error("this registrar's credential is not renewed: {}", e.getMessage(), e);
    }
  }

  private void failed() {
    passedOver = LOOKS_PASSED_OVER_AFTER_FAULT;
  }

  /** What waits for the authority is given up; the same is asked again later. */
  @Override
  public void close() {
    timer.shutdownNow();
    try {
      if (!timer.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.debug("a renewal that is under way is left to itself");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
