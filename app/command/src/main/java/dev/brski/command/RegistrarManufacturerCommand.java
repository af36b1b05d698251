package dev.brski.command;

import dev.brski.registrar.admission.Manufacturer;
import dev.brski.registrar.admission.MasaRule;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.setup.ManufacturerFile;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.trust.Certificates;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PermittedHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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

  /**
   * One that is taken.
   *
   * @param serialNumber the field in which its IDevIDs have the serial number
   * @param anchors the subjects of what anchors its IDevIDs
   * @param until when the first of those anchors, or of what anchors its MASA, expires
   */
  record Taken(
      String name,
      String file,
      String masa,
      String serialNumber,
      List<String> anchors,
      Instant until) {

    static Taken of(Manufacturer manufacturer, Path folder) {
      var anchors = manufacturer.idevid().certificates();
      return new Taken(
          manufacturer.name(),
          folder.resolve(manufacturer.name() + ".yaml").toString(),
          manufacturer.masa().text(),
          manufacturer.serialNumbers().word(),
          anchors.stream()
              .map(anchor -> Certificates.nameText(anchor.getSubjectX500Principal()))
              .toList(),
          Stream.concat(anchors.stream(), manufacturer.masaTls().certificates().stream())
              .map(anchor -> anchor.getNotAfter().toInstant())
              .min(Comparator.naturalOrder())
              .orElse(Instant.MAX));
    }
  }

  /** What was removed. */
  record Removed(String name, String file, boolean running) {}

  /** Where its MASA is. */
  static final class Where {

    @Option(
        names = "--masa",
        paramLabel = "HOST:PORT",
        description =
            "The manufacturer's MASA: the only one ever connected to for its devices, whatever they"
                + " say.")
    private @Nullable HostPort masa;

    @Option(
        names = "--masa-host",
        paramLabel = "HOST[:PORT]",
        description =
            "Instead of that, a host at which the MASA may be that a device's certificate names;"
                + " also *.NAME.")
    private List<PermittedHost> hosts = List.of();

    private MasaRule rule() {
      return masa == null ? new MasaRule.Named(hosts) : new MasaRule.Fixed(masa);
    }
  }

  private static String words(MasaRule masa) {
    return switch (masa) {
      case MasaRule.Fixed _ -> "MASA at " + masa.text();
      case MasaRule.Named _ -> "MASA where each device says, of " + masa.text();
    };
  }

  @Command(
      name = "ls",
      description =
          "List the manufacturers whose devices are taken, the MASA of each, and where its devices"
              + " have their serial numbers.")
  int ls(@Mixin DirOption dir, @Mixin Output output) throws Failure {
    var folder = new RegistrarFolder(dir.existing()).manufacturers();
    var taken =
        Failure.unless(
                "Cannot list the manufacturers of " + dir.path(), ManufacturerFile.readAll(folder))
            .stream()
            .map(manufacturer -> Taken.of(manufacturer, folder))
            .toList();
    output.report(taken, lines(taken));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(List<Taken> taken) {
    if (taken.isEmpty()) {
      return List.of("No manufacturer's devices are taken: brski registrar manufacturer add.");
    }
    var table = new Table("NAME", "MASA", "SERIAL NUMBER", "ANCHORS", "EXPIRY");
    taken.forEach(
        each ->
            table.row(
                each.name(),
                each.masa(),
                each.serialNumber(),
                String.join("; ", each.anchors()),
                Times.absolute(each.until())));
    return table.lines(Style.ofThisProcess());
  }

  @Command(
      name = "remove",
      description = {
        "Take no more devices of a manufacturer; a running registrar does so at once. Its file and"
            + " the anchors that were copied beside it are removed.",
        "Devices that are members stay members. One that is still on its way is turned away."
      })
  int remove(
      @Mixin DirOption dir,
      @Parameters(paramLabel = "NAME", description = "The manufacturer, as `ls` has it.")
          String name,
      @Mixin Output output)
      throws Failure, PeerFailure {
    var what = "Cannot remove the manufacturer " + name + " from " + dir.path();
    var file =
        Failure.unless(what, ManufacturerFile.remove(new RegistrarFolder(dir.existing()), name));
    var told =
        Failure.unless(
            what, new RegistrarView(dir.path(), InstantSource.system()).reloadManufacturers());
    output.report(
        new Removed(name, file.toString(), told.isPresent()),
        List.of(
            "Removed manufacturer " + Paragraph.printable(name) + ": " + file,
            told.isPresent()
                ? "  the running registrar takes its devices no more"
                : "  the registrar will not take its devices when it runs"));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "add",
      description = {
        "Take the devices of a manufacturer; a running registrar does so at once.",
        "No MASA but what is given here is ever connected to for them."
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
      @ArgGroup(multiplicity = "1") Where where,
      @Option(
              names = "--masa-tls",
              required = true,
              paramLabel = "ANCHOR.pem",
              description = "What anchors the MASA's TLS certificate.")
          Path masaTls,
      @Mixin SerialNumberOption serialNumber,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure {
    var what = "Cannot add the manufacturer of " + anchor + " to " + dir.path();
    var masa = where.rule();
    var called = name.isPresent() ? name.get() : AnchorFile.read(what, anchor).shortName();
    var file =
        Failure.unless(
            what,
            ManufacturerFile.add(
                new RegistrarFolder(dir.existing()),
                called,
                anchor,
                serialNumber.field(),
                masa,
                masaTls));
    var told =
        Failure.unless(
            what, new RegistrarView(dir.path(), InstantSource.system()).reloadManufacturers());
    output.report(
        new Added(called, file.toString(), masa.text(), told.isPresent()),
        List.of(
            "Manufacturer " + called + " in " + file + ", " + words(masa),
            told.isPresent()
                ? "  the running registrar takes its devices from now on"
                : "  the registrar will take its devices when it runs"));
    return ExitCode.DONE.number();
  }
}
