package dev.brski.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** Another process that uses a store; each line of its output says something that is so. */
final class Program implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private Program(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static Program start(List<String> before, String... args) throws IOException {
    var java = ProcessHandle.current().info().command().orElseThrow();
    var command =
        Stream.of(
                before.stream(),
                Stream.of(java, "-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-cp"),
                Stream.of(System.getProperty("java.class.path"), Program.class.getName()),
                Stream.of(args))
            .flatMap(parts -> parts)
            .toList();
    return new Program(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  long pid() {
    return process.pid();
  }

  /** The next line, or null at the end. */
  String line() throws IOException {
    return output.readLine();
  }

  /** All lines to the end. */
  List<String> lines() throws IOException {
    var lines = new ArrayList<String>();
    for (var line = line(); line != null; line = line()) {
      lines.add(line);
    }
    return lines;
  }

  int end() throws InterruptedException {
    return process.waitFor();
  }

  /** Kills it as by {@code kill -9}; what it had said can still be read. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }

  public static void main(String[] args) throws Exception {
    var folder = Path.of(args[1]);
    switch (args[0]) {
      case "hold" -> hold(folder);
      case "load" -> load(folder);
      case "count" -> count(folder, Integer.parseInt(args[2]));
      case "endure" -> endure(folder, Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Owns the store until it is killed. */
  private static void hold(Path folder) throws Exception {
    try (var store = Ledger.open(folder)) {
      say("open " + store.journalHead().seq());
      System.in.read();
    } catch (StoreLocked e) {
      say("locked by " + e.owner().orElse(-1));
    }
  }

  /** Writes from many threads until it is killed, and says what was acknowledged. */
  private static void load(Path folder) throws Exception {
    try (var store = Ledger.open(folder)) {
      var next = new AtomicLong();
      var writers =
          Stream.generate(() -> Thread.startVirtualThread(() -> write(store, next)))
              .limit(16)
              .toList();
      for (var writer : writers) {
        writer.join();
      }
    }
  }

  private static void write(Store store, AtomicLong next) {
    while (true) {
      long id = next.incrementAndGet();
      say(Long.toString(Ledger.write(store, id, "n".repeat((int) (id % 500)))));
    }
  }

  /** Writes one after the other. */
  private static void count(Path folder, int many) throws Exception {
    try (var store = Ledger.open(folder)) {
      for (int id = 1; id <= many; id++) {
        Ledger.write(store, id, "note");
      }
      say(Long.toString(store.counts().commits()));
    }
  }

  /**
   * Writes on a failing disk until so much was acknowledged, and says what was and what was not.
   */
  private static void endure(Path folder, int acknowledgements) throws Exception {
    int done = 0;
    for (int id = 1; done < acknowledgements; ) {
      try (var store = Ledger.open(folder)) {
        for (; done < acknowledgements; id++) {
          if (attempt(store, id)) {
            done++;
          }
        }
      } catch (StoreUnavailable e) {
        say("refused " + e.getMessage());
      }
    }
  }

  private static boolean attempt(Store store, int id) {
    try {
      say("done " + Ledger.write(store, id, "n".repeat(3000)));
      return true;
    } catch (StoreUnavailable e) {
      say("refused " + e.getMessage());
      return false;
    }
  }
}
