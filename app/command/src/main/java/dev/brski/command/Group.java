package dev.brski.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command that consists of others: its own methods, and {@link #commands}. Its annotation leaves
 * both to {@link CommandTree}.
 */
abstract class Group implements Runnable {

  @Spec private CommandSpec spec;

  /** Those of its commands that are objects of their own. */
  List<Object> commands() {
    return List.of();
  }

  /** The command line that is being run. */
  CommandLine line() {
    return spec.commandLine();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do with " + spec.qualifiedName() + ".");
  }
}
