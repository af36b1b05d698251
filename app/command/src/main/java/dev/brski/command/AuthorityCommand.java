package dev.brski.command;

import dev.brski.authority.Authority;
import dev.brski.authority.control.Operator;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.setup.AuthorityFolder;
import dev.brski.authority.setup.AuthoritySetup;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The authority. */
@Command(
    name = "authority",
    addMethodSubcommands = false,
    description = "The authority: the RA and the CA of one domain.")
final class AuthorityCommand extends Group {

  @Override
  List<Object> commands() {
    return List.of(
        new AuthorityManufacturerCommand(),
        new AuthorityInventoryCommand(),
        new AuthorityProfilesCommand(),
        new AuthorityPendingCommand(),
        new AuthorityApproveCommand(),
        new AuthorityDenyCommand(),
        new AuthorityRevokeCommand(),
        new AuthorityRollCommand(),
        new AuthorityCheckCommand(),
        new AuthorityCrlCommand(),
        new AuthorityEvidenceCommand());
  }

  /** A certificate issued to a device. */
  record Certificate(
      String serial,
      String subject,
      String device,
      String profile,
      Instant time,
      Instant notAfter,
      Optional<Instant> revoked,
      String assurance,
      String state) {

    static Certificate of(IssuedCertificate issued) {
      return new Certificate(
          issued.serial(),
          issued.subject(),
          issued.device(),
          issued.profile(),
          issued.issued(),
          issued.notAfter(),
          issued.revoked(),
          issued.assurance(),
          issued.state());
    }
  }

  /** What was made. */
  record Made(String folder, String settings, String listen, String domainCa) {}

  /** The credential of a registrar. */
  record Credential(String name, String folder, String certificate) {}

  @Command(
      name = "init",
      description = "Make an authority: root, issuing CA, and the RA that answers registrars.")
  int init(
      @Mixin DirOption dir,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "The domain's name, as it will stand in certificates.")
          String name,
      @Mixin KeyOption key,
      @Mixin ListenOption listen,
      @Mixin Output output)
      throws Failure, IOException {
    var address = listen.settled();
    var folder = new AuthorityFolder(dir.path());
    var settings =
        Failure.unless(
            "Cannot make an authority in " + dir.path(),
            AuthoritySetup.init(dir.path(), name, key.kind(), address, InstantSource.system()));
    output.report(
        new Made(
            dir.path().toString(),
            settings.toString(),
            address.toString(),
            folder.domainCa().toString()),
        List.of(
            "Authority of " + name + " in " + dir.path() + ", to listen on " + address,
            "  " + folder.domainCa() + "  is what vouchers pin",
            "  next: brski authority manufacturer add --dir " + dir.path() + " ANCHOR.pem",
            "        brski authority registrar --dir "
                + dir.path()
                + " --name NAME --out REGISTRAR"));
    return ExitCode.DONE.number();
  }

  @Command(name = "run", description = "Run the authority of a folder until SIGTERM or Ctrl-C.")
  int run(@Mixin DirOption dir) throws Failure, IOException, InterruptedException {
    var folder = dir.existing();
    return new Service("authority of " + folder, line().getOut())
        .run(
            () ->
                Authority.start(folder, InstantSource.system())
                    .map(authority -> new Service.Running(authority.url(), authority::close)));
  }

  @Command(
      name = "registrar",
      description = {
        "Make a registrar's credential (id-kp-cmcRA), with the domain's CAs and the RA's address.",
        "The authority may run or not."
      })
  int registrar(
      @Mixin DirOption dir,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "The registrar's name, as it will stand in its certificate.")
          String name,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "REGISTRAR",
              description = "The registrar's folder.")
          Path out,
      @Mixin KeyOption key,
      @Mixin Output output)
      throws Failure, IOException, StoreLocked, SchemaRefused {
    var certificate =
        Failure.unless(
            "Cannot make the credential of registrar " + name,
            operator(dir).registrar(name, key.kind(), out));
    output.report(
        new Credential(name, out.toString(), certificate.toString()),
        List.of(
            "Credential of registrar " + name + " in " + out,
            "  next: brski registrar init --dir " + out));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "certificates",
      description = "List every certificate issued to a device; the authority may run or not.")
  int certificates(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, IOException, StoreLocked, SchemaRefused {
    var certificates =
        Failure.unless(
                "Cannot list the certificates of " + dir.path(), operator(dir).certificates())
            .stream()
            .map(Certificate::of)
            .toList();
    output.report(certificates, lines(certificates, new Times(InstantSource.system())));
    return ExitCode.DONE.number();
  }

  private static Operator operator(DirOption dir) throws Failure {
    return new Operator(dir.existing(), InstantSource.system());
  }

  private static List<String> lines(List<Certificate> certificates, Times times) {
    if (certificates.isEmpty()) {
      return List.of("No certificate was issued yet.");
    }
    var table = new Table("SERIAL", "DEVICE", "SUBJECT", "PROFILE", "TIME", "ASSURANCE", "STATE");
    certificates.forEach(
        issued ->
            table.row(
                issued.serial(),
                issued.device(),
                issued.subject(),
                issued.profile(),
                times.told(issued.time()),
                issued.assurance(),
                issued.revoked().isPresent() ? "revoked" : issued.state()));
    return table.lines(Style.ofThisProcess());
  }
}
