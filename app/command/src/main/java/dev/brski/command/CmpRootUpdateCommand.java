package dev.brski.command;

import dev.brski.pledge.Question;
import picocli.CommandLine.Command;

/** The root that follows (RFC 9483 section 4.3.2). */
@Command(
    name = "get-root-update",
    description =
        "Ask a pledge's domain for the root that follows on its present one. One that the present"
            + " one vouches for is kept in the pledge's folder as domain-ca-next.pem, and is not"
            + " trusted by that; --out writes it elsewhere too, in PEM.")
final class CmpRootUpdateCommand extends ConsultCommand {

  CmpRootUpdateCommand() {
    super(Question.ROOT_UPDATE);
  }
}
