package dev.brski.registrar.outbox;

import dev.brski.registrar.carrier.Addressee;
import dev.brski.registrar.carrier.Carrier;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Parcel.Slip;
import dev.brski.registrar.onboarding.Parcels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What is handed to which carrier now. A destination that is there gets what is due, of each device
 * one parcel at a time, as many together as its carrier can take; one that is away gets one parcel
 * now and then, until it is back. Questions for audit logs come last and never take all the room: a
 * MASA that stumbles over them still gives vouchers.
 */
final class Dispatch {

  private static final Carrier.Capacity ONE = new Carrier.Capacity(1, Integer.MAX_VALUE, 1);

  /** One take in so many at once may be about audit logs. */
  private static final int AUDIT_LOG_SHARE = 4;

  private final Parcels parcels;
  private final Function<Destination, Optional<Carrier>> carriers;
  private final Function<Destination, Addressee> addressees;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Runnable landed;
  private final ConcurrentHashMap<Destination, Lane> lanes = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param landed called whenever a carrier has reported
   */
  Dispatch(
      Parcels parcels,
      Function<Destination, Optional<Carrier>> carriers,
      Function<Destination, Addressee> addressees,
      InstantSource clock,
      RandomGenerator random,
      Runnable landed) {
    this.parcels = parcels;
    this.carriers = carriers;
    this.addressees = addressees;
    this.clock = clock;
    this.random = random;
    this.landed = landed;
    parcels.away().forEach(destination -> lane(destination).wasAway());
  }

  /**
   * Hands over what can be handed over now.
   *
   * @return when something more becomes due, unless a report comes first
   */
  Optional<Instant> round() {
    return parcels.destinations().stream()
        .flatMap(destination -> serve(destination).stream())
        .min(Instant::compareTo);
  }

  /** Lets every peer that is away be tried now. */
  void tryNow() {
    lanes.values().forEach(Lane::tryNow);
  }

  /** Whether something of a parcel's device is under way to the same destination. */
  boolean isUnderWay(Parcel parcel) {
    return lane(parcel.destination()).isUnderWay(parcel.device());
  }

  /** What carriers report from now on changes nothing any more. */
  void close() {
    closed = true;
  }

  private Optional<Instant> serve(Destination destination) {
    var lane = lane(destination);
    var now = clock.instant();
    lane.recordStranded();
    parcels.rectify(destination, now, Lane.LONGEST);
    while (lane.gate(now) instanceof Lane.Gate.Open(boolean probing)) {
      var carrier = carriers.apply(destination);
      if (carrier.isEmpty()) {
        lane.away(
            List.of(), "no way to " + destination.text() + " is configured", Optional.empty());
      } else if (!sent(lane, carrier.get(), now, probing)) {
        return parcels.nextDue(destination, now);
      }
    }
    return lane.nextProbe();
  }

  /** Whether something was due and could be handed over. */
  private boolean sent(Lane lane, Carrier carrier, Instant now, boolean probing) {
    var capacity = probing ? ONE : carrier.capacity();
    if (lane.loads() >= capacity.atOnce()) {
      return false;
    }
    var taken = parcels.take(next(lane, capacity, now));
    if (taken.isEmpty()) {
      return false;
    }
    lane.departed(taken);
    carrier.take(
        taken, new Homecoming(lane, taken, addressees.apply(lane.destination()), this::landed));
    return true;
  }

  private List<String> next(Lane lane, Carrier.Capacity most, Instant now) {
    int candidates = lane.parcels() + most.parcels();
    var first = fitting(parcels.due(lane.destination(), now, candidates), lane, most);
    boolean room = lane.auditLogs() < Math.max(1, most.atOnce() / AUDIT_LOG_SHARE);
    return first.isEmpty() && room
        ? fitting(parcels.auditLogsDue(lane.destination(), now, candidates), lane, most)
        : first;
  }

  /** As many as fit together, of devices that have nothing under way. */
  private static List<String> fitting(List<Slip> due, Lane lane, Carrier.Capacity most) {
    var chosen = new ArrayList<String>();
    long octets = 0;
    for (Slip slip : due) {
      if (!lane.isUnderWay(slip.device())) {
        octets += slip.octets();
        boolean fits = chosen.isEmpty() || octets <= most.octets();
        if (!fits || chosen.size() == most.parcels()) {
          return chosen;
        }
        chosen.add(slip.id());
      }
    }
    return chosen;
  }

  private Lane lane(Destination destination) {
    return lanes.computeIfAbsent(
        destination, name -> new Lane(name, parcels, clock, random, () -> closed));
  }

  private void landed(Lane lane, List<Parcel> taken) {
    lane.landed(taken);
    landed.run();
  }
}
