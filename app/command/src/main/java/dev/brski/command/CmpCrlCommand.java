package dev.brski.command;

import dev.brski.pledge.Question;
import picocli.CommandLine.Command;

/** The newest revocation list (RFC 9483 section 4.3.4). */
@Command(
    name = "get-crl",
    description =
        "Ask a pledge's domain for the newest revocation list of who issued the pledge's"
            + " certificate, verify it, and say whether that certificate is on it. The newest stays"
            + " in the pledge's folder as domain.crl; --out writes it elsewhere too, in DER.")
final class CmpCrlCommand extends ConsultCommand {

  CmpCrlCommand() {
    super(Question.REVOCATION_LIST);
  }
}
