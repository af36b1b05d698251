package dev.brski.command;

import dev.brski.registrar.OwnCredential;
import dev.brski.registrar.Registrar;
import dev.brski.registrar.control.CredentialDesk.Standing;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.renewal.RenewalCheck;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether a registrar would start, its journal, and how long its credential is good. */
final class RegistrarSoundness {

  private static final Duration SOON = Duration.ofDays(30);

  private RegistrarSoundness() {}

  /** What was found. */
  record Checked(
      String folder, String listen, long journal, Standing credential, List<Found> findings) {}

  /** Something that a person should know. */
  record Found(String check, String cause, String remedy) {

    static Found of(Refusal refusal) {
      return new Found(refusal.check().id(), refusal.cause(), refusal.remedy());
    }
  }

  static int report(Path folder, InstantSource clock, Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var wouldNot = "The registrar of " + folder + " would not start";
    var listen = Failure.unless(wouldNot, Registrar.check(folder));
    var head =
        Failure.unless(
            "The journal of " + folder + " is not what was written", Registrar.journal(folder));
    var credential =
        Failure.unless(
            wouldNot, Failure.unless(wouldNot, OwnCredential.beside(folder, clock)).standing());
    var findings =
        Stream.concat(
                findings(credential, clock).stream().map(Found::of),
                indeterminate(folder, clock).stream())
            .toList();
    var lines = new ArrayList<String>();
    lines.add("The registrar of " + folder + " would start, on " + listen);
    lines.add(
        "  its credential, generation %d, is valid until %s"
            .formatted(credential.generation(), credential.notAfter()));
    for (var finding : findings) {
      lines.add(
          "  note: %s [%s]".formatted(Description.printable(finding.cause()), finding.check()));
      lines.add("    " + Description.printable(finding.remedy()));
    }
    lines.add("  its journal has %d lines, each as it was written".formatted(head.seq()));
    output.report(
        new Checked(folder.toString(), listen.toString(), head.seq(), credential, findings), lines);
    return ExitCode.DONE.number();
  }

  /** Messages that wait for a person to find out what became of them. */
  private static Optional<Found> indeterminate(Path folder, InstantSource clock)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var waiting = new Queue.Filter(true, Optional.empty(), Optional.empty());
    long unknown =
        Failure.unless(
                "Cannot list the queue of " + folder, new QueueView(folder, clock).list(waiting))
            .stream()
            .filter(Queue.Line::indeterminate)
            .count();
    return unknown == 0
        ? Optional.empty()
        : Optional.of(
            new Found(
                SetupCheck.QUEUE_INDETERMINATE.id(),
                "of " + unknown + " messages nobody here knows whether the authority has them",
                "Find out there, and say so: brski queue ls --waiting, brski queue resolve."));
  }

  private static List<Refusal> findings(Standing credential, InstantSource clock) {
    var findings = new ArrayList<Refusal>();
    var end = credential.notAfter();
    if (clock.instant().isAfter(end)) {
      findings.add(
          Refusal.of(
              RenewalCheck.EXPIRED,
              "the registrar's certificate was valid until " + end + ": no device can join",
              "Make another with brski authority registrar, put it into keys/, and let the"
                  + " registrar read it: brski registrar reload."));
    } else if (clock.instant().plus(SOON).isAfter(end)) {
      findings.add(
          Refusal.of(
              RenewalCheck.SOON,
              "the registrar's certificate is valid until " + end + " only",
              credential.automatic()
                  ? "A registrar that runs renews it; do it now with brski registrar renew."
                  : "It says renewal: off, so renew it: brski registrar renew."));
    }
    credential
        .trouble()
        .ifPresent(
            trouble ->
                findings.add(
                    Refusal.of(
                        RenewalCheck.FAILED,
                        "the registrar's certificate was not renewed: " + trouble.cause(),
                        trouble.remedy()
                            + (credential.automatic()
                                ? " It is tried again at " + trouble.nextAttempt() + "."
                                : ""))));
    return findings;
  }
}
