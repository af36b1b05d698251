package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.halt.Agent;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Halting;
import dev.brski.proof.kit.Halting.Step;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.books.Books;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plant whose programs can be halted at their durable steps, and the devices that come to it. */
final class Crash implements AutoCloseable {

  /** Whoever is halted. */
  enum Subject {
    MASA,
    REGISTRAR,
    AUTHORITY,
    PLEDGE
  }

  /**
   * How an onboarding goes, and a step by which one knows that it has gone so. From confirmation
   * wait on, steps count from where the device waits for an authority that is away: until then they
   * are those of the certificate wait.
   */
  enum Way {
    IMPLICIT("implicit", Subject.AUTHORITY, "BEFORE_ANSWER .* ip"),
    EXPLICIT("explicit", Subject.AUTHORITY, "BEFORE_ANSWER .* pkiconf"),
    VOUCHER_WAIT("implicit", Subject.REGISTRAR, "BEFORE_ANSWER .*/requestvoucher 202"),
    CERTIFICATE_WAIT("explicit", Subject.REGISTRAR, "BEFORE_ANSWER .* pollRep"),
    APPROVAL_WAIT("explicit", Subject.AUTHORITY, "AFTER_COMMIT .*enrollment.pending.*"),
    CONFIRMATION_WAIT("explicit", Subject.REGISTRAR, "BEFORE_ANSWER .* pollRep"),
    WITHDRAWAL("implicit", Subject.REGISTRAR, "AFTER_COMMIT .*certificate-request-withdrawn.*"),
    BATCH("implicit", Subject.REGISTRAR, "AFTER_SENDING .*/nested .*");

    private final String confirm;
    private final Subject witness;
    private final String mark;

    Way(String confirm, Subject witness, String mark) {
      this.confirm = confirm;
      this.witness = witness;
      this.mark = mark;
    }

    /** What the pledge asks for: an implicit or an explicit confirmation. */
    String confirm() {
      return confirm;
    }

    /** Whether a person decides on each request. */
    boolean isApproved() {
      return this == APPROVAL_WAIT;
    }

    private boolean isMarked(Point point) {
      return point.subject() == witness
          && (point.step().moment() + " " + point.step().name()).matches(mark);
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

  private final Plant plant;
  private final Map<Subject, Halting> halting = new EnumMap<>(Subject.class);
  private final Map<Subject, Integer> seen = new EnumMap<>(Subject.class);
  private final List<Device> devices = new ArrayList<>();
  private final List<String> unbalanced = new ArrayList<>();
  private boolean approved;

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

  /** What halts a program. */
  static Path agent() {
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
        points.add(new Point(way, subject, step));
      }
    }
    assertThat(points).as("what shows that it was a " + way).anyMatch(way::isMarked);
    points.removeIf(point -> point.step().times() > 2);
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
    decideBy(way.isApproved());
    var device = device("");
    // The first that waits tries whether the authority is back; those after it travel together.
    var companions = way == Way.BATCH ? List.of(device("-B"), device("-C")) : List.<Device>of();
    return new Arrival(this, device, companions, way, point).isHaltedOnItsWay();
  }

  private Device device(String more) throws IOException, InterruptedException {
    var device = plant.device("CRASH-" + (devices.size() + 1) + more);
    devices.add(device);
    return device;
  }

  /** Lets a person decide, or nobody. */
  private void decideBy(boolean person) throws IOException, InterruptedException {
    if (approved != person) {
      plant.authority().stop();
      plant.authority().configure("approval: " + (person ? "manual" : "automatic"));
      plant.authority().start();
      approved = person;
    }
  }

  /** The steps of a device count from here, and one of them may be where a program halts. */
  void watch(String serial, Optional<Point> point) throws IOException {
    for (var subject : Subject.values()) {
      seen.put(subject, halting.get(subject).seen());
      halting.get(subject).watch(serial);
    }
    if (point.isPresent()) {
      halting.get(point.get().subject()).plan(serial, point.get().step());
    }
  }

  /** No step of it is where this program halts any more. */
  void unwatch(String serial, Subject subject) throws IOException {
    halting.get(subject).watch(serial + " again");
  }

  /** What makes a pledge's program load the agent. */
  Map<String, String> pledgeEnvironment() {
    return halting.get(Subject.PLEDGE).environment();
  }

  /** The ledger is judged as the halted program left it. */
  void judge(Subject subject, String serial) throws IOException {
    var folder = role(subject).folder();
    var found =
        switch (subject) {
          case MASA -> Books.masa(folder);
          case REGISTRAR -> Books.registrar(folder);
          case AUTHORITY -> Books.authority(folder);
          case PLEDGE -> List.<String>of();
        };
    found.forEach(line -> unbalanced.add("when halted for " + serial + ": " + line));
    unwatch(serial, subject);
  }

  /** The program of a role. */
  Role role(Subject subject) {
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
