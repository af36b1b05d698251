package dev.brski.command;

import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The manufacturers whose devices a registrar takes. */
@Command(
    name = "manufacturer",
    addMethodSubcommands = false,
    description = "The manufacturers whose devices are taken.")
final class RegistrarManufacturerCommand extends Group {

  /** What was added. */
  record Added(String name, String file, String masa, boolean running) {}

  @Command(
      name = "add",
      description = {
        "Take the devices of a manufacturer; a running registrar does so at once.",
        "The MASA given here is the only one ever connected to for them."
      })
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
      @Option(
              names = "--masa",
              required = true,
              paramLabel = "HOST:PORT",
              description = "The manufacturer's MASA.")
          HostPort masa,
      @Option(
              names = "--masa-tls",
              required = true,
              paramLabel = "ANCHOR.pem",
              description = "What anchors the MASA's TLS certificate.")
          Path masaTls,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure {
    var what = "Cannot add the manufacturer of " + anchor + " to " + dir.path();
    var called = name.isPresent() ? name.get() : AnchorFile.read(what, anchor).shortName();
    var file =
        Failure.unless(
            what,
            ManufacturerFile.add(
                new RegistrarFolder(dir.existing()), called, anchor, masa, masaTls));
    var told =
        Failure.unless(
            what, new RegistrarView(dir.path(), InstantSource.system()).reloadManufacturers());
    output.report(
        new Added(called, file.toString(), masa.toString(), told.isPresent()),
        List.of(
            "Manufacturer " + called + " in " + file + ", MASA at " + masa,
            told.isPresent()
                ? "  the running registrar takes its devices from now on"
                : "  the registrar will take its devices when it runs"));
    return ExitCode.DONE.number();
  }
}
