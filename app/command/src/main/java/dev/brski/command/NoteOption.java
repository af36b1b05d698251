package dev.brski.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** What else is to be said of an order. */
final class NoteOption {

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      description = "More for the journal: at most 500 characters.")
  private Optional<String> note = Optional.empty();

  Optional<String> text() {
    return note;
  }
}
