package dev.brski.command;

import dev.brski.pledge.Question;
import dev.brski.pledge.UpkeepOptions;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What requests should hold (RFC 9483 section 4.3.3). */
@Command(
    name = "get-template",
    description =
        "Ask a pledge's domain what requests for a certificate should hold; --out writes it as"
            + " text.")
final class CmpTemplateCommand extends ConsultCommand {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "For which kind of certificate, as the domain names it (certProfile). Without this, the"
              + " one that it has for the device.")
  private Optional<String> profile = Optional.empty();

  CmpTemplateCommand() {
    super(Question.REQUEST_TEMPLATE);
  }

  @Override
  UpkeepOptions options(Path folder) throws Failure {
    var options = super.options(folder);
    try {
      return options.about(profile);
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "Cannot ask",
          String.valueOf(e.getMessage()),
          "Name one that the domain has: --profile NAME.");
    }
  }
}
