package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The packaged program, as a user starts it: {@code ./brski}, in a process of its own. */
public final class Brski {

  private final Path launcher;
  private final Path logs;
  private final Map<String, String> environment;

  private Brski(Path launcher, Path logs, Map<String, String> environment) {
    this.launcher = launcher;
    this.logs = logs;
    this.environment = Map.copyOf(environment);
  }

  /**
   * The program that the system property {@code brski.launcher} names.
   *
   * @param logs where output is kept
   */
  public static Brski packaged(Path logs) {
    var launcher = System.getProperty("brski.launcher");
    if (launcher == null) {
      throw new IllegalStateException(
          "the system property brski.launcher must name the packaged program");
    }
    return new Brski(Path.of(launcher).toAbsolutePath().normalize(), logs, Map.of());
  }

  /** The same program, started with these variables added to its environment. */
  public Brski with(Map<String, String> more) {
    var all = new HashMap<>(environment);
    all.putAll(more);
    return new Brski(launcher, logs, all);
  }

  /** Runs a command to its end. */
  public Run run(Object... arguments) throws IOException, InterruptedException {
    return Run.of(name(arguments), logs, command(arguments), environment);
  }

  /** Starts a command. */
  public Program start(Object... arguments) throws IOException {
    return Program.start(name(arguments), logs, command(arguments), environment);
  }

  /** The words of a command, and others after them. */
  static Object[] words(List<?> command, Object... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toArray();
  }

  private static String name(Object... arguments) {
    return "brski " + arguments[0] + (arguments.length > 1 ? " " + arguments[1] : "");
  }

  private List<String> command(Object... arguments) {
    var command = new ArrayList<String>();
    command.add(launcher.toString());
    for (var argument : arguments) {
      command.add(argument.toString());
    }
    return command;
  }
}
