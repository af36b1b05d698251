package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Devices that come several at once, each a process, and try again until they are enrolled. */
final class Crowd {

  private static final int AT_ONCE = 2 * Runtime.getRuntime().availableProcessors();
  private static final int MOST_RUNS = 100;
  private static final int KILLED = 128 + 9;

  private final Plant plant;
  private final URI registrar;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Set<Program> running = ConcurrentHashMap.newKeySet();

  Crowd(Plant plant, URI registrar) {
    this.plant = plant;
    this.registrar = registrar;
  }

  /** Lets devices come as long as more are wanted, and all of them get to their end. */
  List<Device> onboardWhile(BooleanSupplier wanted)
      throws InterruptedException, ExecutionException {
    Callable<List<Device>> line =
        () -> {
          var own = new ArrayList<Device>();
          while (wanted.getAsBoolean()) {
            var device = plant.device("CROWD-" + numbers.incrementAndGet());
            own.add(device);
            enroll(device);
          }
          return own;
        };
    try (var lines = Executors.newFixedThreadPool(AT_ONCE)) {
      var under = new ArrayList<Future<List<Device>>>();
      for (int i = 0; i < AT_ONCE; i++) {
        under.add(lines.submit(line));
      }
      var devices = new ArrayList<Device>();
      for (var done : under) {
        devices.addAll(done.get());
      }
      return devices;
    }
  }

  /** One of the pledges that run now. */
  Optional<Program> some(RandomGenerator random) {
    var now = List.copyOf(running);
    return now.isEmpty() ? Optional.empty() : Optional.of(now.get(random.nextInt(now.size())));
  }

  private void enroll(Device device) throws IOException, InterruptedException {
    var confirm = device.serial().hashCode() % 2 == 0 ? "implicit" : "explicit";
    for (int runs = 1; !device.hasReported(); runs++) {
      assertThat(runs).as("runs of " + device.serial()).isLessThan(MOST_RUNS);
      try (var pledge = device.onboard(registrar, "--confirm", confirm)) {
        running.add(pledge);
        int exit = pledge.awaitEnd();
        running.remove(pledge);
        if (exit != 0 && exit != 4 && exit != 5 && exit != KILLED) {
          throw pledge.failure("gave up");
        }
      }
    }
  }
}
