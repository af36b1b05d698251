package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.acceptance.Crash.Point;
import dev.brski.proof.acceptance.Crash.Subject;
import dev.brski.proof.acceptance.Crash.Way;
import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Halting;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;
import tools.jackson.databind.JsonNode;

/**
 * How one device comes to a plant while a program may be halted. Whoever is halted is started again
 * at once, and a pledge is started again until it is a member.
 */
final class Arrival {

  private static final String CERTIFICATE = "waiting for the certificate";
  private static final String VOUCHER = "waiting for the voucher";

  private static final int REFUSED = 3;
  private static final int WAITING = 4;
  private static final int UNREACHABLE = 5;

  /** A pledge that may not wait longer, or lost its peer or its power, is started again. */
  private static final Set<Integer> NOT_YET = Set.of(0, WAITING, UNREACHABLE, Halting.HALTED);

  private static final int MOST_RUNS = 20;
  private static final Duration AFTERMATH = Duration.ofSeconds(10);
  private static final List<Subject> ROLES =
      List.of(Subject.MASA, Subject.REGISTRAR, Subject.AUTHORITY);

  private final Crash crash;
  private final Plant plant;
  private final Device device;
  private final List<Device> companions;
  private final Way way;
  private final Optional<Point> point;
  private boolean halted;
  private long journalSeen;

  Arrival(Crash crash, Device device, List<Device> companions, Way way, Optional<Point> point) {
    this.crash = crash;
    this.plant = crash.plant();
    this.device = device.with(crash.pledgeEnvironment());
    this.companions = List.copyOf(companions);
    this.way = way;
    this.point = point;
  }

  /** Lets it come; false when the point at which a program was to halt was not reached. */
  boolean isHaltedOnItsWay() throws IOException, InterruptedException {
    go();
    if (point.isPresent() && !halted && point.get().subject() != Subject.PLEDGE) {
      becomes(this::someRoleHasEnded);
      restartWhatWasHalted();
    }
    return halted;
  }

  private void go() throws IOException, InterruptedException {
    switch (way) {
      case IMPLICIT, EXPLICIT -> {
        watch();
        onboard(device);
      }
      case VOUCHER_WAIT -> {
        plant.masa().stop();
        watch();
        onboard(device, VOUCHER, () -> begin(plant.masa()));
      }
      case CERTIFICATE_WAIT -> {
        plant.authority().stop();
        watch();
        onboard(device, CERTIFICATE, () -> begin(plant.authority()));
      }
      case APPROVAL_WAIT -> {
        watch();
        onboard(device, CERTIFICATE, this::approve);
      }
      case CONFIRMATION_WAIT -> {
        comeInVain(device);
        watch();
        begin(plant.authority());
        tryAgainNow();
        untilIssued();
        end(plant.authority());
        onboard(device, CERTIFICATE, () -> begin(plant.authority()));
      }
      case WITHDRAWAL -> {
        comeInVain(device);
        watch();
        withdraw();
        begin(plant.authority());
        onboard(device);
      }
      case BATCH -> {
        var all = new ArrayList<>(companions);
        all.add(device);
        comeInVain(all.toArray(Device[]::new));
        watch();
        begin(plant.authority());
        for (var each : all) {
          onboard(each);
        }
      }
    }
  }

  private interface Turn {
    void take() throws IOException, InterruptedException;
  }

  /** Whoever is away has ended by now; its end is no step of this device. */
  private void watch() throws IOException {
    crash.watch(device.serial(), point);
  }

  private void onboard(Device who) throws IOException, InterruptedException {
    for (int runs = 1; !who.hasReported(); runs++) {
      try (var pledge = who.onboard(plant.registrar(), "--confirm", way.confirm())) {
        ended(who, pledge, runs);
      }
    }
  }

  /** Lets it onboard; when it first waits for that, something turns. */
  private void onboard(Device who, String waiting, Turn turn)
      throws IOException, InterruptedException {
    boolean turned = false;
    for (int runs = 1; !who.hasReported(); runs++) {
      try (var pledge = who.onboard(plant.registrar(), "--confirm", way.confirm())) {
        if (!turned) {
          attend(pledge, () -> pledge.out().contains(waiting));
          turned = pledge.out().contains(waiting);
          if (turned) {
            turn.take();
          }
        }
        ended(who, pledge, runs);
      }
    }
    assertThat(turned).as("%s was %s, with %s", who.serial(), waiting, point).isTrue();
  }

  /** Lets them come until their certification requests are taken in; the authority is away. */
  private void comeInVain(Device... all) throws IOException, InterruptedException {
    plant.authority().stop();
    for (var who : all) {
      boolean waits = false;
      for (int runs = 1; !waits; runs++) {
        try (var pledge =
            who.onboard(plant.registrar(), "--confirm", way.confirm(), "--wait", "0")) {
          waits = ended(who, pledge, runs) == WAITING && pledge.out().contains(CERTIFICATE);
        }
      }
    }
  }

  /** Starts again whatever is halted until the pledge has ended, as it may; its exit code. */
  private int ended(Device who, Program pledge, int runs) throws IOException, InterruptedException {
    attend(pledge, () -> false);
    int exit = pledge.awaitEnd();
    if (exit == Halting.HALTED) {
      halted = true;
      crash.unwatch(device.serial(), Subject.PLEDGE);
    } else if (!NOT_YET.contains(exit) && !(exit == REFUSED && way == Way.WITHDRAWAL)) {
      throw pledge.failure("ended with " + exit + ", with " + point);
    }
    if (runs == MOST_RUNS) {
      throw pledge.failure(who.serial() + " still is not where it was to be, with " + point);
    }
    return exit;
  }

  /** Starts again whatever is halted, until the pledge has ended or something is so. */
  private void attend(Program pledge, BooleanSupplier enough)
      throws IOException, InterruptedException {
    while (pledge.isAlive() && !enough.getAsBoolean()) {
      until(
          device.serial() + " goes on or ends, or a program halts",
          () -> !pledge.isAlive() || someRoleHasEnded() || enough.getAsBoolean());
      restartWhatWasHalted();
    }
  }

  private void until(String what, BooleanSupplier state) {
    await(what + ", with " + point)
        .atMost(Program.DEADLINE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(state::getAsBoolean);
  }

  private static boolean becomes(BooleanSupplier state) {
    try {
      await().atMost(AFTERMATH).pollInterval(Duration.ofMillis(20)).until(state::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException _) {
      return false;
    }
  }

  /** A person approves, and tries again while that comes to nothing. */
  private void approve() throws IOException, InterruptedException {
    attempt(
        "the request of " + device.serial() + " to be held and approved",
        () -> {
          var held = lines("authority", "pending", "--dir", plant.authority().folder());
          if (held.isPresent() && !held.get().isEmpty()) {
            var id = held.get().getFirst().required("id").asString();
            var approved =
                plant.brski().run("authority", "approve", "--dir", plant.authority().folder(), id);
            return approved.exit() == 0;
          }
          // An approval whose answer was lost has been made all the same.
          var issued = lines("authority", "certificates", "--dir", plant.authority().folder());
          return issued.isPresent() && !issued.get().isEmpty();
        });
  }

  /** An operator withdraws the registrar's consent, and tries again while that comes to nothing. */
  private void withdraw() throws IOException, InterruptedException {
    attempt(
        "the request of " + device.serial() + " to be withdrawn",
        () -> {
          var folder = plant.registrar().folder();
          var waiting = lines("queue", "ls", "--dir", folder, "--waiting");
          if (waiting.isPresent() && !waiting.get().isEmpty()) {
            var id = waiting.get().getFirst().required("exchange").asString();
            plant.brski().run("queue", "cancel", "--dir", folder, id, "--reason", "a trial");
            return false;
          }
          return waiting.isPresent();
        });
  }

  /** Does not wait for the next look at an authority that was away; is no step of its own. */
  private void tryAgainNow() throws IOException, InterruptedException {
    plant.brski().run("queue", "retry", "--dir", plant.registrar().folder(), "--all");
    restartWhatWasHalted();
  }

  private interface Attempt {
    boolean succeeds() throws IOException, InterruptedException;
  }

  /** Each attempt is a program, so that trying again at once is no busy loop. */
  private void attempt(String what, Attempt attempt) throws IOException, InterruptedException {
    var end = Instant.now().plus(Program.DEADLINE);
    boolean done = false;
    while (!done) {
      assertThat(Instant.now()).as(what + ", with " + point).isBefore(end);
      restartWhatWasHalted();
      done = attempt.succeeds();
    }
    restartWhatWasHalted();
  }

  /** What a command lists about the device; nothing when the command did not come to its end. */
  private Optional<List<JsonNode>> lines(Object... command)
      throws IOException, InterruptedException {
    var words = new ArrayList<Object>(List.of(command));
    words.add("--json");
    var listed = plant.brski().run(words.toArray());
    return listed.exit() == 0
        ? Optional.of(
            listed
                .json()
                .valueStream()
                .filter(line -> line.required("device").asString().equals(device.serial()))
                .toList())
        : Optional.empty();
  }

  /** The registrar has the certificate. */
  private void untilIssued() throws IOException, InterruptedException {
    boolean issued = false;
    while (!issued) {
      until(
          "the certificate of " + device.serial() + " is with the registrar",
          () -> someRoleHasEnded() || hasJournalled("certificate-issued"));
      issued = !restartWhatWasHalted() && hasJournalled("certificate-issued");
    }
  }

  private boolean hasJournalled(String kind) {
    try {
      var page = plant.registrar().control("/journal?after=" + journalSeen);
      while (!page.isEmpty()) {
        for (var line : page) {
          if (line.path("kind").asString("").equals(kind)
              && line.path("device").asString("").equals(device.serial())) {
            return true;
          }
          journalSeen = line.path("seq").asLong();
        }
        page = plant.registrar().control("/journal?after=" + journalSeen);
      }
      return false;
    } catch (IOException _) {
      return false;
    }
  }

  /** Lets a role run; it runs when this returns, even if it was halted as it began. */
  private void begin(Role role) throws IOException, InterruptedException {
    restartWhatWasHalted();
    try {
      role.start();
    } catch (AssertionError notReady) {
      if (!becomes(role::hasEnded)) {
        throw notReady;
      }
      restartWhatWasHalted();
    }
  }

  /** Lets a role end; it is at rest when this returns, even if it was halted as it ended. */
  private void end(Role role) throws IOException, InterruptedException {
    int exit = role.end();
    if (exit == Halting.HALTED) {
      halted = true;
      for (var subject : ROLES) {
        if (crash.role(subject) == role) {
          crash.judge(subject, device.serial());
        }
      }
    } else {
      assertThat(exit).as("exit code of the role that was to end, with %s", point).isZero();
    }
  }

  private boolean someRoleHasEnded() {
    return ROLES.stream().anyMatch(subject -> crash.role(subject).hasEnded());
  }

  private boolean restartWhatWasHalted() throws IOException, InterruptedException {
    boolean any = false;
    for (var subject : ROLES) {
      var role = crash.role(subject);
      if (role.hasEnded()) {
        role.demandEnded(Halting.HALTED);
        crash.judge(subject, device.serial());
        role.start();
        any = true;
      }
    }
    halted |= any;
    return any;
  }
}
