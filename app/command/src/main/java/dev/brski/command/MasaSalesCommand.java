package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.SalesFile;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.SalesReport;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which devices were sold to whom. */
@Command(
    name = "sales",
    addMethodSubcommands = false,
    description = "Which devices were sold to whom.")
final class MasaSalesCommand extends Group {

  private static final int MOST_TOLD = 50;

  @Command(
      name = "import",
      description = {
        "Record the sales of a file, all of them or none; the MASA may run or not.",
        "The file is CSV whose first line names the columns serial, and customer or certificate"
            + " (a file in PEM: the customer is added if it is not known), or a JSON array of"
            + " objects with these members; UTF-8, at most 4 MiB and 50000 devices."
      })
  int importSales(
      @Parameters(paramLabel = "FILE", description = "The file with sales.") Path file,
      @Mixin DirOption dir,
      @Option(names = "--dry-run", description = "Say what would come of it, and change nothing.")
          boolean dryRun,
      @Option(
              names = "--transfer",
              description = "Let devices move from the customer that owns them now.")
          boolean transfer,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              description = "Why, for the history; without this, the name of the file.")
          Optional<String> reason,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot record the sales of " + file;
    var view = new OwnershipView(dir.existing(), InstantSource.system());
    var sales = Failure.unless(what, SalesFile.read(file));
    var why = reason.orElseGet(() -> "sales of " + file.getFileName());
    var order =
        new SalesOrder(sales.lines(), sales.certificates(), transfer, dryRun, why, OsUser.name());
    var report = Failure.unless(what, view.sell(order));
    output.report(report, told(report, dryRun));
    return (report.sound() ? ExitCode.DONE : ExitCode.REFUSED).number();
  }

  private static List<String> told(SalesReport report, boolean dryRun) {
    var worth =
        report.lines().stream().filter(line -> !line.sound() || !line.note().isEmpty()).toList();
    var lines = new ArrayList<String>();
    if (!worth.isEmpty()) {
      var table = new Table("LINE", "SERIAL", "CUSTOMER", "WHAT", "NOTE");
      worth.stream()
          .sorted((one, other) -> Boolean.compare(one.sound(), other.sound()))
          .limit(MOST_TOLD)
          .forEach(
              line ->
                  table.row(
                      Integer.toString(line.line()),
                      line.serial(),
                      line.customer(),
                      line.finding(),
                      line.note()));
      lines.addAll(table.lines(Style.ofThisProcess()));
    }
    if (worth.size() > MOST_TOLD) {
      lines.add("and " + (worth.size() - MOST_TOLD) + " more; --json tells of every line");
    }
    lines.add(
        report.lines().size()
            + (report.lines().size() == 1 ? " line: " : " lines: ")
            + new TreeMap<>(report.counts())
                .entrySet().stream()
                    .map(count -> count.getKey() + " " + count.getValue())
                    .collect(Collectors.joining(", ")));
    if (!report.customersAdded().isEmpty()) {
      lines.add(
          Description.printable(
              "customers that come with it: " + String.join(", ", report.customersAdded())));
    }
    lines.add(outcome(report, dryRun));
    return lines;
  }

  private static String outcome(SalesReport report, boolean dryRun) {
    if (report.applied()) {
      return "Recorded.";
    }
    if (report.sound()) {
      return "Nothing was changed; without --dry-run this will be recorded.";
    }
    return dryRun
        ? "Nothing was changed; put the lines right that are not sound."
        : "Nothing was recorded: put the lines right that are not sound, then run it again.";
  }
}
