package dev.brski.command;

import dev.brski.inventory.Inventory.Named;
import dev.brski.registrar.Representation;
import dev.brski.registrar.control.BehalfDesk.Certification;
import dev.brski.registrar.control.BehalfDesk.Line;
import dev.brski.registrar.control.BehalfDesk.Revocation;
import dev.brski.registrar.control.BehalfView;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.DurableFile;
import dev.brski.trust.Pem;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a registrar has done by its authority in the place of devices. */
@Command(
    name = "on-behalf",
    addMethodSubcommands = false,
    description = {
      "Have the authority do something for a device that does not ask for it itself (RFC 9483"
          + " section 5.3). The registrar signs the request.",
      "What is ordered is kept: if the authority is away, it is asked until it answers."
    })
final class RegistrarOnBehalfCommand extends Group {

  private static final int WIDTH = 80;
  private static final InstantSource CLOCK = InstantSource.system();
  private static final long LARGEST_FILE = 1 << 20;

  /** Whose device is meant. */
  static final class Maker {
    @Option(
        names = "--manufacturer",
        paramLabel = "NAME",
        description = "The device's manufacturer, if several have this serial number.")
    private Optional<String> name = Optional.empty();
  }

  private static Order order(NoteOption note) {
    return new Order(OsUser.name(), note.text().orElse(""));
  }

  /** Which certificates. */
  static final class Which {
    @Option(
        names = "--certificate",
        required = true,
        paramLabel = "FILE",
        description = "The certificate, in PEM or DER.")
    private Optional<Path> certificate = Optional.empty();

    @Option(
        names = "--serial",
        required = true,
        paramLabel = "SERIAL",
        description =
            "All certificates of a device that this registrar knows of, the latest 16 that came by"
                + " way of it and those that were made on its behalf, unless they have expired: its"
                + " serial number.")
    private Optional<String> serial = Optional.empty();
  }

  @Command(
      name = "revoke",
      description = {
        "Have certificates revoked, for good (RFC 9483 section 5.3.2).",
        "The registrar may run or not. Ends with 4 if the authority has not answered yet, and with"
            + " 3 if it refused; the same again goes on with what was begun."
      })
  int revoke(
      @Mixin DirOption dir,
      @ArgGroup(multiplicity = "1") Which which,
      @Mixin Maker maker,
      @Mixin RevocationReasonOption reason,
      @Mixin NoteOption note,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot have that revoked";
    var certificate =
        which.certificate.isPresent()
            ? Optional.of(content(what, which.certificate.get(), "CERTIFICATE"))
            : Optional.<byte[]>empty();
    var lines =
        Failure.unless(
            what,
            view(dir)
                .revoke(
                    new Revocation(
                        certificate,
                        which.serial.map(serial -> new Named(serial, maker.name)),
                        reason.reason(),
                        order(note))));
    output.report(lines, told(lines));
    return exit(lines).number();
  }

  @Command(
      name = "enroll",
      description = {
        "Have a certificate made for a key that a device holds, from its certification request"
            + " (PKCS #10), for devices that speak neither BRSKI nor CMP (RFC 9483 section 5.3.1).",
        "The request is signed with that key, and its subject has the device's serialNumber. The"
            + " inventory, or a list of serial numbers, must name the device: nothing else says who"
            + " it is.",
        "The registrar may run or not. Ends with 4 if the authority has not answered yet, and with"
            + " 3 if it refused; the same again goes on with what was begun."
      })
  int enroll(
      @Mixin DirOption dir,
      @Option(
              names = "--serial",
              required = true,
              paramLabel = "SERIAL",
              description = "The device's serial number.")
          String serial,
      @Mixin Maker maker,
      @Option(
              names = "--request",
              required = true,
              paramLabel = "FILE",
              description = "The certification request, in PEM or DER.")
          Path request,
      @Option(
              names = "--profile",
              paramLabel = "NAME",
              description = "The certificate profile that is asked for.")
          Optional<String> profile,
      @Mixin NoteOption note,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "Where to write the certificate and its issuers, in PEM.")
          Path out,
      @Mixin Output output)
      throws Failure, IOException, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot have device " + serial + " certified";
    var line =
        Failure.unless(
            what,
            view(dir)
                .certify(
                    new Certification(
                        new Named(serial, maker.name),
                        content(what, request, "CERTIFICATE REQUEST"),
                        profile,
                        order(note))));
    if (line.certificates().isPresent()) {
      DurableFile.write(out, line.certificates().get().getBytes(StandardCharsets.US_ASCII), false);
    }
    var lines = new ArrayList<>(told(List.of(line)));
    if (line.certificates().isPresent()) {
      lines.add(Paragraph.printable("  written to " + out));
    }
    output.report(line, lines);
    return exit(List.of(line)).number();
  }

  @Command(
      name = "ls",
      description = {
        "List what was ordered, oldest first, and how it stands.",
        "The registrar may run or not."
      })
  int ls(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var lines = Failure.unless("Cannot list what was ordered", view(dir).list());
    output.report(lines, lines.isEmpty() ? List.of("Nothing was ordered.") : told(lines));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "cancel",
      description = {
        "Take back what the authority has not done yet. It may have the request, and do it all"
            + " the same.",
        "The registrar may run or not."
      })
  int cancel(
      @Mixin DirOption dir,
      @Parameters(paramLabel = "ID", description = "What is taken back, as ls lists it.") String id,
      @Mixin ReasonOption reason,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var line =
        Failure.unless(
            "Cannot take " + id + " back",
            view(dir).cancel(id, new Order(OsUser.name(), reason.text())));
    output.report(line, told(List.of(line)));
    return ExitCode.DONE.number();
  }

  private static BehalfView view(DirOption dir) throws Failure {
    return Failure.unless(
        "Cannot use the registrar of " + dir.path(), Representation.beside(dir.existing(), CLOCK));
  }

  /** What a file holds, in DER; of several structures the first that is of the kind. */
  private static byte[] content(String what, Path file, String kind) throws Failure, IOException {
    if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
      throw Failure.usage(
          what,
          file + " is no file, or over 1 MiB",
          "Name a file with a " + kind.toLowerCase(Locale.ROOT));
    }
    var octets = Files.readAllBytes(file);
    var blocks = Pem.read(new String(octets, StandardCharsets.ISO_8859_1));
    if (blocks.isEmpty()) {
      return octets;
    }
    for (var block : blocks) {
      if (block.label().equals(kind) || block.label().equals("NEW " + kind)) {
        return block.der();
      }
    }
    throw Failure.usage(
        what,
        file + " holds no " + kind + " in PEM, but " + blocks.getFirst().label(),
        "Name a file that holds one, in PEM or DER.");
  }

  private static ExitCode exit(List<Line> lines) {
    if (lines.stream().allMatch(Line::done)) {
      return ExitCode.DONE;
    }
    return lines.stream().anyMatch(Line::open) ? ExitCode.WAITING : ExitCode.REFUSED;
  }

  private static List<String> told(List<Line> ordered) {
    var times = new Times(CLOCK);
    var style = Style.ofThisProcess();
    var lines = new ArrayList<String>();
    for (var line : ordered) {
      lines.addAll(
          Paragraph.of("", "%s  %s: %s".formatted(line.device(), line.what(), line.state()))
              .lines(WIDTH));
      line.cause()
          .ifPresent(cause -> lines.addAll(Paragraph.of("  ", "because " + cause).lines(WIDTH)));
      line.remedy()
          .filter(remedy -> !remedy.isEmpty())
          .ifPresent(remedy -> lines.addAll(Paragraph.of("  ", remedy).lines(WIDTH)));
      lines.add(
          Paragraph.printable(
              "  ordered by %s %s%s"
                  .formatted(
                      line.by(),
                      times.relative(line.ordered()),
                      line.reason().isEmpty() ? "" : ": " + line.reason())));
      lines.add(style.faint("  " + line.id()));
    }
    return lines;
  }
}
