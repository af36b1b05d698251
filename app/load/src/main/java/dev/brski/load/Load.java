package dev.brski.load;

import dev.brski.load.Report.Troubled;
import dev.brski.pledge.FolderInUse;
import dev.brski.pledge.Observer;
import dev.brski.pledge.OnboardOptions;
import dev.brski.pledge.Onboarding;
import dev.brski.pledge.Outcome;
import dev.brski.pledge.Pause;
import dev.brski.time.Clock;
import dev.brski.wire.ChannelLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Sends devices to their registrar, each as the pledge that it is, many at once, and says where
 * they stand afterwards.
 */
public final class Load {

  /** A registrar under load is slow, and how slow is what is asked. */
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Fleet fleet;
  private final LoadOptions options;
  private final InstantSource clock;
  private final Onboarding unobserved;
  private final Traffic traffic = new Traffic();
  private final ConcurrentLinkedQueue<Standing> standings = new ConcurrentLinkedQueue<>();

  /** One load, to be run once. */
  public Load(Fleet fleet, LoadOptions options, InstantSource clock) {
    this.fleet = fleet;
    this.options = options;
    this.clock = clock;
    this.unobserved =
        Onboarding.within(
            ChannelLimits.standard().withOpening(LONGEST).withExchange(LONGEST),
            Pause.of(clock),
            Observer.none());
  }

  /**
   * Sends those devices to the registrar that are not members yet, and returns when all have ended.
   *
   * @throws IOException if a ledger that is to be measured cannot be found
   * @throws InterruptedException when it is given up; what the devices have reached stays
   */
  public Report run(Screen screen) throws IOException, InterruptedException {
    var ledgers = Ledgers.watching(options.ledgers());
    var devices = options.part().in(fleet.devices());
    var processors = Processors.watching(options.watched());
    var count = new Count(devices.size(), screen::asked);
    long begun = System.nanoTime();
    var behind = sendAll(devices, count);
    return report(processors, ledgers, since(begun), behind);
  }

  /**
   * Says where the devices stand, without sending them anywhere.
   *
   * @throws IOException if a ledger that is to be measured cannot be found
   */
  public Report look() throws IOException {
    var ledgers = Ledgers.watching(options.ledgers());
    var processors = Processors.watching(options.watched());
    long begun = System.nanoTime();
    for (var device : options.part().in(fleet.devices())) {
      standings.add(look(device));
    }
    return report(processors, ledgers, since(begun), Optional.empty());
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private Optional<Duration> sendAll(List<Fleet.Device> devices, Count count)
      throws InterruptedException {
    var free = new Semaphore(options.atOnce());
    var pause = Pause.of(clock);
    var begun = clock.instant();
    var behind = Optional.<Duration>empty();
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("device-", 0).factory())) {
      for (int number = 0; number < devices.size(); number++) {
        var device = devices.get(number);
        if (options.rate().isPresent()) {
          var at = at(begun, number, options.rate().get());
          pause.until(at);
          free.acquire();
          behind = Optional.of(Duration.between(at, clock.instant()));
        } else {
          free.acquire();
        }
        threads.execute(
            () -> {
              try {
                standings.add(send(device));
              } finally {
                count.one();
                free.release();
              }
            });
      }
    }
    return behind;
  }

  private static Instant at(Instant begun, int number, double perSecond) {
    return begun.plusNanos((long) (number * 1e9 / perSecond));
  }

  private Standing send(Fleet.Device device) {
    var ear = new Ear(traffic);
    var onboarding = unobserved.observedBy(ear);
    try {
      var before = onboarding.status(device.folder());
      if (Standing.of(before) == Place.ENROLLED) {
        return new Standing(device.serial(), Place.ENROLLED, Optional.empty());
      }
      var outcome = onboarding.onboard(onboardOptions(device));
      var after = onboarding.status(device.folder());
      if (Standing.lost(before, after, outcome, ear.startedAfresh())) {
        return new Standing(device.serial(), Place.LOST_ITS_PLACE, cause(outcome, ear));
      }
      return new Standing(
          device.serial(),
          switch (outcome) {
            case Outcome.Enrolled _, Outcome.Waiting _ -> Standing.of(after);
            case Outcome.Refused _ -> Place.REFUSED;
            case Outcome.Unreachable _ -> Place.UNREACHABLE;
          },
          cause(outcome, ear));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return fault(device, e);
    } catch (IOException | RuntimeException e) {
      return fault(device, e);
    }
  }

  private OnboardOptions onboardOptions(Fleet.Device device) {
    return OnboardOptions.of(
            device.folder(),
            List.of(fleet.registrar()),
            Optional.of(options.patience()),
            Clock.known(clock))
        .staying();
  }

  private static Optional<String> cause(Outcome outcome, Ear ear) {
    return switch (outcome) {
      case Outcome.Enrolled _, Outcome.Waiting _ -> ear.setback();
      case Outcome.Refused refused -> Optional.of(refused.refusal().cause());
      case Outcome.Unreachable unreachable ->
          Optional.of(unreachable.step() + ": " + unreachable.cause());
    };
  }

  private Standing look(Fleet.Device device) {
    try {
      var status = unobserved.status(device.folder());
      return new Standing(device.serial(), Standing.of(status), Optional.empty());
    } catch (IOException | RuntimeException e) {
      return fault(device, e);
    }
  }

  private static Standing fault(Fleet.Device device, Exception fault) {
    var what = fault instanceof FolderInUse ? "" : fault.getClass().getSimpleName() + ": ";
    return new Standing(device.serial(), Place.FAULT, Optional.of(what + fault.getMessage()));
  }

  private Report report(
      Processors processors, Ledgers ledgers, Duration took, Optional<Duration> behind)
      throws IOException {
    var places = new TreeMap<String, Integer>();
    var troubled = new ArrayList<Troubled>();
    for (var standing : standings) {
      places.merge(standing.place().toString(), 1, Integer::sum);
      if (!options.expectation().holdsFor(standing.place())) {
        troubled.add(
            new Troubled(standing.serial(), standing.place(), standing.cause().orElse("")));
      }
    }
    troubled.sort((one, other) -> one.serial().compareTo(other.serial()));
    return new Report(
        troubled.isEmpty(),
        fleet.registrar(),
        standings.size(),
        places,
        List.copyOf(troubled),
        traffic.connections(),
        traffic.kinds(),
        seconds(took),
        behind.map(Load::seconds),
        processors.since(),
        ledgers.now());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
