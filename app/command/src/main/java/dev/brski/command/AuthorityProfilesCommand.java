package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.authority.profile.DeviceFields;
import dev.brski.authority.profile.Profile;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.Holdings;
import dev.brski.authority.setup.ProfileFile;
import dev.brski.inventory.Entry;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the certificates of an authority are like. */
@Command(
    name = "profiles",
    addMethodSubcommands = false,
    description = {
      "What certificates are like: a profile of each kind, in profiles.d/NAME.yaml.",
      "A running authority has them as they were when it started."
    })
final class AuthorityProfilesCommand extends Group {

  /**
   * One of them.
   *
   * @param usual whether it counts when neither a request nor a manufacturer names one
   * @param manufacturers whose devices may have one; empty for all
   */
  record Listed(
      String name,
      boolean usual,
      List<String> manufacturers,
      String subject,
      List<String> subjectAltNames,
      String validity) {

    static Listed of(Profile profile, String usual) {
      var summary = profile.summary();
      var names = new ArrayList<>(summary.subjectAltNames());
      summary.acpNodeName().map(name -> "acp-node-name:" + name).ifPresent(names::add);
      return new Listed(
          summary.name(),
          summary.name().equals(usual),
          summary.manufacturers(),
          summary.subject(),
          List.copyOf(names),
          summary.validity());
    }
  }

  /**
   * What was found.
   *
   * @param profiles how many there are
   * @param devices how many of the inventory's would get a certificate
   * @param troubles those that would not
   */
  record Checked(int profiles, int devices, List<Trouble> troubles) {}

  /** A device that would get none. */
  record Trouble(
      String device,
      String manufacturer,
      String profile,
      String check,
      String cause,
      String remedy) {}

  /** What was written. */
  record Added(String name, String file) {}

  @Command(
      name = "add",
      description =
          "Write the file of a profile, with a comment on every key. As it is written, its"
              + " certificates are like those of ldevid without a file.")
  int add(
      @Mixin DirOption dir,
      @Parameters(
              paramLabel = "NAME",
              description = "What requests call it: letters, digits, dots and dashes.")
          String name,
      @Mixin Output output)
      throws Failure, IOException {
    var file =
        Failure.unless(
            "Cannot add profile " + Paragraph.printable(name) + " to " + dir.path(),
            ProfileFile.add(new AuthorityFolder(dir.existing()), name));
    output.report(
        new Added(name, file.toString()),
        List.of(
            "Profile " + name + " in " + file,
            "  next: edit it, then brski authority profiles check --dir " + dir.path()));
    return ExitCode.DONE.number();
  }

  @Command(name = "ls", description = "List the profiles, and whose devices may have them.")
  int ls(@Mixin DirOption dir, @Mixin Output output) throws Failure {
    var profiles = holdings(dir, "Cannot list the profiles of " + dir.path()).profiles();
    var listed =
        profiles.all().stream().map(profile -> Listed.of(profile, profiles.usual())).toList();
    var table = new Table("NAME", "FOR", "SUBJECT", "NAMES", "VALIDITY", "USUAL");
    listed.forEach(
        each ->
            table.row(
                each.name(),
                each.manufacturers().isEmpty() ? "all" : String.join(", ", each.manufacturers()),
                each.subject(),
                String.join(" ", each.subjectAltNames()),
                each.validity(),
                each.usual() ? "yes" : ""));
    output.report(listed, table.lines(Style.ofThisProcess()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "show",
      description = "Show all that a profile says, and what goes without saying.")
  int show(
      @Mixin DirOption dir,
      @Parameters(paramLabel = "NAME", description = "The profile, as `ls` has it.") String name,
      @Mixin Output output)
      throws Failure {
    var what = "Cannot show profile " + name + " of " + dir.path();
    var summary = profile(holdings(dir, what), name, what).summary();
    var lines = new ArrayList<String>();
    lines.add("Profile " + summary.name());
    add(lines, "manufacturers", summary.manufacturers(), "all");
    add(lines, "models", summary.models(), "all");
    add(lines, "subject", List.of(summary.subject()), "");
    add(lines, "subject-alt-names", summary.subjectAltNames(), "none");
    add(lines, "missing", List.of(summary.missing()), "");
    add(lines, "key-usages", summary.keyUsages(), "");
    add(lines, "extended-key-usages", summary.extendedKeyUsages(), "");
    add(lines, "validity", List.of(summary.validity()), "");
    add(lines, "revocation-list", List.of(String.valueOf(summary.revocationList())), "");
    add(lines, "acp-node-name", summary.acpNodeName().stream().toList(), "none");
    add(lines, "acp-addressing", summary.acpAddressing().stream().toList(), "none");
    output.report(summary, lines.stream().map(Paragraph::printable).toList());
    return ExitCode.DONE.number();
  }

  private static void add(List<String> lines, String key, List<String> values, String otherwise) {
    lines.add(
        "  %-20s %s".formatted(key, values.isEmpty() ? otherwise : String.join(", ", values)));
  }

  @Command(
      name = "check",
      description = {
        "Read the profiles, and say which devices of the inventory would get no certificate, and"
            + " why. Ends with 3 if there is one.",
        "The authority may run or not."
      })
  int check(
      @Mixin DirOption dir,
      @Option(
              names = "--profile",
              paramLabel = "NAME",
              description =
                  "Try this profile with every device. Without this, with each the one that it gets"
                      + " when it names none.")
          Optional<String> name,
      @Mixin Output output)
      throws Failure, IOException, StoreLocked, SchemaRefused {
    var what = "The profiles of " + dir.path() + " cannot be used";
    var holdings = holdings(dir, what);
    var tried =
        name.isPresent()
            ? Optional.of(profile(holdings, name.get(), what))
            : Optional.<Profile>empty();
    var entries =
        Failure.unless(
            "Cannot read the inventory of " + dir.path(),
            new Operator(dir.existing(), InstantSource.system()).inventory());
    var troubles = new ArrayList<Trouble>();
    for (var entry : entries) {
      trouble(entry, tried.orElseGet(() -> holdings.usualProfile(entry.manufacturer())))
          .ifPresent(troubles::add);
    }
    int profiles = holdings.profiles().all().size();
    var lines = new ArrayList<String>();
    lines.add(
        "%s in order; %d of %s in the inventory would get a certificate"
            .formatted(
                counted(profiles, "profile"),
                entries.size() - troubles.size(),
                counted(entries.size(), "device")));
    for (var trouble : troubles) {
      lines.add(
          Paragraph.printable(
              "  %s of %s would not, by profile %s: %s [%s]"
                  .formatted(
                      trouble.device(),
                      trouble.manufacturer(),
                      trouble.profile(),
                      trouble.cause(),
                      trouble.check())));
      lines.add("    " + trouble.remedy());
    }
    output.report(
        new Checked(profiles, entries.size() - troubles.size(), List.copyOf(troubles)), lines);
    return (troubles.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).number();
  }

  private static String counted(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Optional<Trouble> trouble(Entry entry, Profile profile) {
    var fields = DeviceFields.of(entry.serial(), entry.manufacturer(), Optional.of(entry));
    return switch (profile.trial(fields)) {
      case Verdict.Accepted<Profile.Trial> _ -> Optional.empty();
      case Verdict.Refused<Profile.Trial>(var refusal) ->
          Optional.of(
              new Trouble(
                  entry.serial(),
                  entry.manufacturer(),
                  profile.name(),
                  refusal.check().id(),
                  refusal.cause(),
                  refusal.remedy()));
    };
  }

  private static Holdings holdings(DirOption dir, String what) throws Failure {
    return Failure.unless(what, Holdings.read(new AuthorityFolder(dir.existing())));
  }

  private static Profile profile(Holdings holdings, String name, String what) throws Failure {
    var found = holdings.profiles().named(name);
    if (found.isEmpty()) {
      throw Failure.usage(
          what,
          "there is no profile '" + Paragraph.printable(name) + "'",
          "Name one of these: " + String.join(", ", holdings.profiles().names()) + ".");
    }
    return found.get();
  }
}
