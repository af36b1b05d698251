package dev.brski.command;

import dev.brski.pledge.Awaited;
import dev.brski.pledge.Event;
import dev.brski.pledge.Observer;
import dev.brski.pledge.Onboarding;
import dev.brski.pledge.Outcome;
import dev.brski.pledge.PledgeStatus;
import dev.brski.pledge.Upkept;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the user of a pledge that belongs to a domain sees. */
final class UpkeepScreen implements Observer {

  private final Output output;
  private final PledgeScreen screen;
  private final String command;
  private final Onboarding onboarding;
  private final Path folder;
  private final Style style = Style.ofThisProcess();

  /**
   * @param command the word after {@code brski pledge}
   * @param onboarding what knows where the device is
   */
  UpkeepScreen(
      Output output, PledgeScreen screen, String command, Onboarding onboarding, Path folder) {
    this.output = output;
    this.screen = screen;
    this.command = command;
    this.onboarding = onboarding;
    this.folder = folder;
  }

  /** A run begins. */
  void begin() throws IOException {
    screen.begin(status());
  }

  private PledgeStatus status() throws IOException {
    return onboarding.status(folder);
  }

  @Override
  public void observe(Event event) {
    screen.observe(event);
  }

  /** One of many attempts came to something. */
  void tell(Upkept attempt) {
    lines(attempt).forEach(output::say);
  }

  /** The user has ended it. */
  int leave() throws IOException {
    var status = status();
    output.report(
        screen.report(Optional.of("ended"), status, Optional.empty(), Optional.empty()),
        List.of("Ended as asked"));
    return ExitCode.DONE.number();
  }

  /** The run ended; its exit code, unless it ended badly. */
  int end(Upkept upkept) throws Failure, IOException {
    var status = status();
    switch (upkept) {
      case Upkept.Renewed _ -> report("renewed", status, renewed(status));
      case Upkept.NotDue _ -> report("not-due", status, lines(upkept));
      case Upkept.Revoked _ -> report("revoked", status, lines(upkept));
      case Outcome.Waiting _ -> report("waiting", status, lines(upkept));
      case Outcome.Refused(URI registrar, Refusal refusal) -> {
        screen.reportFailure("refused", status, refusal.cause(), refusal.remedy());
        throw Failure.of(what(status) + " at " + registrar, refusal);
      }
      case Outcome.Unreachable(
              URI registrar,
              String step,
              String cause,
              String remedy,
              Instant _) -> {
        screen.reportFailure("unreachable", status, cause, remedy);
        throw new Failure(
            ExitCode.UNREACHABLE, what(status) + " at " + registrar + ", " + step, cause, remedy);
      }
      case Upkept.Unable(Refusal refusal) -> {
        screen.reportFailure("unable", status, refusal.cause(), refusal.remedy());
        throw Failure.of(
            "Device " + status.serial() + " cannot " + command + " a certificate", refusal);
      }
      case Upkept.Answered _ -> throw new IllegalStateException("nothing was asked");
    }
    return upkept.exitCode();
  }

  private void report(String outcome, PledgeStatus status, List<String> lines) {
    output.report(
        screen.report(Optional.of(outcome), status, Optional.empty(), Optional.empty()), lines);
  }

  /** What could not be done, and what is left. */
  private String what(PledgeStatus status) {
    return "Device %s could not %s its certificate%s"
        .formatted(
            status.serial(),
            command,
            status
                .certificate()
                .map(
                    left ->
                        ", which stays as it is and valid until "
                            + Times.absolute(left.notAfter())
                            + ",")
                .orElse(""));
  }

  private List<String> renewed(PledgeStatus status) {
    var lines = new ArrayList<String>();
    lines.add(style.good("Renewed") + ": device " + Description.printable(status.serial()));
    status.certificate().ifPresent(one -> lines.addAll(screen.membership(one)));
    status.renewalDue().ifPresent(at -> lines.add(screen.due(at)));
    return lines;
  }

  private List<String> lines(Upkept upkept) {
    return switch (upkept) {
      case Upkept.Renewed(var certificate, URI _) ->
          List.of(
              style.good("Renewed")
                  + ": valid until "
                  + Times.absolute(certificate.getNotAfter().toInstant()));
      case Upkept.NotDue(var certificate, Instant due) ->
          List.of(
              "Not due: the certificate is to be renewed " + screen.told(due),
              "  valid until   " + Times.absolute(certificate.getNotAfter().toInstant()));
      case Upkept.Revoked(String certificate, String reason, URI _, boolean already) ->
          List.of(
              (already ? "Revoked already" : style.good("Revoked"))
                  + ": certificate "
                  + certificate
                  + ", "
                  + reason,
              "  the device is nobody's: its key and certificate of the domain are removed",
              "  next: brski pledge onboard --dir " + folder);
      case Outcome.Waiting(Awaited awaited, URI registrar, Instant until, var _) ->
          List.of(
              screen.waiting(awaited, registrar, until),
              "  next: brski pledge " + command + " --dir " + folder);
      case Outcome.Refused(URI registrar, Refusal refusal) ->
          List.of(style.bad("Refused") + " at " + registrar + ": " + refusal.cause());
      case Outcome.Unreachable unreachable ->
          List.of(
              style.bad("Not reached")
                  + ": "
                  + unreachable.registrar()
                  + ": "
                  + Description.printable(unreachable.cause()),
              "  trying again  " + screen.told(unreachable.tryAgain()));
      case Upkept.Unable(Refusal refusal) -> List.of(refusal.cause());
      case Upkept.Answered _ -> throw new IllegalStateException("nothing was asked");
    };
  }
}
