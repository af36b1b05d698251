package dev.brski.command;

import dev.brski.pledge.Question;
import picocli.CommandLine.Command;

/** What requests should hold (RFC 9483 section 4.3.3). */
@Command(
    name = "get-template",
    description =
        "Ask a pledge's domain what requests for a certificate should hold; --out writes it as"
            + " text.")
final class CmpTemplateCommand extends ConsultCommand {

  CmpTemplateCommand() {
    super(Question.REQUEST_TEMPLATE);
  }
}
