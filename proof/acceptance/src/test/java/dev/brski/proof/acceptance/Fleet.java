package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Brski;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The devices of {@code brski load}, which plays all of them in one program. */
final class Fleet {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int AT_ONCE = 32;
  private static final int WAITING = 4;
  private static final int MOST_ROUNDS = 20;

  private final Plant plant;
  private final Path folder;
  private final int size;

  /** Nobody is promised how long a load takes; a program that hangs is found by this. */
  private final Duration longest;

  private Map<String, String> environment = Map.of();
  private LongConsumer started = _ -> {};

  Fleet(Plant plant, int size) {
    this.plant = plant;
    this.folder = plant.folder().resolve("fleet");
    this.size = size;
    this.longest = Program.DEADLINE.plusMillis(200L * size);
  }

  /** From now on it is so many days later for them. */
  void later(MovedClock clock, int days) {
    environment = clock.ahead(days);
    started = clock::started;
  }

  /** Has them made and lets them come for the first time. */
  private LoadReport arrive() throws IOException, InterruptedException {
    return sent(
        "arrive",
        AT_ONCE,
        "--factory",
        plant.factory(),
        "--masa",
        plant.masa().address(),
        "--registrar",
        plant.registrar().url(),
        "--devices",
        size);
  }

  /** Has them made and lets them come until all of them wait for their certificate. */
  void arriveToWait() throws IOException, InterruptedException {
    var report = arrive();
    System.out.println("arrival: " + report.line());
    for (int round = 1; !report.places().equals(allWait()); round++) {
      assertThat(round).as("rounds until all wait: " + report).isLessThan(MOST_ROUNDS);
      report = poll();
    }
  }

  /** Where all of them stand, when they wait for their certificate. */
  Map<String, Integer> allWait() {
    return waiting(size);
  }

  /** Where so many stand, when they wait for their certificate. */
  static Map<String, Integer> waiting(int devices) {
    return Map.of("waits for its certificate", devices);
  }

  /** Lets each ask once. */
  LoadReport poll() throws IOException, InterruptedException {
    return poll(1, 1);
  }

  /** Lets each of a part of them ask once: of the {@code which}-th of so many parts. */
  LoadReport poll(int which, int parts) throws IOException, InterruptedException {
    return sent("poll", AT_ONCE, "--part", which + "/" + parts);
  }

  /** Lets each ask once, all of them together. */
  LoadReport pollTogether() throws IOException, InterruptedException {
    return sent("poll", size);
  }

  /**
   * Lets each that is no member yet ask once, and prints what the load generator says of it and of
   * the authority.
   *
   * @return whether all are members now
   */
  boolean pollToTheEnd() throws IOException, InterruptedException {
    try (var load =
        start(
            "poll",
            "--expect",
            "enrolled",
            "--watch",
            plant.registrar().program().pid(),
            "--watch",
            plant.authority().program().pid(),
            "--ledger",
            plant.registrar().folder(),
            "--ledger",
            plant.authority().folder())) {
      int code = load.awaitEnd(longest);
      System.out.println(load.out());
      if (code != 0 && code != WAITING) {
        throw load.failure("ended with " + code);
      }
      return code == 0;
    }
  }

  /** Where they stand, and how large the registrar's ledger is. */
  LoadReport status() throws IOException, InterruptedException {
    return report("status", "--ledger", plant.registrar().folder(), "--json");
  }

  private LoadReport sent(String command, int atOnce, Object... more)
      throws IOException, InterruptedException {
    var all = new ArrayList<Object>(List.of(more));
    all.addAll(
        List.of(
            "--at-once",
            atOnce,
            "--watch",
            plant.registrar().program().pid(),
            "--ledger",
            plant.registrar().folder(),
            "--json"));
    return report(command, all.toArray());
  }

  private LoadReport report(String command, Object... more)
      throws IOException, InterruptedException {
    try (var load = start(command, more)) {
      int code = load.awaitEnd(longest);
      if (code != 0) {
        throw load.failure("ended with " + code);
      }
      return new LoadReport(JSON.readTree(load.out()));
    }
  }

  private Program start(String command, Object... more) throws IOException {
    var arguments = new ArrayList<Object>(List.of("load", command, "--dir", folder));
    arguments.addAll(List.of(more));
    var load = brski().start(arguments.toArray());
    started.accept(load.pid());
    return load;
  }

  private Brski brski() {
    return plant.brski().with(environment);
  }

  /** Their folders. */
  List<Path> folders() throws IOException {
    try (var found = Files.walk(folder.resolve("devices"), 2)) {
      var folders =
          found.filter(path -> Files.exists(path.resolve("idevid.pem"))).sorted().toList();
      assertThat(folders).hasSize(size);
      return folders;
    }
  }

  /** The transactionID of each, by its folder's name, as its own file has it. */
  SortedMap<String, String> transactions() throws IOException {
    var all = new TreeMap<String, String>();
    for (var device : folders()) {
      all.put(
          device.getFileName().toString(),
          progress(device).path("transaction").path("transactionID").asString(""));
    }
    return all;
  }

  /** When each that waits for its certificate will ask again, as its own file has it. */
  List<Instant> appointments() throws IOException {
    var all = new ArrayList<Instant>();
    for (var device : folders()) {
      var next = progress(device).path("transaction").path("polling").path("next");
      all.add(Instant.parse(next.required("at").asString()));
    }
    return all;
  }

  private static JsonNode progress(Path device) throws IOException {
    var state = device.resolve("data").resolve("state.json");
    return JSON.readTree(Files.readAllBytes(state)).path("progress");
  }
}
