package dev.brski.command;

import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.store.StoreUnavailable;
import dev.brski.trust.Description;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How errors are told: what failed, why, what to do next.
 *
 * @param verbose whether the place in the program is shown too
 */
record Errors(PrintWriter err, boolean verbose) {

  /** A command failed. */
  int explain(Exception fault, CommandLine line) {
    var failure = failure(fault, "Cannot run " + line.getCommandSpec().qualifiedName());
    err.println(failure.text());
    if (verbose) {
      trace(fault);
    }
    err.flush();
    return failure.exit().number();
  }

  /** The command line is wrong. */
  int explain(ParameterException wrong) {
    var line = wrong.getCommandLine();
    err.println("brski: " + Description.printable(String.valueOf(wrong.getMessage())));
    var suggestions =
        wrong instanceof UnmatchedArgumentException unmatched
            ? String.join(", ", unmatched.getSuggestions())
            : "";
    if (!suggestions.isEmpty()) {
      err.println("  Did you mean: " + suggestions + "?");
    }
    err.println("  See: " + line.getCommandSpec().qualifiedName() + " --help");
    if (verbose) {
      trace(wrong);
    }
    err.flush();
    return ExitCode.USAGE.number();
  }

  /** Where it comes from; what messages quote cannot harm a terminal. */
  private void trace(Exception fault) {
    var text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    text.toString().lines().map(Trace::line).forEach(err::println);
  }

  private static Failure failure(Throwable fault, String what) {
    return switch (fault) {
      case Failure failure -> failure;
      case PeerFailure peer -> Failure.of(what, peer);
      case IOException io -> Failure.of(what, io);
      case StoreLocked locked -> Failure.of(what, locked);
      case SchemaRefused newer -> Failure.of(what, newer);
      case StoreUnavailable disk -> Failure.of(what, disk);
      case CompletionException wrapped when wrapped.getCause() != null ->
          failure(wrapped.getCause(), what);
      default ->
          new Failure(
              ExitCode.FAULT,
              what,
              fault.getMessage() == null ? fault.toString() : fault.getMessage(),
              "This is a fault of this program: run it again with --verbose and report what it"
                  + " says.");
    };
  }
}
