package dev.brski.command;

import picocli.CommandLine.Option;

/** Why something is done. */
final class ReasonOption {

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the journal and the history: at most 500 characters.")
  private String reason = "";

  String text() {
    return reason;
  }
}
