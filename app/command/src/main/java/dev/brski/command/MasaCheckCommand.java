package dev.brski.command;

import dev.brski.masa.Examined;
import dev.brski.masa.Finding;
import dev.brski.masa.Masa;
import dev.brski.trust.Description;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What would keep a device from its voucher. */
@Command(
    name = "check",
    description = {
      "Name everything that would keep a device from its voucher: keys, anchors, certificates that"
          + " have expired or will within 30 days, the address of a MASA at rest, the room on the"
          + " disk; and say whether the journal is what was written.",
      "The MASA may run or not. Ends with 3 if anything stops devices now."
    })
final class MasaCheckCommand implements Callable<Integer> {

  /** What was found. */
  record Checked(String folder, String listen, long journal, List<Found> findings) {}

  /** One thing that was found, and whether it stops devices now. */
  record Found(String check, boolean stops, String cause, String remedy) {

    static Found of(Finding finding) {
      var refusal = finding.refusal();
      return new Found(refusal.check().id(), finding.stops(), refusal.cause(), refusal.remedy());
    }
  }

  @Mixin private DirOption dir;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure {
    var folder = dir.existing();
    var clock = InstantSource.system();
    var examined =
        Failure.unless("The MASA of " + folder + " would not start", Masa.examine(folder, clock));
    var head =
        Failure.unless(
            "The journal of " + folder + " is not what was written", Masa.journal(folder));
    var found = examined.findings().stream().map(Found::of).toList();
    output.report(
        new Checked(folder.toString(), examined.listen().toString(), head.seq(), found),
        lines(folder, examined, head.seq()));
    return (stops(examined) ? ExitCode.REFUSED : ExitCode.DONE).number();
  }

  private static boolean stops(Examined examined) {
    return examined.findings().stream().anyMatch(Finding::stops);
  }

  private static List<String> lines(Path folder, Examined examined, long journal) {
    var lines = new ArrayList<String>();
    lines.add(
        "The MASA of "
            + folder
            + (stops(examined) ? " lets no device in:" : " would start, on " + examined.listen()));
    for (var finding : examined.findings()) {
      var refusal = finding.refusal();
      lines.add(
          "  %s: %s [%s]"
              .formatted(
                  finding.stops() ? "stops" : "note",
                  Description.printable(refusal.cause()),
                  refusal.check().id()));
      lines.add("    " + refusal.remedy());
    }
    lines.add("  its journal has %d lines, each as it was written".formatted(journal));
    return lines;
  }
}
