package dev.brski.demo.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** All programs that were started from here; none of them outlives this process. */
public final class Programs implements AutoCloseable {

  private static final Duration COMMAND = Duration.ofMinutes(5);

  private final Launcher launcher;
  private final Path logs;
  private final List<Program> started = new ArrayList<>();
  private final Thread hook = Thread.ofPlatform().name("end programs").unstarted(this::endAll);
  private boolean closed;

  /**
   * @param logs the folder for what they log, a file each
   * @throws IOException when that cannot be made
   */
  public Programs(Launcher launcher, Path logs) throws IOException {
    this.launcher = launcher;
    this.logs = Files.createDirectories(logs);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a program.
   *
   * @param name what it is called in messages; its log is named so
   * @param reader is told each line that it prints
   * @throws IOException when it cannot be started
   */
  public synchronized Program start(String name, Consumer<String> reader, List<String> arguments)
      throws IOException {
    if (closed) {
      throw new IOException("this program is being ended; " + name + " was not started");
    }
    var log = logs.resolve(name.replaceAll("[^A-Za-z0-9._-]+", "-") + ".log");
    var program = Program.start(name, launcher, arguments, log, reader);
    started.add(program);
    return program;
  }

  /**
   * Runs a command to its end, which must be a good one, and returns what it printed.
   *
   * @throws ProgramFailed when it ends otherwise, or not at all
   */
  public List<String> run(String name, List<String> arguments)
      throws IOException, ProgramFailed, InterruptedException {
    var program = start(name, _ -> {}, arguments);
    int exit = program.exit(COMMAND);
    if (exit != 0) {
      throw program.failed("brski " + String.join(" ", arguments) + " ended with " + exit);
    }
    return program.printed();
  }

  /** Ends those that still run, and returns when they have ended. */
  @Override
  public void close() {
    endAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook with it.
      return;
    }
  }

  private synchronized void endAll() {
    closed = true;
    started.forEach(Program::ask);
    boolean interrupted = false;
    for (var program : started) {
      try {
        program.reap();
      } catch (InterruptedException _) {
        program.kill();
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
