package dev.brski.command;

import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.voucher.VoucherDescription;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Vouchers and voucher-requests. */
@Command(name = "voucher", description = "Look into vouchers and voucher-requests (RFC 8995).")
final class VoucherCommand extends Group {

  @Command(
      name = "inspect",
      description = "Decode a voucher or voucher-request: who signed it, and whether it verifies.")
  int inspect(
      @Parameters(paramLabel = "FILE", description = "CMS in DER, base64 or PEM.") Path file,
      @Mixin Output output)
      throws Failure, IOException {
    var decoded =
        VoucherDescription.describe(Artifact.read(file), CryptoSuite.standard())
            .mapRefusal(VoucherCommand::ofWhatIsNone);
    new Decoded(Failure.unless("Cannot decode " + file, decoded)).report(output);
    return ExitCode.DONE.number();
  }

  /** Elsewhere the remedy is to look at it with this very command. */
  private static Refusal ofWhatIsNone(Refusal refusal) {
    return new Refusal(
        refusal.check(),
        refusal.told(),
        refusal.cause(),
        refusal.device(),
        "Give a voucher or voucher-request: CMS in DER, base64 or PEM.");
  }
}
