package dev.brski.command;

import dev.brski.pledge.Onboarding;
import dev.brski.pledge.Upkeep;
import dev.brski.trust.RevocationReason;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A member takes its certificate back. */
@Command(
    name = "revoke",
    description = {
      "Have the device's certificate revoked, for good, and remove it and its key (RFC 9483 section"
          + " 4.2). What the factory wrote is left, with which the device can onboard again.",
      "What an earlier run began, this one goes on with, for the reason that was given then."
    })
final class PledgeRevokeCommand implements Callable<Integer> {

  @Mixin private DirOption dir;

  @Option(
      names = "--reason",
      defaultValue = "unspecified",
      paramLabel = "REASON",
      description =
          "Why, as revocation lists will say: unspecified, key-compromise, affiliation-changed,"
              + " superseded, cessation-of-operation or privilege-withdrawn. Default:"
              + " ${DEFAULT-VALUE}")
  private RevocationReason reason = RevocationReason.UNSPECIFIED;

  @Mixin private UpkeepTerms terms = new UpkeepTerms();

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    var folder = dir.existing();
    var screen =
        new UpkeepScreen(
            output,
            new PledgeScreen(output, new Times(terms.clock()), folder),
            "revoke",
            Onboarding.standard(terms.pause(), _ -> {}),
            folder);
    screen.begin();
    return screen.end(Upkeep.standard(terms.pause(), screen).revoke(terms.options(folder), reason));
  }
}
