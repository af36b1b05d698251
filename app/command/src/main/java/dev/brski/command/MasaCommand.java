package dev.brski.command;

import dev.brski.factory.Factory;
import dev.brski.masa.Manufacturer;
import dev.brski.masa.Masa;
import dev.brski.masa.MasaFolder;
import dev.brski.masa.MasaSetup;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.Nonce;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** The MASA. */
@Command(
    name = "masa",
    addMethodSubcommands = false,
    description = "The manufacturer's service that issues vouchers (MASA).")
final class MasaCommand extends Group {

  @Override
  List<Object> commands() {
    return List.of(
        new MasaCheckCommand(),
        new MasaKeyCommand(),
        new MasaCustomerCommand(),
        new MasaSalesCommand(),
        new MasaOwnerCommand(),
        new MasaTransferCommand(),
        new MasaReleaseCommand(),
        new MasaBlockCommand(),
        new MasaUnblockCommand(),
        new MasaBlockedCommand());
  }

  /** What was made. */
  record Made(String folder, String settings, String listen, String tlsAnchor) {}

  @Command(
      name = "init",
      description = "Make the MASA of a manufacturer: its voucher signers and TLS certificate.")
  int init(
      @Mixin DirOption dir,
      @Option(
              names = "--factory",
              required = true,
              paramLabel = "FACTORY",
              description = "The manufacturer's folder.")
          Path factory,
      @Mixin ListenOption listen,
      @Mixin SerialNumberOption serialNumber,
      @Mixin Output output)
      throws Failure, IOException {
    var what = "Cannot make a MASA in " + dir.path();
    var suite = CryptoSuite.standard();
    var clock = InstantSource.system();
    var opened = Failure.unless(what, Factory.open(Failure.folder(factory), suite, clock));
    var manufacturer =
        new Manufacturer(
            opened.name(),
            Certificates.readPem(opened.anchor()),
            serialNumber.field(),
            Certificates.readPem(opened.voucherAnchor()),
            opened.voucherSigner(),
            MasaKeyCommand.noncelessAnchors(opened),
            opened.noncelessSigner());
    var address =
        Failure.unless(
            what, MasaSetup.init(dir.path(), manufacturer, listen.settled(), suite, clock));
    var folder = new MasaFolder(dir.path());
    output.report(
        new Made(
            dir.path().toString(),
            folder.settings().toString(),
            address.toString(),
            folder.tlsAnchor().toString()),
        List.of(
            "MASA of " + opened.name() + " in " + dir.path() + ", to listen on " + address,
            "  " + folder.tlsAnchor() + "  is what registrars verify it with",
            "  next: brski masa run --dir " + dir.path()));
    return ExitCode.DONE.number();
  }

  @Command(name = "run", description = "Run the MASA of a folder until SIGTERM or Ctrl-C.")
  int run(@Mixin DirOption dir) throws Failure, IOException, InterruptedException {
    var folder = dir.existing();
    return new Service("MASA of " + folder, line().getOut())
        .run(
            () ->
                Masa.start(folder, InstantSource.system())
                    .map(masa -> new Service.Running(masa.url(), masa::close)));
  }

  @Command(
      name = "log",
      description = {
        "Show the audit log of a device (RFC 8995 section 5.8), every entry of it; the MASA may run"
            + " or not.",
        "With --json, in the form that the RFC gives it."
      })
  int log(
      @Mixin DirOption dir,
      @Option(
              names = "--serial",
              required = true,
              paramLabel = "SERIAL",
              description = "The device's serial number.")
          String serial,
      @Mixin Output output)
      throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var clock = InstantSource.system();
    var log =
        Failure.unless(
            "Cannot show the audit log of " + serial, Masa.log(dir.existing(), serial, clock));
    output.report(
        JsonMapper.builder().build().readTree(log.toJson()), lines(log, serial, new Times(clock)));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(AuditLog log, String serial, Times times) {
    if (log.events().isEmpty()) {
      return List.of("No voucher was issued for device " + serial + ".");
    }
    var table = new Table("TIME", "DOMAIN", "ASSERTION", "NONCE");
    log.events()
        .forEach(
            event ->
                table.row(
                    times.told(event.date()),
                    event.domainId(),
                    event.assertion().name(),
                    event.nonce().map(Nonce::text).orElse("-")));
    return table.lines(Style.ofThisProcess());
  }
}
