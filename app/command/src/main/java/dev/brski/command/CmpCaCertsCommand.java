package dev.brski.command;

import dev.brski.pledge.Question;
import picocli.CommandLine.Command;

/** The certificates of the authorities (RFC 9483 section 4.3.1). */
@Command(
    name = "get-ca-certs",
    description =
        "Ask a pledge's domain for the certificates of its certification authorities, and say which"
            + " lead to the domain's root. None becomes a trust anchor by that; --out writes those"
            + " that lead there, in PEM.")
final class CmpCaCertsCommand extends ConsultCommand {

  CmpCaCertsCommand() {
    super(Question.CA_CERTIFICATES);
  }
}
