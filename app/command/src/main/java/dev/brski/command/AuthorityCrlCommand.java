package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.authority.issuing.PublishedList;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The revocation lists of an authority. */
@Command(
    name = "crl",
    description = {
      "Show the revocation list of the issuing CA (RFC 5280 section 5) that is in force, and"
          + " write it to a file; a new one is made if that is due.",
      "The newest is always in public/domain.crl, for a web server to serve; that of the second"
          + " issuing CA in public/domain-2.crl. The authority may run or not."
    })
final class AuthorityCrlCommand implements Callable<Integer> {

  /** A revocation list that was published. */
  record Published(
      int issuingCa,
      long number,
      long entries,
      Instant thisUpdate,
      Instant nextUpdate,
      String file) {

    static Published of(PublishedList published, Path file) {
      var list = published.list();
      return new Published(
          published.generation(),
          list.number(),
          list.entries(),
          list.thisUpdate(),
          list.nextUpdate(),
          file.toString());
    }
  }

  @Mixin private DirOption dir;

  @Option(
      names = "--issuing-ca",
      paramLabel = "N",
      description = "Whose list: 1 for the first issuing CA. Without it, that of the newest.")
  private Optional<Integer> issuingCa = Optional.empty();

  @Option(names = "--out", paramLabel = "FILE", description = "Where to write it too, DER.")
  private Optional<Path> out = Optional.empty();

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, StoreLocked, SchemaRefused {
    var folder = new AuthorityFolder(dir.existing());
    var lists =
        Failure.unless(
            "Cannot make a revocation list in " + dir.path(),
            new Operator(dir.path(), InstantSource.system()).revocationLists());
    var meant = meant(lists);
    if (out.isPresent()) {
      DurableFile.write(out.get(), meant.list().content(), false);
    }
    var file = out.orElseGet(() -> folder.revocationList(meant.generation()));
    output.report(Published.of(meant, file), lines(meant, file, lists, folder));
    return ExitCode.DONE.number();
  }

  private PublishedList meant(List<PublishedList> lists) throws Failure {
    return lists.stream()
        .filter(each -> issuingCa.map(number -> number == each.generation()).orElse(true))
        .findFirst()
        .orElseThrow(
            () ->
                Failure.usage(
                    "Cannot show a revocation list of " + dir.path(),
                    issuingCa.map(number -> "issuing CA " + number).orElse("its issuing CA")
                        + " is not there, or expired",
                    "Without --issuing-ca the newest is shown, and which others there are."));
  }

  private static List<String> lines(
      PublishedList meant, Path file, List<PublishedList> lists, AuthorityFolder folder) {
    var times = new Times(InstantSource.system());
    var list = meant.list();
    var lines = new ArrayList<String>();
    lines.add(
        "Revocation list %d in %s: %d certificates".formatted(list.number(), file, list.entries()));
    lines.add("  made " + times.told(list.thisUpdate()) + ", valid until " + list.nextUpdate());
    for (var other : lists) {
      if (other.generation() != meant.generation()) {
        lines.add(
            "  of issuing CA %d: list %d in %s, %d certificates"
                .formatted(
                    other.generation(),
                    other.list().number(),
                    folder.revocationList(other.generation()),
                    other.list().entries()));
      }
    }
    return lines;
  }
}
