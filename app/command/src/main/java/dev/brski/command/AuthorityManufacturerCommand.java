package dev.brski.command;

import dev.brski.authority.control.Operator;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The manufacturers whose devices an authority takes. */
@Command(
    name = "manufacturer",
    addMethodSubcommands = false,
    description = "The manufacturers whose devices are taken.")
final class AuthorityManufacturerCommand extends Group {

  /** What was added. */
  record Added(String name) {}

  @Command(
      name = "add",
      description = "Take requests of a manufacturer's devices; a running authority does at once.")
  int add(
      @Mixin DirOption dir,
      @Parameters(
              paramLabel = "ANCHOR.pem",
              description = "What anchors the certificates of the manufacturer's devices.")
          Path anchor,
      @Option(
              names = "--name",
              paramLabel = "NAME",
              description = "What to call it; without this, a name made of the anchor's subject.")
          Optional<String> name,
      @Mixin SerialNumberOption serialNumber,
      @Mixin Output output)
      throws Failure, IOException, StoreLocked, SchemaRefused {
    var what = "Cannot add the manufacturer of " + anchor + " to " + dir.path();
    var suggested = AnchorFile.read(what, anchor).shortName();
    var added =
        Failure.unless(
            what,
            new Operator(dir.existing(), InstantSource.system())
                .addManufacturer(
                    anchor, Optional.of(name.orElse(suggested)), serialNumber.field()));
    output.report(new Added(added), List.of("Manufacturer " + added + " in " + dir.path()));
    return ExitCode.DONE.number();
  }
}
