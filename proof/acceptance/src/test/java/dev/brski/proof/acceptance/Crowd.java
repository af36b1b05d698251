package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Devices that come in troops, each troop a {@code brski load}, and try again until all are
 * enrolled.
 */
final class Crowd {

  private static final int MOST_RUNS = 50;
  private static final int KILLED = 128 + 9;
  private static final String PATIENCE = "10s";

  private final Plant plant;
  private final Path folder;
  private final URI registrar;
  private final int perTroop;
  private final int perSecond;
  private final List<Path> troops = new ArrayList<>();
  private volatile Optional<Program> running = Optional.empty();

  /**
   * @param registrar where the devices go
   */
  Crowd(Plant plant, URI registrar, int perTroop, int perSecond) {
    this.plant = plant;
    this.folder = plant.folder().resolve("crowd");
    this.registrar = registrar;
    this.perTroop = perTroop;
    this.perSecond = perSecond;
  }

  /** Lets one troop after the other set out as long as more are wanted. */
  void arriveWhile(BooleanSupplier wanted) throws IOException, InterruptedException {
    for (int number = 1; wanted.getAsBoolean(); number++) {
      var troop = troop(number);
      run(
          "arrive",
          "--dir",
          troop,
          "--factory",
          plant.factory(),
          "--masa",
          plant.masa().address(),
          "--registrar",
          registrar,
          "--devices",
          perTroop,
          "--prefix",
          "CROWD-" + number + "-",
          "--rate",
          perSecond,
          "--at-once",
          perTroop,
          "--wait",
          PATIENCE,
          "--expect",
          "enrolled");
      // Killed while it made the devices, a troop never sets out.
      if (hasSetOut(troop)) {
        troops.add(troop);
      }
    }
  }

  /** Whether the first troop has its devices, so that they come even if it is killed now. */
  boolean hasSetOut() {
    return hasSetOut(troop(1));
  }

  private static boolean hasSetOut(Path troop) {
    return Files.exists(troop.resolve("load.json"));
  }

  private Path troop(int number) {
    return folder.resolve("troop-" + number);
  }

  /** Lets every device that has set out become a member. */
  void settle() throws IOException, InterruptedException {
    for (var troop : troops) {
      for (int runs = 1; poll(troop) != 0; runs++) {
        assertThat(runs).as("runs until all of " + troop + " were members").isLessThan(MOST_RUNS);
      }
    }
  }

  private int poll(Path troop) throws IOException, InterruptedException {
    return run("poll", "--dir", troop, "--wait", PATIENCE, "--expect", "enrolled");
  }

  /** The program that plays the devices now, if one does. */
  Optional<Program> running() {
    return running;
  }

  /** The folders of all devices that have set out. */
  List<Path> devices() throws IOException {
    var devices = new ArrayList<Path>();
    for (var troop : troops) {
      try (var files = Files.walk(troop.resolve("devices"), 2)) {
        files.filter(file -> file.getNameCount() == troop.getNameCount() + 3).forEach(devices::add);
      }
    }
    return devices;
  }

  private int run(Object... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<Object>(List.of(arguments));
    words.addFirst("load");
    try (var program = plant.brski().start(words.toArray())) {
      running = Optional.of(program);
      int exit = program.awaitEnd();
      if (exit != 0 && exit != 4 && exit != 5 && exit != KILLED) {
        throw program.failure("gave up");
      }
      return exit;
    } finally {
      running = Optional.empty();
    }
  }
}
