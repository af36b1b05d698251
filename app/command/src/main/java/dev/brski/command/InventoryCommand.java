package dev.brski.command;

import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.InventoryCsv;
import dev.brski.inventory.InventoryFile;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The list of expected devices of a role. */
@Command(addMethodSubcommands = false)
abstract class InventoryCommand extends Group {

  /** The inventory of the role in a folder. */
  abstract InventoryAccess of(Path dir);

  /** Takes a file in. */
  @Command(
      name = "import",
      description = {
        "Take in a list of expected devices, CSV or JSON: all of it, or nothing and which lines are"
            + " wrong.",
        "CSV has a line of headings: manufacturer,serial and as wanted"
            + " model,place,note,valid-until.",
        "Devices that the file does not name stay as they are. The role may run or not."
      })
  public int take(
      @Mixin DirOption dir,
      @Parameters(paramLabel = "FILE", description = "The list: CSV or JSON, UTF-8.") Path file,
      @Option(names = "--replace", description = "Remove devices that the file does not name.")
          boolean replace,
      @Option(names = "--dry-run", description = "Only say what would change.") boolean dryRun,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var inventory = of(dir.existing());
    var what = "Cannot import " + file + " into " + dir.path();
    var report =
        Failure.unless(
            what, inventory.take(content(file), new ImportOrder(OsUser.name(), replace, dryRun)));
    var text = new InventoryText(dir.path());
    if (!report.faults().isEmpty()) {
      if (output.isJson()) {
        output.report(report, List.of());
      }
      text.faults(file, report.faults()).stream()
          .map(Paragraph::printable)
          .forEach(line().getErr()::println);
      line().getErr().flush();
      return ExitCode.USAGE.number();
    }
    output.report(report, text.imported(report, inventory.others()));
    return ExitCode.DONE.number();
  }

  /** What cannot be read whole is told to be too large by whoever reads it. */
  private static byte[] content(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(InventoryFile.MOST_OCTETS + 1);
    }
  }

  /** Lists it. */
  @Command(
      name = "ls",
      description = "List the expected devices, by manufacturer and serial number.")
  public int ls(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var entries = entries(dir);
    output.report(entries, InventoryText.table(entries));
    return ExitCode.DONE.number();
  }

  /** Writes it as a file that import reads. */
  @Command(
      name = "export",
      description = {
        "Print the expected devices as CSV, or with --json as JSON, as `import` reads them.",
        "No cell of the CSV is taken for a formula by a spreadsheet."
      })
  public int export(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var entries = entries(dir);
    output.report(entries, InventoryCsv.of(entries).lines().toList());
    return ExitCode.DONE.number();
  }

  private List<Entry> entries(DirOption dir)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    return Failure.unless("Cannot list the inventory of " + dir.path(), of(dir.existing()).list());
  }

  /** Removes devices. */
  @Command(
      name = "remove",
      description = {
        "Remove devices from the list, all that are named or none.",
        "From now on they are as unknown as any other."
      })
  public int remove(
      @Mixin DirOption dir,
      @Parameters(
              arity = "1..*",
              paramLabel = "SERIAL",
              description = "The serial numbers of the devices.")
          List<String> serials,
      @Option(
              names = "--manufacturer",
              paramLabel = "NAME",
              description = "Whose devices, where several have the same serial number.")
          Optional<String> manufacturer,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the journal.")
          Optional<String> reason,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var removed =
        Failure.unless(
            "Cannot remove from the inventory of " + dir.path(),
            of(dir.existing())
                .remove(
                    serials.stream().map(serial -> new Named(serial, manufacturer)).toList(),
                    OsUser.name(),
                    reason.orElse("")));
    output.report(removed, InventoryText.removed(removed));
    return ExitCode.DONE.number();
  }
}
