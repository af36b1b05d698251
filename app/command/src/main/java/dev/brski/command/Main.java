package dev.brski.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code brski} command. */
@Command(
    name = "brski",
    description = "Onboards devices into a domain: BRSKI with alternative enrollment (RFC 9733).",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /** Runs the command line and ends with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
