package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Why a certificate was issued, for somebody who trusts nobody's word. */
@Command(
    name = "evidence",
    description = {
      "Write everything that a device's certificate rests on into a folder: the request, the"
          + " registrar's approval with the voucher, the answer, and verify.sh, which checks all of"
          + " it with openssl alone.",
      "The authority may run or not. Ends with 3 if there is no such certificate, or the folder is"
          + " not empty."
    })
final class AuthorityEvidenceCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;

  @Option(
      names = "--certificate",
      paramLabel = "HEX",
      description =
          "The certificate's serial number, as `authority certificates` lists it; without it the"
              + " one that the device uses is meant, or else its newest.")
  private Optional<String> certificate = Optional.empty();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "Where to write it: not there yet, or empty.")
  private Path out;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, StoreLocked, SchemaRefused {
    var written =
        Failure.unless(
            "Cannot write evidence of " + serial.text(),
            new Operator(dir.existing(), InstantSource.system())
                .evidence(new EvidenceOrder(serial.text(), certificate), out));
    output.report(
        written,
        List.of(
            Paragraph.printable(
                "Evidence of certificate %s of %s in %s"
                    .formatted(written.certificate(), written.device(), written.folder())),
            "  steps: " + String.join(", ", written.steps()),
            Paragraph.printable("  next: sh " + out.resolve("verify.sh") + " VOUCHER_ANCHOR.pem")));
    return ExitCode.DONE.number();
  }
}
