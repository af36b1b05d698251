package dev.brski.command;

import dev.brski.pledge.Question;
import picocli.CommandLine.Command;

/** The root that follows (RFC 9483 section 4.3.2). */
@Command(
    name = "get-root-update",
    description =
        "Ask a pledge's domain for the root that follows on the newest that it trusts. One that"
            + " this vouches for is kept in the pledge's folder in domain-ca-next.pem; a member"
            + " trusts it from then on. --out writes it elsewhere too, in PEM.")
final class CmpRootUpdateCommand extends ConsultCommand {

  CmpRootUpdateCommand() {
    super(Question.ROOT_UPDATE);
  }
}
