package dev.brski.command;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that consists of others. */
abstract class Group implements Runnable {

  @Spec private CommandSpec spec;

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
