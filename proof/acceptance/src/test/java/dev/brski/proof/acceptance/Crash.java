package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.halt.Agent;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Halting;
import dev.brski.proof.kit.Halting.Step;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.books.Books;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** A plant whose programs can be halted at their durable steps, and the devices that come to it. */
final class Crash implements AutoCloseable {

  /** Whoever is halted. */
  enum Subject {
    MASA,
    REGISTRAR,
    AUTHORITY,
    PLEDGE
  }

  /** How an onboarding goes. */
  enum Way {
    IMPLICIT("implicit"),
    EXPLICIT("explicit"),
    VOUCHER_WAIT("implicit", Subject.MASA, "waiting for the voucher"),
    CERTIFICATE_WAIT("explicit", Subject.AUTHORITY, "waiting for the certificate");

    private final String confirm;
    private final Optional<Subject> away;
    private final String until;

    Way(String confirm) {
      this.confirm = confirm;
      this.away = Optional.empty();
      this.until = "";
    }

    Way(String confirm, Subject away, String until) {
      this.confirm = confirm;
      this.away = Optional.of(away);
      this.until = until;
    }
  }

  /**
   * Where a program is halted.
   *
   * @param way how the onboarding goes
   * @param subject the program
   * @param step the step
   */
  record Point(Way way, Subject subject, Step step) {

    /** What another run has only when its programs happen to take as many turns. */
    boolean isCertain() {
      return step.times() == 1
          && !step.name().matches("|(INSERT|UPDATE|DELETE) .*")
          && !step.name().contains("poll");
    }

    @Override
    public String toString() {
      return subject + " " + step + ", " + way;
    }
  }

  private static final int MOST_RUNS = 20;
  private static final Duration AFTERMATH = Duration.ofSeconds(10);

  private final Plant plant;
  private final Map<Subject, Halting> halting = new EnumMap<>(Subject.class);
  private final Map<Subject, Integer> seen = new EnumMap<>(Subject.class);
  private final List<Device> devices = new ArrayList<>();
  private final List<String> unbalanced = new ArrayList<>();

  private Crash(Plant plant, Path folder) throws IOException {
    this.plant = plant;
    for (var subject : Subject.values()) {
      halting.put(subject, Halting.by(agent(), folder.resolve("halt-" + subject)));
      if (subject != Subject.PLEDGE) {
        role(subject).environment(halting.get(subject).environment());
      }
    }
  }

  /** A plant in an empty folder, all of whose programs run with the agent. */
  static Crash in(Path folder) throws IOException, InterruptedException {
    var plant = Plant.resting(folder.resolve("plant"));
    try {
      plant.registrar().configure("answer-within: 2s");
      plant.masa().stop();
      var crash = new Crash(plant, folder);
      plant.masa().start();
      plant.authority().start();
      plant.registrar().start();
      return crash;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      plant.close();
      throw e;
    }
  }

  private static Path agent() {
    try {
      return Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The plant. */
  Plant plant() {
    return plant;
  }

  /** Lets a device come, and gives every step that the four programs made for it. */
  List<Point> record(Way way) throws IOException, InterruptedException {
    onboard(way, Optional.empty());
    var points = new ArrayList<Point>();
    for (var subject : Subject.values()) {
      for (var step : halting.get(subject).stepsAfter(seen.get(subject))) {
        if (step.times() <= 2) {
          points.add(new Point(way, subject, step));
        }
      }
    }
    return points;
  }

  /** Lets a device come and a program be halted; false when that point was not reached. */
  boolean halt(Point point) throws IOException, InterruptedException {
    return onboard(point.way(), Optional.of(point));
  }

  /** What did not balance while the devices came and now, with all programs at rest. */
  List<String> balance() throws IOException, InterruptedException {
    plant.registrar().stop();
    plant.authority().stop();
    plant.masa().stop();
    var found = new ArrayList<>(unbalanced);
    found.addAll(plant.unbalanced(devices.stream().map(Device::folder).toList()));
    return found;
  }

  /** How many devices came. */
  int devices() {
    return devices.size();
  }

  private boolean onboard(Way way, Optional<Point> point) throws IOException, InterruptedException {
    var serial = "CRASH-" + (devices.size() + 1);
    var device = plant.device(serial).with(halting.get(Subject.PLEDGE).environment());
    devices.add(device);
    if (way.away.isPresent()) {
      role(way.away.get()).stop();
    }
    for (var subject : Subject.values()) {
      // Whoever is away has ended by now, and its end is no step of this device.
      seen.put(subject, halting.get(subject).seen());
      halting.get(subject).watch(serial);
    }
    if (point.isPresent()) {
      halting.get(point.get().subject()).plan(serial, point.get().step());
    }
    boolean halted = false;
    boolean waited = way.away.isEmpty();
    for (int runs = 1; !device.hasReported(); runs++) {
      assertThat(runs).as(serial + " still is not enrolled, with " + point).isLessThan(MOST_RUNS);
      try (var pledge = device.onboard(plant.registrar(), "--confirm", way.confirm)) {
        while (pledge.isAlive()) {
          boolean waits = !waited && !way.until.isEmpty();
          await(serial + " to wait or to end, or the program to halt, with " + point)
              .atMost(Program.DEADLINE)
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(20))
              .until(
                  () ->
                      !pledge.isAlive()
                          || someRoleHasEnded()
                          || (waits && pledge.out().contains(way.until)));
          halted |= restartWhatWasHalted(serial);
          if (waits && (!pledge.isAlive() || pledge.out().contains(way.until))) {
            halted |= begin(role(way.away.get()), serial);
            waited = true;
          }
        }
        int exit = pledge.awaitEnd();
        if (exit == Halting.HALTED) {
          halted = true;
          halting.get(Subject.PLEDGE).watch(serial + " again");
        } else if (exit != 0 && exit != 4 && exit != 5) {
          throw pledge.failure("ended with " + exit + ", with " + point);
        }
      }
      if (!waited) {
        halted |= begin(role(way.away.get()), serial);
        waited = true;
      }
    }
    if (point.isPresent() && !halted && point.get().subject() != Subject.PLEDGE) {
      halted = becomes(() -> someRoleHasEnded()) && restartWhatWasHalted(serial);
    }
    return halted;
  }

  /** Lets a role run; true when it was halted as it began, and runs by now all the same. */
  private boolean begin(Role role, String serial) throws IOException, InterruptedException {
    try {
      role.start();
      return false;
    } catch (AssertionError notReady) {
      if (!becomes(role::hasEnded)) {
        throw notReady;
      }
      return restartWhatWasHalted(serial);
    }
  }

  private static boolean becomes(BooleanSupplier state) {
    try {
      await().atMost(AFTERMATH).pollInterval(Duration.ofMillis(20)).until(state::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException _) {
      return false;
    }
  }

  private boolean someRoleHasEnded() {
    return plant.masa().hasEnded() || plant.registrar().hasEnded() || plant.authority().hasEnded();
  }

  /** The ledger is judged as the halted program left it. */
  private boolean restartWhatWasHalted(String serial) throws IOException, InterruptedException {
    boolean any = false;
    for (var subject : List.of(Subject.MASA, Subject.REGISTRAR, Subject.AUTHORITY)) {
      var role = role(subject);
      if (role.hasEnded()) {
        role.demandEnded(Halting.HALTED);
        var found =
            switch (subject) {
              case MASA -> Books.masa(role.folder());
              case REGISTRAR -> Books.registrar(role.folder());
              case AUTHORITY -> Books.authority(role.folder());
              case PLEDGE -> List.<String>of();
            };
        found.forEach(line -> unbalanced.add("when halted for " + serial + ": " + line));
        halting.get(subject).watch(serial + " again");
        role.start();
        any = true;
      }
    }
    return any;
  }

  private Role role(Subject subject) {
    return switch (subject) {
      case MASA -> plant.masa();
      case REGISTRAR -> plant.registrar();
      case AUTHORITY -> plant.authority();
      case PLEDGE -> throw new IllegalArgumentException("a pledge is no role of the plant");
    };
  }

  @Override
  public void close() {
    plant.close();
  }
}
