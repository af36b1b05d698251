package dev.brski.command;

import dev.brski.store.JournalHead;
import dev.brski.verdict.Verdict;
import dev.brski.wire.HostPort;
import java.nio.file.Path;
import java.util.List;

/** What {@code brski ROLE check} looks at: whether a role would start, and its journal. */
final class Soundness {

  private Soundness() {}

  /**
   * A folder with which all is well.
   *
   * @param journal how many lines it has, each as it was written
   */
  record Sound(String folder, String listen, long journal) {}

  /** Reports, or fails with what keeps the role from starting or what is wrong with its journal. */
  static int report(
      String role, Path folder, Verdict<HostPort> settings, Journal journal, Output output)
      throws Failure {
    var listen = Failure.unless(role + " of " + folder + " would not start", settings);
    var head =
        Failure.unless("The journal of " + folder + " is not what was written", journal.verify());
    output.report(
        new Sound(folder.toString(), listen.toString(), head.seq()),
        List.of(
            role + " of " + folder + " would start, on " + listen,
            "  its journal has %d lines, each as it was written".formatted(head.seq())));
    return ExitCode.DONE.number();
  }

  /** Looks at the journal of a folder that is sound otherwise. */
  @FunctionalInterface
  interface Journal {
    Verdict<JournalHead> verify();
  }
}
