package dev.brski.registrar.outbox;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Parcels;
import dev.brski.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands waiting parcels to their carriers when they are due, and again until each is settled: no
 * number of attempts and no age ends one.
 */
public final class Outbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration AFTER_FAULT = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final Dispatch dispatch;
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  /**
   * Starts at once with whatever waits from before.
   *
   * @param carriers the way to a destination; empty while none is configured
   * @param addressees who understands what comes back from there
   */
  public Outbox(
      Parcels parcels,
      Function<Destination, Optional<Carrier>> carriers,
      Function<Destination, Addressee> addressees,
      InstantSource clock,
      RandomGenerator random) {
    this.clock = clock;
    this.dispatch = new Dispatch(parcels, carriers, addressees, clock, random, this::ring);
    thread = Thread.ofPlatform().name("outbox").start(this::run);
  }

  /** Looks for due parcels now: one was just added. */
  public void ring() {
    bell.release();
  }

  /** Tries now whether peers that are away are back, and looks for due parcels. */
  public void tryNow() {
    dispatch.tryNow();
    ring();
  }

  /** Whether something of a parcel's device is with its carrier now. */
  public boolean isUnderWay(Parcel parcel) {
    return dispatch.isUnderWay(parcel);
  }

  private void run() {
    while (!closed) {
      try {
        await(until(dispatch.round()));
      } catch (InterruptedException _) {
        return;
      } catch (StoreUnavailable e) {
        LOG.debug("the store, which has told why, cannot be used now", e);
        pauseAfterFault();
      } catch (RuntimeException e) {
        LOG.error("the outbox could not be read; it will be read again: {}", e.getMessage(), e);
        pauseAfterFault();
      }
    }
  }

  private Duration until(Optional<Instant> due) {
    return due.map(at -> Duration.between(clock.instant(), at))
        .filter(wait -> wait.compareTo(LOOK_AGAIN) < 0)
        .orElse(LOOK_AGAIN);
  }

  private void await(Duration wait) throws InterruptedException {
    if (bell.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
  }

  private void pauseAfterFault() {
    try {
      await(AFTER_FAULT);
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  /** Ends the dispatching; what waits stays in the store. */
  @Override
  public void close() {
    closed = true;
    dispatch.close();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
