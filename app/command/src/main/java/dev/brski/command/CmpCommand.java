package dev.brski.command;

import dev.brski.cmp.CmpDescription;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** CMP messages. */
@Command(
    name = "cmp",
    addMethodSubcommands = false,
    description = "Look into CMP messages, and ask a pledge's domain by them (RFC 9810, RFC 9483).")
final class CmpCommand extends Group {

  @Override
  List<Object> commands() {
    return List.of(
        new CmpCaCertsCommand(),
        new CmpTemplateCommand(),
        new CmpCrlCommand(),
        new CmpRootUpdateCommand());
  }

  @Command(
      name = "inspect",
      description = "Decode a PKIMessage: who protected it, and whether that verifies.")
  int inspect(
      @Parameters(paramLabel = "FILE", description = "A PKIMessage in DER.") Path file,
      @Mixin Output output)
      throws Failure, IOException {
    var der = Artifact.read(file);
    Failure.unless("Cannot decode " + file, CmpMessage.parse(der, CmpLimits.batch()));
    new Decoded(new CmpDescription(CryptoSuite.standard()).describe(der)).report(output);
    return ExitCode.DONE.number();
  }
}
