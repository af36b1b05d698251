package dev.brski.command;

import dev.brski.registrar.OwnCredential;
import dev.brski.registrar.control.CredentialDesk.Standing;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A newer credential of the registrar's own. */
@Command(
    name = "renew",
    description = {
      "Get the registrar another certificate for another key, from its authority, before the"
          + " present one expires (RFC 9483 section 4.1.3). The present one signs for it.",
      "The registrar may run or not; one that runs does this by itself in the last third of the"
          + " validity, unless renewal: off. What was begun before, this goes on with. Ends with 3"
          + " if nothing came of it."
    })
final class RegistrarRenewCommand implements Callable<Integer> {

  private static final int WIDTH = 80;

  @Mixin private DirOption dir;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot renew the credential of the registrar of " + dir.path();
    var clock = InstantSource.system();
    var credential =
        Failure.unless(
            what, Failure.unless(what, OwnCredential.beside(dir.existing(), clock)).renew());
    output.report(credential, lines(credential, new Times(clock)));
    return ExitCode.DONE.number();
  }

  /** What is used now. */
  static List<String> lines(Standing credential, Times times) {
    var lines = new ArrayList<String>();
    lines.add(
        Paragraph.printable(
            "Generation %d of %s, certificate %s, is the newest"
                .formatted(
                    credential.generation(), credential.subject(), credential.certificate())));
    lines.add(
        "  valid until %s, to be renewed %s"
            .formatted(credential.notAfter(), times.relative(credential.renewalDue())));
    credential
        .shown()
        .filter(shown -> shown != credential.generation())
        .ifPresent(
            shown ->
                lines.addAll(
                    Paragraph.of(
                            "  ",
                            "Pledges are shown generation %d until the last voucher exchange under"
                                    .formatted(shown)
                                + " it has ended, for four days at most.")
                        .lines(WIDTH)));
    return List.copyOf(lines);
  }
}
