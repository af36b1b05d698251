package dev.brski.registrar.outbox;

import dev.brski.registrar.onboarding.Message.Kind;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Parcels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The traffic to one destination: what is under way, and whether the peer is away. While it is
 * away, one parcel at a time tries whether it is back, and nothing else is sent or written.
 */
final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PROBE_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
  private static final Duration MOST_WANTED = Duration.ofMinutes(5);

  /** So many in a row are of an unknown fate before the next one waits longer each time. */
  private static final int MOST_LOST = 3;

  /** So many devices in a row are told that the peer is busy before all others wait too. */
  private static final int MOST_BUSY = 3;

  /** No pause is longer. */
  static final Duration LONGEST = MOST_WANTED;

  /** Whether something may be sent now. */
  sealed interface Gate {

    /** Yes; while probing, one parcel. */
    record Open(boolean probing) implements Gate {}

    /** No: until the next probe, or until a report comes. */
    record Shut() implements Gate {}
  }

  private final Destination destination;
  private final Parcels store;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final BooleanSupplier closed;
  private final Set<String> devices = new HashSet<>();
  private final Set<String> busy = new HashSet<>();
  private final List<Parcel> stranded = new ArrayList<>();
  private int loads;
  private int auditLogs;
  private Optional<Instant> nextProbe = Optional.empty();
  private Instant latestTry = Instant.EPOCH;
  private int vain;
  private int lost;
  private String lastReason = "";

  Lane(
      Destination destination,
      Parcels store,
      InstantSource clock,
      RandomGenerator random,
      BooleanSupplier closed) {
    this.destination = destination;
    this.store = store;
    this.clock = clock;
    this.random = random;
    this.closed = closed;
  }

  Destination destination() {
    return destination;
  }

  /** It was away when the program ended: the first parcel tries. */
  synchronized void wasAway() {
    var now = clock.instant();
    nextProbe = Optional.of(now);
    latestTry = now.plus(LONGEST);
  }

  /** If it is away, a parcel tries at once. */
  synchronized void tryNow() {
    nextProbe = nextProbe.map(_ -> clock.instant());
  }

  synchronized Gate gate(Instant now) {
    if (nextProbe.isEmpty()) {
      return new Gate.Open(false);
    }
    if (loads > 0) {
      return new Gate.Shut();
    }
    boolean clockWasAhead = nextProbe.get().isAfter(now.plus(LONGEST));
    return nextProbe.get().isAfter(now) && !clockWasAhead ? new Gate.Shut() : new Gate.Open(true);
  }

  /** When one parcel tries whether the peer is back, unless one is trying now. */
  synchronized Optional<Instant> nextProbe() {
    return loads > 0 ? Optional.empty() : nextProbe;
  }

  /** How many takes are under way. */
  synchronized int loads() {
    return loads;
  }

  /** How many parcels are under way: one of each device. */
  synchronized int parcels() {
    return devices.size();
  }

  /** How many questions for audit logs are under way. */
  synchronized int auditLogs() {
    return auditLogs;
  }

  synchronized boolean isUnderWay(String device) {
    return devices.contains(device);
  }

  synchronized void departed(List<Parcel> taken) {
    loads++;
    auditLogs += auditLogs(taken);
    taken.forEach(parcel -> devices.add(parcel.device()));
  }

  synchronized void landed(List<Parcel> taken) {
    loads--;
    auditLogs -= auditLogs(taken);
    taken.forEach(parcel -> devices.remove(parcel.device()));
  }

  private static int auditLogs(List<Parcel> taken) {
    return Math.toIntExact(
        taken.stream().filter(parcel -> parcel.kind() == Kind.AUDIT_LOG_REQUEST).count());
  }

  /** The peer answers: whatever was tried in vain while it was away is due now. */
  void there() {
    synchronized (this) {
      busy.clear();
      lost = 0;
      if (nextProbe.isEmpty()) {
        return;
      }
      store.back(destination, clock.instant(), latestTry);
      nextProbe = Optional.empty();
      latestTry = Instant.EPOCH;
      vain = 0;
      lastReason = "";
    }
    LOG.info("{} is back", destination.text());
  }

  /**
   * The peer is away. What is recorded of that and what is known here change together, so that an
   * answer which comes meanwhile ends both.
   *
   * @param tried what has just been tried in vain
   * @param wanted when the peer wants to be asked again, if it says
   */
  void away(List<Parcel> tried, String reason, Optional<Duration> wanted) {
    away(tried, reason, false, wanted);
  }

  private synchronized void away(
      List<Parcel> tried, String reason, boolean busy, Optional<Duration> wanted) {
    if (closed.getAsBoolean()) {
      return;
    }
    var next = probeAgain(wanted, reason);
    latestTry = next.isAfter(latestTry) ? next : latestTry;
    store.away(destination, tried, reason, busy, clock.instant(), next);
  }

  /**
   * The peer has no time for a parcel, which is tried again when the peer wants. That may be true
   * of its device alone; when one device after another is told so, and none gets another answer,
   * one parcel at a time tries.
   *
   * @param wanted when the peer wants to be asked for this parcel again, if it says
   */
  void busy(Parcel parcel, String reason, Optional<Duration> wanted) {
    if (closed.getAsBoolean()) {
      return;
    }
    var next = postponed(parcel, LONGEST_PROBE_PAUSE, wanted);
    if (parcel.reason().filter(reason::equals).isEmpty()) {
      warn(parcel, reason, next);
    }
    store.postpone(parcel, reason, next);
    if (isBusyForAll(parcel)) {
      away(List.of(), reason, true, Optional.empty());
    }
  }

  private synchronized boolean isBusyForAll(Parcel parcel) {
    if (busy.size() < MOST_BUSY) {
      busy.add(parcel.device());
    }
    return busy.size() == MOST_BUSY || nextProbe.isPresent();
  }

  /**
   * What came of an attempt cannot be recorded here, so that it is due again at once: one parcel
   * tries after a pause, as if the peer were away. What may not leave twice stays where it is.
   */
  synchronized void stumbled(List<Parcel> taken) {
    stranded.addAll(taken);
    nextProbe = Optional.of(clock.instant().plus(probePause()));
  }

  /** Records of what came back to a store that took nothing in that nobody knows its fate. */
  void recordStranded() {
    List<Parcel> unknown;
    synchronized (this) {
      unknown = List.copyOf(stranded);
    }
    for (var parcel : unknown) {
      if (store.lost(parcel, "what came of it could not be recorded")) {
        warnLost(parcel, "what came of it could not be recorded");
      }
      synchronized (this) {
        stranded.remove(parcel);
      }
    }
  }

  /**
   * Whether the peer has taken a parcel is not known. The next ones go one at a time, as if it were
   * away: a peer that breaks off each exchange is not to be given all that waits. From the third in
   * a row on the pause doubles, up to {@link #LONGEST}.
   */
  void lost(Parcel parcel, String reason) {
    if (closed.getAsBoolean()) {
      return;
    }
    if (store.lost(parcel, reason)) {
      warnLost(parcel, reason);
      away(List.of(), reason, afterLoss());
    } else {
      postpone(parcel, reason, Optional.empty());
    }
  }

  /** What was under way together counts once. */
  private Optional<Duration> afterLoss() {
    int times;
    synchronized (this) {
      if (nextProbe.filter(next -> next.isAfter(clock.instant())).isPresent()) {
        return Optional.empty();
      }
      lost++;
      times = lost;
    }
    if (times < MOST_LOST) {
      return Optional.empty();
    }
    var pause = doubled(times, MOST_WANTED);
    LOG.error(
        "{} messages in a row for {} are of an unknown fate; the next one tries in {} s. See what"
            + " is wrong there, and then: brski queue retry",
        times,
        destination.title(),
        pause.toSeconds());
    return Optional.of(pause);
  }

  private void warnLost(Parcel parcel, String reason) {
    LOG.error(
        "device {}: whether {} has the {} is not known: {}. It is not sent again. Find out there,"
            + " and then: brski queue resolve {}",
        parcel.serialNumber(),
        destination.title(),
        parcel.kind().title(),
        reason,
        parcel.id());
  }

  /** Something is wrong with this parcel alone; it is tried again ever less often. */
  void postpone(Parcel parcel, String reason, Optional<Duration> wanted) {
    if (closed.getAsBoolean()) {
      return;
    }
    var next = postponed(parcel, LONGEST_PAUSE, wanted);
    warn(parcel, reason, next);
    store.postpone(parcel, reason, next);
  }

  private Instant postponed(Parcel parcel, Duration longest, Optional<Duration> wanted) {
    var pause = spread(doubled(parcel.attempts(), longest), 0.75, 1.25);
    return clock.instant().plus(longer(pause, wanted));
  }

  private void warn(Parcel parcel, String reason, Instant next) {
    LOG.warn(
        "device {}: the {} waits for {}: {}; next attempt at {}",
        parcel.serialNumber(),
        parcel.kind().title(),
        destination.text(),
        reason,
        next);
  }

  private Instant probeAgain(Optional<Duration> wanted, String reason) {
    var now = clock.instant();
    if (nextProbe
        .filter(next -> next.isAfter(now) && !next.isAfter(now.plus(LONGEST)))
        .isPresent()) {
      return nextProbe.get();
    }
    if (!reason.equals(lastReason)) {
      LOG.warn(
          "{} is away: {}; everything for it waits until it is back", destination.text(), reason);
      lastReason = reason;
    }
    var next = now.plus(longer(probePause(), wanted));
    nextProbe = Optional.of(next);
    return next;
  }

  private Duration probePause() {
    var pause = spread(doubled(vain, LONGEST_PROBE_PAUSE), 0.75, 1.0);
    vain++;
    return pause;
  }

  private static Duration doubled(int times, Duration most) {
    var pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(times, 10));
    return pause.compareTo(most) > 0 ? most : pause;
  }

  private Duration spread(Duration pause, double least, double most) {
    return Duration.ofMillis((long) (pause.toMillis() * random.nextDouble(least, most)));
  }

  private static Duration longer(Duration pause, Optional<Duration> wanted) {
    return wanted
        .map(least -> least.compareTo(MOST_WANTED) > 0 ? MOST_WANTED : least)
        .filter(least -> least.compareTo(pause) > 0)
        .orElse(pause);
  }
}
