package dev.brski.demo.program;

import dev.brski.trust.Description;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A program that was started: what it prints, how it ends, and how it is ended. */
public final class Program {

  private static final String READY = "ready ";
  private static final Duration GENTLE = Duration.ofSeconds(6);
  private static final int LAST_LINES = 6;

  private final String name;
  private final Process process;
  private final Path log;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final CompletableFuture<List<String>> printed = new CompletableFuture<>();
  private volatile Duration processorTime = Duration.ZERO;

  private Program(String name, Process process, Path log, Consumer<String> reader) {
    this.name = name;
    this.process = process;
    this.log = log;
    Thread.ofVirtual().name(name).start(() -> read(reader));
  }

  /**
   * Starts a program.
   *
   * @param name what it is called in messages
   * @param reader is told each line that it prints
   * @throws IOException when it cannot be started
   */
  static Program start(
      String name, Launcher launcher, List<String> arguments, Path log, Consumer<String> reader)
      throws IOException {
    return new Program(name, launcher.start(arguments, log), log, reader);
  }

  private void read(Consumer<String> reader) {
    var lines = new ArrayList<String>();
    try (var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8))) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        noteProcessorTime();
        lines.add(line);
        if (line.startsWith(READY)) {
          ready.complete(line.substring(READY.length()));
        }
        reader.accept(line);
      }
      printed.complete(lines);
    } catch (IOException | RuntimeException e) {
      printed.completeExceptionally(e);
    } finally {
      ready.completeExceptionally(new IOException(name + " ended before it was ready"));
    }
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** The file that has what it logs. */
  public Path log() {
    return log;
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return !process.isAlive();
  }

  /** Completed when it has ended. */
  public CompletableFuture<?> end() {
    return process.onExit();
  }

  /** Asks it to end, and returns when it has; at once when it does not in a few seconds. */
  public void stop() throws InterruptedException {
    ask();
    reap();
  }

  /** Ends it as a power cut would, and returns when it has ended. */
  public void cutOff() throws InterruptedException {
    noteProcessorTime();
    kill();
    process.waitFor();
  }

  /** The processor time that it had used when it was last looked at. */
  public Duration processorTime() {
    return processorTime;
  }

  /**
   * The address that a role says it is ready at.
   *
   * @throws ProgramFailed when it ends before, or does not say so in time
   */
  public String ready(Duration most) throws ProgramFailed, InterruptedException {
    try {
      return ready.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException _) {
      throw failed(name + " ended before it was ready");
    } catch (TimeoutException _) {
      throw failed(name + " did not say within " + most.toSeconds() + " s that it is ready");
    }
  }

  /**
   * Its exit code, when it has ended and all that it printed was read.
   *
   * @throws ProgramFailed when it does not end in time
   */
  public int exit(Duration most) throws ProgramFailed, InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw failed(name + " did not end within " + most.toSeconds() + " s");
    }
    try {
      printed.join();
    } catch (CompletionException e) {
      throw failed("what " + name + " printed could not be read: " + e.getMessage());
    }
    return process.exitValue();
  }

  /** What it printed, once it has ended. */
  public List<String> printed() {
    return List.copyOf(printed.join());
  }

  /** A failure of this program, with the last that it logged. */
  public ProgramFailed failed(String what) {
    return new ProgramFailed(what, lastWords(), "See all that it logged: " + log);
  }

  private String lastWords() {
    try {
      var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return lines.isEmpty()
          ? "it logged nothing"
          : Description.printable(String.join(" / ", last.stream().map(String::strip).toList()));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  private void noteProcessorTime() {
    process.info().totalCpuDuration().ifPresent(used -> processorTime = used);
  }

  /** Asks it to end. */
  void ask() {
    if (process.isAlive()) {
      noteProcessorTime();
      process.destroy();
    }
  }

  /** Ends it at once. */
  void kill() {
    process.destroyForcibly();
  }

  /** Sees to it that it has ended. */
  void reap() throws InterruptedException {
    if (!process.waitFor(GENTLE.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
