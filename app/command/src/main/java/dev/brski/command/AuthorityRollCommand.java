package dev.brski.command;

import dev.brski.authority.setup.Rollover;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an authority works with, generation after generation. */
@Command(
    name = "roll",
    addMethodSubcommands = false,
    description = "Give an authority its next issuing CA, or its next root.")
final class AuthorityRollCommand extends Group {

  /** What was made. */
  record Rolled(
      int issuingCa, String subject, Instant notAfter, String file, String responder, String tls) {}

  /** What was made with a root. */
  record RolledRoot(
      int root,
      String subject,
      Instant notAfter,
      String file,
      String links,
      String key,
      Rolled issuing) {}

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
              description =
                  "The root's key, if it is not in keys/root.key, or keys/root-2.key and so on.")
          Optional<Path> rootKey,
      @Mixin Output output)
      throws Failure, IOException {
    var made =
        Failure.unless(
            "Cannot give " + dir.path() + " its next issuing CA",
            new Rollover(dir.existing(), InstantSource.system()).issuingCa(rootKey));
    var lines = new ArrayList<>(lines(dir.path(), made));
    lines.add("  next: start the authority anew; keep the keys of the older ones");
    output.report(rolled(made), lines);
    return ExitCode.DONE.number();
  }

  @Command(
      name = "root",
      description = {
        "Make the domain's next root, with the name of the one before and a new key, links between"
            + " both, and under it what 'roll issuing-ca' makes; all are used from the next start"
            + " of the authority on.",
        "Devices and registrars go on, and learn of the new root when they renew their"
            + " certificates. The authority may run or not."
      })
  int root(
      @Mixin DirOption dir,
      @Option(
              names = "--root-key",
              paramLabel = "FILE",
              description =
                  "The key of the root before, if it is not in keys/root.key, or keys/root-2.key"
                      + " and so on.")
          Optional<Path> rootKey,
      @Option(
              names = "--years",
              paramLabel = "N",
              defaultValue = "" + Rollover.ROOT_YEARS,
              description = "For how many years it is valid (default: ${DEFAULT-VALUE}).")
          int years,
      @Mixin Output output)
      throws Failure, IOException {
    var made =
        Failure.unless(
            "Cannot give " + dir.path() + " its next root",
            new Rollover(dir.existing(), InstantSource.system()).root(rootKey, years));
    var root = made.root();
    var end = root.getNotAfter().toInstant();
    var lines =
        new ArrayList<>(
            List.of(
                "Root %d of %s: %s"
                    .formatted(
                        made.generation(),
                        dir.path(),
                        Names.readable(root.getSubjectX500Principal())),
                "  " + made.file() + "  until " + end,
                "  " + made.links() + "  for whoever knows only one of the two"));
    lines.addAll(lines(dir.path(), made.issuing()));
    lines.add("  next: move " + made.key() + " to a safe place; start the authority anew");
    lines.add("  keep the certificates of older roots, and the keys of older issuing CAs");
    output.report(
        new RolledRoot(
            made.generation(),
            Names.readable(root.getSubjectX500Principal()),
            end,
            made.file().toString(),
            made.links().toString(),
            made.key().toString(),
            rolled(made.issuing())),
        lines);
    return ExitCode.DONE.number();
  }

  private static Rolled rolled(Rollover.Made made) {
    return new Rolled(
        made.generation(),
        Names.readable(made.certificate().getSubjectX500Principal()),
        made.certificate().getNotAfter().toInstant(),
        made.issuingCa().toString(),
        made.responder().toString(),
        made.tls().toString());
  }

  private static List<String> lines(Path dir, Rollover.Made made) {
    return List.of(
        "Issuing CA %d of %s: %s"
            .formatted(
                made.generation(),
                dir,
                Names.readable(made.certificate().getSubjectX500Principal())),
        "  " + made.issuingCa() + "  until " + made.certificate().getNotAfter().toInstant());
  }
}
