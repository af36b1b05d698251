package dev.brski.command;

import dev.brski.authority.setup.Rollover;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an authority works with, generation after generation. */
@Command(
    name = "roll",
    addMethodSubcommands = false,
    description = "Give an authority its next issuing CA.")
final class AuthorityRollCommand extends Group {

  /** What was made. */
  record Rolled(
      int issuingCa, String subject, Instant notAfter, String file, String responder, String tls) {}

  @Command(
      name = "issuing-ca",
      description = {
        "Make the next issuing CA under the domain's root, with what answers are protected with"
            + " and what the TLS server shows; they are used from the next start of the authority"
            + " on.",
        "What older ones issued stays good; keep their keys, which sign its revocation lists. The"
            + " authority may run or not."
      })
  int issuingCa(
      @Mixin DirOption dir,
      @Option(
              names = "--root-key",
              paramLabel = "FILE",
              description = "The root's key, if it is not in keys/root.key.")
          Optional<Path> rootKey,
      @Mixin Output output)
      throws Failure, IOException {
    var made =
        Failure.unless(
            "Cannot give " + dir.path() + " its next issuing CA",
            new Rollover(dir.existing(), InstantSource.system()).issuingCa(rootKey));
    var certificate = made.certificate();
    var end = certificate.getNotAfter().toInstant();
    output.report(
        new Rolled(
            made.generation(),
            Names.readable(certificate.getSubjectX500Principal()),
            end,
            made.issuingCa().toString(),
            made.responder().toString(),
            made.tls().toString()),
        List.of(
            "Issuing CA %d of %s: %s"
                .formatted(
                    made.generation(),
                    dir.path(),
                    Names.readable(certificate.getSubjectX500Principal())),
            "  " + made.issuingCa() + "  until " + end,
            "  next: start the authority anew; keep the keys of the older ones"));
    return ExitCode.DONE.number();
  }
}
