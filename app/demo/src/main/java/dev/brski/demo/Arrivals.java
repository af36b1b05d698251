package dev.brski.demo;

import dev.brski.demo.Tasks.Task;
import dev.brski.demo.program.Program;
import dev.brski.demo.program.ProgramFailed;
import dev.brski.demo.program.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Devices that are plugged in together, each a program: from first contact to membership. */
final class Arrivals {

  private static final Duration JOINING = Duration.ofMinutes(15);
  private static final String WAITING = "waiting for the certificate";

  /** A device's program, and whether it was told to wait for its certificate. */
  private record Arrival(String serial, Program pledge, CompletableFuture<Void> waits) {}

  private final Programs programs;
  private final Site site;
  private final Stage stage;
  private final DemoScreen screen;
  private final Map<String, Arrival> arrived = new TreeMap<>();

  Arrivals(Programs programs, Site site, Stage stage, DemoScreen screen) {
    this.programs = programs;
    this.site = site;
    this.stage = stage;
    this.screen = screen;
  }

  /**
   * Plugs the devices in.
   *
   * @param narrated whether each line that a device prints is shown
   */
  void begin(List<String> serials, boolean narrated) throws IOException {
    for (var serial : serials) {
      var waits = new CompletableFuture<Void>();
      var reported = new AtomicBoolean(!narrated);
      arrived.put(
          serial,
          new Arrival(
              serial,
              start(
                  serial,
                  line -> {
                    if (line.contains(WAITING)) {
                      waits.complete(null);
                    }
                    show(line, reported);
                  }),
              waits));
    }
  }

  /** Returns when every device was told to wait for its certificate. */
  void awaitWaiting() throws IOException, ProgramFailed, InterruptedException {
    Tasks.together(arrived.values().stream().<Task>map(arrival -> () -> waiting(arrival)).toList());
  }

  /** Returns when every device is a member. */
  void awaitMembership() throws IOException, ProgramFailed, InterruptedException {
    var done = new AtomicInteger();
    Tasks.together(
        arrived.values().stream()
            .<Task>map(
                arrival ->
                    () -> {
                      member(arrival);
                      screen.progress(arrival.serial(), done.incrementAndGet(), arrived.size());
                    })
            .toList());
  }

  private Program start(String serial, Consumer<String> reader) throws IOException {
    return programs.start(
        "pledge " + serial,
        reader,
        List.of(
            "pledge",
            "onboard",
            "--dir",
            site.device(serial).toString(),
            "--registrar",
            stage.registrar().toString()));
  }

  private static void waiting(Arrival arrival) throws ProgramFailed, InterruptedException {
    var either = CompletableFuture.anyOf(arrival.waits(), arrival.pledge().end());
    try {
      either.get(JOINING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException _) {
      throw arrival.pledge().failed("device " + arrival.serial() + " was not told to wait");
    }
    if (!arrival.waits().isDone()) {
      throw arrival
          .pledge()
          .failed("device " + arrival.serial() + " ended before it was told to wait");
    }
  }

  private void member(Arrival arrival) throws ProgramFailed, InterruptedException {
    int exit = arrival.pledge().exit(JOINING);
    if (exit != 0) {
      var ended = stage.casualty();
      if (ended.isPresent()) {
        throw ended.get().failed(ended.get().name() + " ended while devices needed it");
      }
      throw arrival
          .pledge()
          .failed("device " + arrival.serial() + " did not become a member, exit code " + exit);
    }
  }

  /** Shows what an only pledge does; the summary has what it reports at its end. */
  private void show(String line, AtomicBoolean reported) {
    if (line.startsWith("Enrolled")) {
      reported.set(true);
    }
    if (!reported.get()) {
      screen.event("pledge", line.strip());
    }
  }
}
