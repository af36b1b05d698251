package dev.brski.command;

import dev.brski.trust.Anchors;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.voucher.VoucherDescription;
import dev.brski.voucher.check.Inspection;
import dev.brski.voucher.check.VoucherAnchors;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Vouchers and voucher-requests. */
@Command(
    name = "voucher",
    addMethodSubcommands = false,
    description = "Look into vouchers and voucher-requests (RFC 8995).")
final class VoucherCommand extends Group {

  @Command(
      name = "inspect",
      description = {
        "Decode a voucher or voucher-request and the request inside: who signed it, whether that"
            + " verifies, which deviations had to be tolerated, and every rule it breaks.",
        "Ends with 0 when it could be decoded, whatever it breaks."
      })
  int inspect(
      @Parameters(paramLabel = "FILE", description = "CMS in DER, base64 or PEM.") Path file,
      @Option(
              names = "--voucher-anchor",
              paramLabel = "ANCHOR.pem",
              description =
                  "What anchors the signer of a voucher; without it, trust is not judged.")
          Optional<Path> voucherAnchor,
      @Option(
              names = "--nonceless-anchor",
              paramLabel = "ANCHOR.pem",
              description =
                  "What anchors the signer of a voucher without a nonce, if it is another; without"
                      + " it, --voucher-anchor is for both.")
          Optional<Path> noncelessAnchor,
      @Option(
              names = "--idevid-anchor",
              paramLabel = "ANCHOR.pem",
              description =
                  "What anchors the IDevID that signed a pledge's request; without it, trust is not"
                      + " judged.")
          Optional<Path> idevidAnchor,
      @Option(
              names = "--at",
              paramLabel = "INSTANT",
              description =
                  "Judge dates as of then, such as 2026-03-01T12:00:00Z; without it, as of now.")
          Optional<Instant> at,
      @Mixin Output output)
      throws Failure, IOException {
    var what = "Cannot decode " + file;
    var suite = CryptoSuite.standard();
    var inspection =
        new Inspection(
            suite,
            new VoucherAnchors(
                anchors(what, voucherAnchor),
                anchors(what, noncelessAnchor.or(() -> voucherAnchor))),
            anchors(what, idevidAnchor),
            at.orElseGet(InstantSource.system()::instant));
    var decoded =
        VoucherDescription.describe(Artifact.read(file), suite, inspection)
            .mapRefusal(VoucherCommand::ofWhatIsNone);
    new Decoded(Failure.unless(what, decoded)).report(output);
    return ExitCode.DONE.number();
  }

  private static Anchors anchors(String what, Optional<Path> file) throws Failure {
    return Anchors.of(
        file.isPresent() ? AnchorFile.read(what, file.get()).certificates() : List.of());
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
