package dev.brski.proof.kit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A process that a test started, and what it prints.
 *
 * <p>Whatever is waited for has a deadline, which is generous: it is there so that a test that
 * cannot succeed says what did not happen, and not to measure anything.
 */
public final class Program implements AutoCloseable {

  /** How long anything is waited for. */
  public static final Duration DEADLINE = Duration.ofMinutes(2);

  private static final int KILLED = 128 + 9;
  private static final int MOST_QUOTED = 6000;
  private static final File NOTHING = new File("/dev/null");

  private final String name;
  private final Process process;
  private final Transcript out;
  private final Transcript err;
  private final Thread undertaker;

  private Program(String name, Process process, Transcript out, Transcript err) {
    this.name = name;
    this.process = process;
    this.out = out;
    this.err = err;
    this.undertaker = new Thread(this::signalKill, "end of " + name);
  }

  /**
   * Starts a program without input.
   *
   * @param name what failures call it
   * @param logs where its output is kept, in new files with the program's name
   * @throws IOException when it cannot be started, such as when it is not installed
   */
  public static Program start(String name, Path logs, List<String> command) throws IOException {
    return start(name, logs, command, Map.of());
  }

  /** The same with variables in its environment, beside those that this process has. */
  public static Program start(
      String name, Path logs, List<String> command, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(logs);
    var builder = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.from(NOTHING));
    builder.environment().putAll(environment);
    var process = builder.start();
    var kept = name.replaceAll("[^A-Za-z0-9.-]+", "-") + "-" + process.pid();
    var program =
        new Program(
            name,
            process,
            Transcript.of(process.getInputStream(), logs.resolve(kept + ".out")),
            Transcript.of(process.getErrorStream(), logs.resolve(kept + ".err")));
    Runtime.getRuntime().addShutdownHook(program.undertaker);
    return program;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** The processor time that it has used so far. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow(() -> failure("has no processor time"));
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** What it has printed on standard output. */
  public String out() {
    return out.text();
  }

  /** What it has printed on standard error. */
  public String err() {
    return err.text();
  }

  /** Waits for something on standard output; {@code ^} and {@code $} are those of a line. */
  public MatchResult awaitOut(String regex) throws InterruptedException {
    return await(out, "standard output", regex);
  }

  /** Waits for something on standard error; {@code ^} and {@code $} are those of a line. */
  public MatchResult awaitErr(String regex) throws InterruptedException {
    return await(err, "standard error", regex);
  }

  private MatchResult await(Transcript transcript, String stream, String regex)
      throws InterruptedException {
    return transcript
        .await(Pattern.compile(regex, Pattern.MULTILINE), DEADLINE)
        .orElseThrow(() -> failure("did not print /" + regex + "/ on " + stream));
  }

  /** Waits until it has ended by itself; its exit code. */
  public int awaitEnd() throws InterruptedException {
    return awaitEnd(DEADLINE);
  }

  /** The same of a program that has much to do. */
  public int awaitEnd(Duration deadline) throws InterruptedException {
    if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failure("did not end within " + deadline);
    }
    if (!out.awaitEnd(DEADLINE) || !err.awaitEnd(DEADLINE)) {
      throw failure("ended, but something keeps its output open");
    }
    forget();
    return process.exitValue();
  }

  /** Ends it at once, by SIGKILL to its process id; false when it had ended by itself before. */
  public boolean kill() throws InterruptedException {
    signalKill();
    return awaitEnd() == KILLED;
  }

  /** Asks it to end, by SIGTERM to its process id; its exit code. */
  public int terminate() throws InterruptedException {
    // By the handle, because the process would close its streams and lose what it says at the end.
    process.toHandle().destroy();
    return awaitEnd();
  }

  private void signalKill() {
    process.toHandle().destroyForcibly();
  }

  /** A failure of this program to do what a test waits for, with what it printed. */
  public AssertionError failure(String what) {
    return new AssertionError(
        "%s %s; %s%n--- its output:%n%s%n--- its errors:%n%s"
            .formatted(
                name,
                what,
                process.isAlive() ? "it still runs" : "it ended with " + process.exitValue(),
                quoted(out.text()),
                quoted(err.text())));
  }

  static String quoted(String text) {
    return text.length() <= MOST_QUOTED
        ? text
        : "[...]" + text.substring(text.length() - MOST_QUOTED);
  }

  /** Ends it if it still runs. */
  @Override
  public void close() {
    signalKill();
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(undertaker);
    } catch (IllegalStateException _) {
      // The virtual machine is ending already, and so the hook runs.
      signalKill();
    }
  }
}
