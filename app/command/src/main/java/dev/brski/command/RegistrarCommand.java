package dev.brski.command;

import dev.brski.registrar.Readiness;
import dev.brski.registrar.Registrar;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.onboarding.Register;
import dev.brski.registrar.setup.RegistrarSetup;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The registrar. */
@Command(
    name = "registrar",
    addMethodSubcommands = false,
    description = "The registrar with its local RA: admits devices to the domain.")
final class RegistrarCommand extends Group {

  @Override
  List<Object> commands() {
    return List.of(
        new RegistrarManufacturerCommand(),
        new RegistrarAuditCommand(),
        new RegistrarVoucherCommand(),
        new RegistrarInventoryCommand(),
        new RegistrarPendingCommand(),
        new RegistrarApproveCommand(),
        new RegistrarDenyCommand(),
        new RegistrarOnBehalfCommand(),
        new RegistrarRenewCommand(),
        new RegistrarReloadCommand());
  }

  private static final int WIDTH = 80;

  /** What was made. */
  record Made(String folder, String settings, String listen) {}

  @Command(
      name = "init",
      description = "Make a registrar of a folder that `brski authority registrar` has written.")
  int init(@Mixin DirOption dir, @Mixin ListenOption listen, @Mixin Output output)
      throws Failure, IOException {
    var address = listen.settled();
    var settings =
        Failure.unless(
            "Cannot make a registrar in " + dir.path(), RegistrarSetup.init(dir.path(), address));
    output.report(
        new Made(dir.path().toString(), settings.toString(), address.toString()),
        List.of(
            "Registrar in " + dir.path() + ", to listen on " + address,
            "  next: brski registrar manufacturer add --dir "
                + dir.path()
                + " ANCHOR.pem --masa HOST:PORT --masa-tls ANCHOR.pem",
            "        brski registrar run --dir " + dir.path()));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "check",
      description = {
        "Say what would keep the registrar of a folder from starting, whether its journal is what"
            + " was written, and whether its credential expires within 30 days or was not renewed.",
        "The registrar may run or not. With --manufacturer, say what would stop a device of that"
            + " manufacturer from enrolling now; that asks its MASA and the authority, and ends"
            + " with 3 if something would."
      })
  int check(
      @Mixin DirOption dir,
      @Option(
              names = "--manufacturer",
              paramLabel = "NAME",
              description = "Look at everything that a device of this manufacturer needs.")
          Optional<String> manufacturer,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var folder = dir.existing();
    return manufacturer.isPresent()
        ? ready(folder, manufacturer.get(), output)
        : RegistrarSoundness.report(folder, InstantSource.system(), output);
  }

  private static int ready(Path folder, String manufacturer, Output output) throws Failure {
    var report =
        Failure.unless(
            "Cannot say whether a device of " + manufacturer + " would enroll",
            Readiness.of(folder, manufacturer, InstantSource.system()));
    var lines = new ArrayList<String>();
    for (var item : report.items()) {
      var lead = "%-9s".formatted(item.standing().name().toLowerCase(Locale.ROOT));
      lines.addAll(Paragraph.of(lead, item.what() + ": " + item.text()).lines(WIDTH));
      item.remedy()
          .ifPresent(remedy -> lines.addAll(Paragraph.of(" ".repeat(9), remedy).lines(WIDTH)));
    }
    lines.add(
        Paragraph.printable(
            "A device of %s %s now."
                .formatted(manufacturer, report.ready() ? "would enroll" : "would not enroll")));
    output.report(report, lines);
    return (report.ready() ? ExitCode.DONE : ExitCode.REFUSED).number();
  }

  @Command(name = "run", description = "Run the registrar of a folder until SIGTERM or Ctrl-C.")
  int run(@Mixin DirOption dir) throws Failure, IOException, InterruptedException {
    var folder = dir.existing();
    return new Service("registrar of " + folder, line().getOut())
        .run(
            () ->
                Registrar.start(folder, InstantSource.system())
                    .map(registrar -> new Service.Running(registrar.url(), registrar::close)));
  }

  @Command(
      name = "devices",
      description = "List every device seen: its state, since when, and what it waits for.")
  int devices(@Mixin DirOption dir, @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var clock = InstantSource.system();
    var devices =
        Failure.unless(
            "Cannot list the devices of " + dir.path(),
            new RegistrarView(dir.existing(), clock).devices());
    output.report(devices, lines(devices, new Times(clock)));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(List<Register.Line> devices, Times times) {
    if (devices.isEmpty()) {
      return List.of("No device has come yet.");
    }
    var table = new Table("SERIAL", "MANUFACTURER", "STATE", "SINCE", "CERTIFICATE");
    devices.forEach(
        device ->
            table.row(
                device.serial(),
                device.manufacturer(),
                device.state(),
                times.relative(device.since()),
                device.certificate().orElse("-")));
    var rows = table.lines(Style.ofThisProcess());
    var lines = new ArrayList<>(List.of(rows.getFirst()));
    for (int i = 0; i < devices.size(); i++) {
      lines.add(rows.get(i + 1));
      lines.addAll(waiting(devices.get(i), times));
    }
    return lines;
  }

  private static List<String> waiting(Register.Line device, Times times) {
    return device
        .waitsFor()
        .map(
            peer ->
                device
                    .nextAttempt()
                    .map(next -> peer + "; next attempt " + times.relative(next))
                    .orElse(peer))
        .map(text -> Paragraph.of("  waits for ", text).lines(WIDTH))
        .orElse(List.of());
  }
}
