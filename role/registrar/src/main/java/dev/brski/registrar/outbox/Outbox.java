package dev.brski.registrar.outbox;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Addressee.Disposition;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Parcels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final int MOST_OF_EACH = 64;
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration MOST_WANTED = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Parcels parcels;
  private final Function<Destination, Optional<Carrier>> carriers;
  private final Function<Destination, Addressee> addressees;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final Set<Destination> failing = ConcurrentHashMap.newKeySet();
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
    this.parcels = parcels;
    this.carriers = carriers;
    this.addressees = addressees;
    this.clock = clock;
    this.random = random;
    thread = Thread.ofPlatform().name("outbox").start(this::run);
  }

  /** Looks for due parcels now: one was just added. */
  public void ring() {
    bell.release();
  }

  private void run() {
    while (!closed) {
      try {
        dispatch();
        await();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        LOG.error("the outbox could not be read; it will be read again: {}", e.getMessage(), e);
        pauseAfterFault();
      }
    }
  }

  private void dispatch() {
    for (var parcel : parcels.due(clock.instant(), MOST_OF_EACH)) {
      if (underWay.add(parcel.id())) {
        carriers
            .apply(parcel.destination())
            .ifPresentOrElse(
                carrier -> carrier.take(parcel, new Homecoming(parcel)),
                () ->
                    new Homecoming(parcel)
                        .notDelivered(
                            "no way to " + parcel.destination().text() + " is configured"));
      }
    }
  }

  private void await() throws InterruptedException {
    var wait =
        parcels
            .nextDue()
            .map(due -> Duration.between(clock.instant(), due))
            .filter(due -> due.compareTo(LOOK_AGAIN) < 0)
            .orElse(LOOK_AGAIN);
    if (!wait.isPositive()) {
      wait = SHORTEST_PAUSE;
    }
    if (bell.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      bell.drainPermits();
    }
  }

  private void pauseAfterFault() {
    try {
      var _ = bell.tryAcquire(SHORTEST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      closed = true;
    }
  }

  private Instant later(int attempts, Optional<Duration> wanted) {
    var pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(attempts, 10));
    var bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    long spread = (long) (bounded.toMillis() * random.nextDouble(0.75, 1.25));
    var next = Duration.ofMillis(spread);
    return clock
        .instant()
        .plus(
            wanted
                .filter(least -> least.compareTo(next) > 0)
                .map(least -> least.compareTo(MOST_WANTED) > 0 ? MOST_WANTED : least)
                .orElse(next));
  }

  /** Ends the dispatching; what waits stays in the store. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes in what a carrier reports of one parcel. */
  private final class Homecoming implements Carrier.Report {

    private final Parcel parcel;

    Homecoming(Parcel parcel) {
      this.parcel = parcel;
    }

    @Override
    public void delivered(Answer answer) {
      try {
        switch (addressees.apply(parcel.destination()).receive(parcel, answer)) {
          case Disposition.Settled() -> peerIsBack();
          case Disposition.Again(String reason, Optional<Duration> after) ->
              postpone(reason, after);
        }
      } catch (RuntimeException e) {
        LOG.error(
            "device {}: the answer of {} to the {} could not be taken in: {}",
            parcel.serialNumber(),
            answer.peer(),
            parcel.kind().title(),
            e.getMessage(),
            e);
        notDelivered("a fault of this registrar in taking in the answer; its log has it");
      } finally {
        underWay.remove(parcel.id());
        ring();
      }
    }

    @Override
    public void notDelivered(String reason) {
      try {
        if (!closed) {
          postpone(reason, Optional.empty());
        }
      } catch (RuntimeException e) {
        LOG.error("the outbox could not be written: {}", e.getMessage(), e);
      } finally {
        underWay.remove(parcel.id());
        ring();
      }
    }

    private void postpone(String reason, Optional<Duration> after) {
      var next = later(parcel.attempts(), after);
      failing.add(parcel.destination());
      LOG.warn(
          "device {}: the {} waits for {}: {}; next attempt at {}",
          parcel.serialNumber(),
          parcel.kind().title(),
          parcel.destination().text(),
          reason,
          next);
      parcels.postpone(parcel, reason, next);
    }

    private void peerIsBack() {
      if (failing.remove(parcel.destination())) {
        parcels.hasten(parcel.destination(), clock.instant());
      }
    }
  }
}
