package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Certificates are good no more. */
@Command(
    name = "revoke",
    description = {
      "Revoke certificates, for good, and publish a revocation list that names them: one, all of a"
          + " device, or those of a registrar, which brings no requests any more.",
      "The authority may run or not. Ends with 3 if nothing of that kind is to be revoked."
    })
final class AuthorityRevokeCommand implements Callable<Integer> {

  /** What is named. */
  static final class Named {

    @Option(
        names = "--certificate",
        required = true,
        paramLabel = "SERIAL",
        description = "The certificate's serial number, as `authority certificates` lists it.")
    private Optional<String> certificate = Optional.empty();

    @Option(
        names = "--device",
        required = true,
        paramLabel = "SERIAL",
        description = "The serial number of a device.")
    private Optional<String> device = Optional.empty();

    @Option(
        names = "--registrar",
        required = true,
        paramLabel = "NAME",
        description = "The name of a registrar.")
    private Optional<String> registrar = Optional.empty();

    private Kind kind() {
      return certificate.isPresent()
          ? Kind.CERTIFICATE
          : device.isPresent() ? Kind.DEVICE : Kind.REGISTRAR;
    }

    private String name() {
      return certificate.or(() -> device).or(() -> registrar).orElseThrow();
    }
  }

  @Mixin private DirOption dir;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Named named = new Named();

  @Mixin private RevocationReasonOption reason;

  @Mixin private NoteOption note;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, StoreLocked, SchemaRefused {
    var revoked =
        Failure.unless(
            "Cannot revoke",
            new Operator(dir.existing(), InstantSource.system())
                .revoke(
                    new RevocationOrder(
                        named.kind(), named.name(), reason.reason(), OsUser.name(), note.text())));
    output.report(
        revoked,
        revoked.stream()
            .map(
                certificate ->
                    Paragraph.printable(
                        "Revoked: certificate %s of %s"
                            .formatted(certificate.serial(), certificate.holder())))
            .toList());
    return ExitCode.DONE.number();
  }
}
