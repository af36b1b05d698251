package dev.brski.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which request, and why; who is the user of the operating system who runs the command. */
final class RulingOptions {

  @Parameters(paramLabel = "ID", description = "The request, as `authority pending` lists it.")
  private String id = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for the journal: at most 500 characters.")
  private Optional<String> reason = Optional.empty();

  String id() {
    return id;
  }

  Optional<String> reason() {
    return reason;
  }
}
