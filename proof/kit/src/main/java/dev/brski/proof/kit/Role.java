package dev.brski.proof.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import tools.jackson.databind.JsonNode;

/** A role of the house with a folder, run as a program: MASA, authority or registrar. */
public final class Role implements AutoCloseable {

  private Brski brski;
  private final String name;
  private final Path folder;
  private Optional<Program> program = Optional.empty();
  private Optional<URI> url = Optional.empty();

  /** One at rest. */
  Role(Brski brski, String name, Path folder) {
    this.brski = brski;
    this.name = name;
    this.folder = folder;
  }

  /** Its folder. */
  public Path folder() {
    return folder;
  }

  /** Lets it have these variables in its environment from its next start on. */
  public void environment(Map<String, String> variables) {
    brski = brski.with(variables);
  }

  /** Starts it and waits until it says that it is ready. */
  public void start() throws IOException, InterruptedException {
    if (program.isPresent()) {
      throw new IllegalStateException("the " + name + " runs already");
    }
    program = Optional.of(brski.start(name, "run", "--dir", folder));
    url = Optional.of(URI.create(program().awaitOut("^ready (https://\\S+)$").group(1)));
  }

  /**
   * Runs a command beside it to its end, such as {@code sales import} of a MASA.
   *
   * @param command what comes after the role's name, its words apart
   * @param more whatever follows, with the role's folder
   */
  public Run run(String command, Object... more) throws IOException, InterruptedException {
    var words = new ArrayList<Object>(List.of(name));
    words.addAll(List.of(command.split(" ", -1)));
    words.addAll(List.of(more));
    words.addAll(List.of("--dir", folder));
    return brski.run(words.toArray());
  }

  /** Its program, which runs. */
  public Program program() {
    return program.orElseThrow(() -> new IllegalStateException("the " + name + " is at rest"));
  }

  /** Where it listens; it does so again after a restart. */
  public URI url() {
    return url.orElseThrow(() -> new IllegalStateException("the " + name + " never ran"));
  }

  /** Its HOST:PORT. */
  public String address() {
    return url().getAuthority();
  }

  /** Ends it by SIGTERM, which it obeys cleanly. */
  public void stop() throws InterruptedException {
    var ending = program();
    if (end() != 0) {
      throw ending.failure("did not end cleanly at SIGTERM");
    }
  }

  /** Ends it by SIGTERM, or finds that it has ended by itself; its exit code. */
  public int end() throws InterruptedException {
    int exit = program().terminate();
    program = Optional.empty();
    return exit;
  }

  /** Whether it was started and has ended by itself. */
  public boolean hasEnded() {
    return program.filter(ended -> !ended.isAlive()).isPresent();
  }

  /** Demands that it has ended by itself, with this exit code; it is at rest then. */
  public void demandEnded(int code) throws InterruptedException {
    if (program().awaitEnd() != code) {
      throw program().failure("did not end with " + code);
    }
    program = Optional.empty();
  }

  /** Ends it by SIGKILL. */
  public void kill() throws InterruptedException {
    if (!program().kill()) {
      throw program().failure("had ended by itself before it could be killed");
    }
    program = Optional.empty();
  }

  /** Ends it by SIGKILL and starts it again. */
  public void killAndStart() throws IOException, InterruptedException {
    kill();
    start();
  }

  /** Starts it if a test left it at rest. */
  public void ensureRunning() throws IOException, InterruptedException {
    if (program.isEmpty()) {
      start();
    }
  }

  /** The program's journal, read over its control socket. */
  public JsonNode journal() throws IOException {
    return control("/journal?after=0");
  }

  /** Waits for a line of the journal about a device. */
  public JsonNode awaitJournal(String kind, String serial)
      throws IOException, InterruptedException {
    return awaitJournal(
        kind + " of " + serial,
        line ->
            line.path("kind").asString("").equals(kind)
                && line.path("device").asString("").equals(serial));
  }

  /** Waits for a line of the journal, of a role that lets one wait. */
  public JsonNode awaitJournal(String what, Predicate<JsonNode> wanted)
      throws IOException, InterruptedException {
    var end = Instant.now().plus(Program.DEADLINE);
    long seen = 0;
    while (Instant.now().isBefore(end)) {
      for (var line : control("/journal?wait=5&after=" + seen)) {
        seen = line.path("seq").asLong();
        if (wanted.test(line)) {
          return line;
        }
      }
    }
    throw program().failure("never wrote into its journal: " + what);
  }

  /** What a GET over its control socket brings. */
  public JsonNode control(String path) throws IOException {
    return new Control(folder.resolve("run").resolve("control")).get(path);
  }

  /** Changes its settings; it reads them when it starts. */
  public void configure(String line) throws IOException {
    var settings = folder.resolve("brski.yaml");
    var key = line.substring(0, line.indexOf(':') + 1);
    var before = Files.readString(settings);
    var after = before.replaceAll("(?m)^(# )?" + key + ".*$", Matcher.quoteReplacement(line));
    if (after.equals(before)) {
      throw new IllegalArgumentException(settings + " has no line for " + key);
    }
    Files.writeString(settings, after);
  }

  @Override
  public void close() {
    program.ifPresent(Program::close);
    program = Optional.empty();
  }
}
