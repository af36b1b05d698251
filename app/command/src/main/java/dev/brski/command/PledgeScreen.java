package dev.brski.command;

import dev.brski.pledge.Awaited;
import dev.brski.pledge.Event;
import dev.brski.pledge.Observer;
import dev.brski.pledge.Outcome;
import dev.brski.pledge.PledgeStatus;
import dev.brski.pledge.State;
import dev.brski.trust.Certificates;
import dev.brski.trust.Description;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a pledge's user sees: each step as it happens, and how it ended. */
final class PledgeScreen implements Observer {

  /**
   * Where the device is, as a document.
   *
   * @param outcome how this run ended; absent from a mere status
   */
  record Report(
      Optional<String> outcome,
      String serial,
      String state,
      Optional<URI> registrar,
      Instant since,
      Optional<Instant> askAgain,
      Optional<String> transactionID,
      Optional<PledgeStatus.Membership> certificate,
      boolean reported,
      Optional<Instant> renewalDue,
      List<PledgeStatus.UnderWay> underWay,
      Optional<PledgeStatus.Revocation> revoked,
      List<PledgeStatus.Root> roots,
      Optional<String> cause,
      Optional<String> remedy) {}

  private final Output output;
  private final Times times;
  private final Path folder;
  private final Style style = Style.ofThisProcess();

  PledgeScreen(Output output, Times times, Path folder) {
    this.output = output;
    this.times = times;
    this.folder = folder;
  }

  /** A run begins. */
  void begin(PledgeStatus status) {
    say(
        style.strong("Device " + status.serial())
            + " in "
            + folder
            + ": "
            + status.state().label());
  }

  @Override
  public void observe(Event event) {
    switch (event) {
      case Event.Entered(State state) -> say(style.faint("  state " + state.label()));
      case Event.Connected(URI registrar, X509Certificate shown, boolean provisional) ->
          say(
              "  connected to "
                  + registrar
                  + (provisional ? ", not trusted yet: " : ", of our domain: ")
                  + Description.printable(Names.readable(shown.getSubjectX500Principal())));
      case Event.Sent(URI _, String name, int size) ->
          say("  -> %s, %d octets".formatted(name, size));
      case Event.Received(URI _, String name, int status, int size) ->
          say("  <- %s, %d octets, HTTP %d".formatted(name, size, status));
      case Event.Waiting(Awaited awaited, URI _, long _, Instant until) ->
          say("  waiting for the %s: asking again %s".formatted(awaited.word(), times.told(until)));
      case Event.Rejected(URI registrar, var refusal) ->
          say(
              style.bad("  refused")
                  + ", "
                  + registrar
                  + ": "
                  + Description.printable(refusal.cause()));
      case Event.Tolerated(URI _, var tolerances) ->
          say("  tolerated in the voucher: " + tolerances);
      case Event.Failed(URI registrar, String step, String cause) ->
          say(
              style.bad("  failed")
                  + ", "
                  + registrar
                  + " at "
                  + step
                  + ": "
                  + Description.printable(cause));
      case Event.StartedAfresh(URI registrar, String cause) ->
          say("  starting afresh with " + registrar + ": " + Description.printable(cause));
      case Event.RootTaken(X509Certificate root) ->
          say(
              "  trusts the domain's next root, SHA-256 "
                  + Certificates.fingerprint(root)
                  + ": the one before vouches for it");
      case Event.Installed(X509Certificate certificate) ->
          say("  installed certificate " + Certificates.serialNumber(certificate));
    }
  }

  /** The run ended; its exit code, unless it ended badly. */
  int end(Outcome outcome, PledgeStatus status) throws Failure {
    switch (outcome) {
      case Outcome.Enrolled(X509Certificate _, URI _, boolean already, boolean reported) -> {
        output.report(
            report(Optional.of("enrolled"), status, Optional.empty(), Optional.empty()),
            enrolled(status, already, reported));
        return ExitCode.DONE.number();
      }
      case Outcome.Waiting(Awaited awaited, URI registrar, Instant until, var _) -> {
        output.report(
            report(Optional.of("waiting"), status, Optional.empty(), Optional.empty()),
            List.of(
                waiting(awaited, registrar, until),
                "  next: brski pledge onboard --dir " + folder));
        return ExitCode.WAITING.number();
      }
      case Outcome.Refused(URI registrar, var refusal) -> {
        reportFailure("refused", status, refusal.cause(), refusal.remedy());
        throw Failure.of("Device " + status.serial() + " was refused by " + registrar, refusal);
      }
      case Outcome.Unreachable(
              URI registrar,
              String step,
              String cause,
              String remedy,
              Instant _) -> {
        reportFailure("unreachable", status, cause, remedy);
        throw new Failure(
            ExitCode.UNREACHABLE,
            "Device %s could not go on with %s at %s".formatted(status.serial(), registrar, step),
            cause,
            remedy);
      }
    }
  }

  /** Tells a status. */
  void tell(PledgeStatus status) {
    var lines = new ArrayList<String>();
    lines.add("Device " + Description.printable(status.serial()) + " in " + folder);
    lines.add("  state         " + status.state().label());
    lines.add("  since         " + times.told(status.since()));
    status.registrar().ifPresent(url -> lines.add("  registrar     " + url));
    status.askAgain().ifPresent(at -> lines.add("  asks again    " + times.told(at)));
    status.transactionID().ifPresent(id -> lines.add("  transaction   " + id));
    status.certificate().ifPresent(certificate -> lines.addAll(membership(certificate)));
    status.renewalDue().ifPresent(at -> lines.add(due(at)));
    status.roots().forEach(root -> lines.add(root(root)));
    status.errands().forEach(errand -> lines.add(underWay(errand)));
    status
        .revoked()
        .ifPresent(
            revoked ->
                lines.add(
                    "  revoked       certificate "
                        + revoked.certificate()
                        + ", "
                        + revoked.reason()));
    output.report(report(Optional.empty(), status, Optional.empty(), Optional.empty()), lines);
  }

  private List<String> enrolled(PledgeStatus status, boolean already, boolean reported) {
    var lines = new ArrayList<String>();
    lines.add(
        style.good(already ? "Enrolled already" : "Enrolled")
            + ": device "
            + Description.printable(status.serial())
            + " is a member of the domain");
    status.certificate().ifPresent(certificate -> lines.addAll(membership(certificate)));
    if (!reported) {
      lines.add("  the registrar could not be told so yet; the next run tries again");
    }
    return lines;
  }

  private static String root(PledgeStatus.Root root) {
    return "  root          "
        + Description.printable(Names.readable(root.subject()))
        + " until "
        + Times.absolute(root.notAfter())
        + ", by "
        + root.from();
  }

  private String underWay(PledgeStatus.UnderWay errand) {
    return "  under way     "
        + errand.what()
        + ", transaction "
        + errand.transactionID()
        + errand.askAgain().map(at -> ", asks again " + times.told(at)).orElse("");
  }

  /** From when a certificate should be renewed. */
  String due(Instant at) {
    return "  renewal due   " + times.told(at);
  }

  /** An instant as people read it. */
  String told(Instant at) {
    return times.told(at);
  }

  /** Who asked for patience, and until when. */
  String waiting(Awaited awaited, URI registrar, Instant until) {
    return "Waiting for the %s from %s, which wants to be asked again %s"
        .formatted(awaited.word(), registrar, times.told(until));
  }

  /** What a certificate says. */
  List<String> membership(PledgeStatus.Membership certificate) {
    return List.of(
        "  subject       " + Description.printable(Names.readable(certificate.subject())),
        "  certificate   " + certificate.serial() + ", in " + folder.resolve("ldevid.pem"),
        "  valid         "
            + Times.absolute(certificate.notBefore())
            + " to "
            + Times.absolute(certificate.notAfter()));
  }

  /** Why it came to nothing, where a program reads it. */
  void reportFailure(String outcome, PledgeStatus status, String cause, String remedy) {
    if (output.isJson()) {
      output.report(
          report(Optional.of(outcome), status, Optional.of(cause), Optional.of(remedy)), List.of());
    }
  }

  /** Where the device is, and what this run came to. */
  Report report(
      Optional<String> outcome,
      PledgeStatus status,
      Optional<String> cause,
      Optional<String> remedy) {
    return new Report(
        outcome,
        status.serial(),
        status.state().label(),
        status.registrar(),
        status.since(),
        status.askAgain(),
        status.transactionID(),
        status
            .certificate()
            .map(
                known ->
                    new PledgeStatus.Membership(
                        Names.readable(known.subject()),
                        known.serial(),
                        known.notBefore(),
                        known.notAfter())),
        status.reported(),
        status.renewalDue(),
        status.errands(),
        status.revoked(),
        status.roots().stream()
            .map(
                root ->
                    new PledgeStatus.Root(
                        Names.readable(root.subject()),
                        root.notAfter(),
                        root.fingerprint(),
                        root.from()))
            .toList(),
        cause,
        remedy);
  }

  private void say(String line) {
    output.say(line);
  }
}
