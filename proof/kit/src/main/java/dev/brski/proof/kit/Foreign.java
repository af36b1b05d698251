package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A program that nobody here wrote, such as {@code openssl}. */
public final class Foreign {

  private final String program;
  private final Path logs;

  private Foreign(String program, Path logs) {
    this.program = program;
    this.logs = logs;
  }

  /**
   * A program of the system; the test that asks for it is skipped, by name, where it is missing.
   *
   * @param logs where its output is kept
   * @param trial arguments with which it ends with 0 if it can do what is wanted of it
   */
  public static Foreign demand(String program, Path logs, String... trial)
      throws InterruptedException {
    var foreign = new Foreign(program, logs);
    Assumptions.assumeTrue(
        foreign.answers(trial),
        program + " is not installed, or cannot " + String.join(" ", trial));
    return foreign;
  }

  private boolean answers(String... trial) throws InterruptedException {
    try {
      return run(trial).exit() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Runs it to its end. */
  public Run run(String... arguments) throws IOException, InterruptedException {
    return Run.of(program, logs, command(arguments));
  }

  /** Starts it. */
  public Program start(String... arguments) throws IOException {
    return Program.start(program, logs, command(arguments));
  }

  private List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(program);
    command.addAll(List.of(arguments));
    return command;
  }
}
