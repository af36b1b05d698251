package dev.brski.command;

import dev.brski.authority.Authority;
import dev.brski.store.SchemaRefused;
import dev.brski.trust.Description;
import dev.brski.verdict.Refusal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether an authority would start, and what of it ends soon. */
@Command(
    name = "check",
    description = {
      "Say what would keep the authority of a folder from starting, which of its credentials end"
          + " within 30 days or cut the validity of certificates short, which older keys are needed"
          + " still, what keeps the status of certificates from being told (OCSP), and whether its"
          + " journal is what was written.",
      "The authority may run or not."
    })
final class AuthorityCheckCommand implements Callable<Integer> {

  /** What was found. */
  record Checked(String folder, String listen, long journal, List<Found> findings) {}

  /** One thing that was found. */
  record Found(String check, String cause, String remedy) {

    static Found of(Refusal finding) {
      return new Found(finding.check().id(), finding.cause(), finding.remedy());
    }
  }

  @Mixin private DirOption dir;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, SchemaRefused {
    var folder = dir.existing();
    var would = "The authority of " + folder + " would not start";
    var clock = InstantSource.system();
    var listen = Failure.unless(would, Authority.check(folder, clock));
    var findings =
        Failure.unless(would, Authority.outlook(folder, clock)).stream().map(Found::of).toList();
    var head =
        Failure.unless(
            "The journal of " + folder + " is not what was written", Authority.journal(folder));
    var lines = new ArrayList<String>();
    lines.add("The authority of " + folder + " would start, on " + listen);
    for (var finding : findings) {
      lines.add("  note: " + Description.printable(finding.cause()) + " [" + finding.check() + "]");
      lines.add("    " + finding.remedy());
    }
    lines.add("  its journal has %d lines, each as it was written".formatted(head.seq()));
    output.report(new Checked(folder.toString(), listen.toString(), head.seq(), findings), lines);
    return ExitCode.DONE.number();
  }
}
