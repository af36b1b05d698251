package dev.brski.command;

import dev.brski.factory.Factory;
import dev.brski.factory.SerialNumberPlace;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.SerialNumberField;
import dev.brski.wire.HostPort;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The manufacturer. */
@Command(
    name = "factory",
    addMethodSubcommands = false,
    description = "The manufacturer: its anchors, and new devices.")
final class FactoryCommand extends Group {

  /** What was made. */
  record Made(
      String name, String folder, String anchor, String voucherAnchor, String noncelessAnchor) {}

  /** A new CA of devices. */
  record Rotated(String folder, String subject, String issuer, String sha256) {}

  /** A new device. */
  record Device(
      String serial,
      String folder,
      String subject,
      String issuer,
      String certificate,
      String masa) {}

  @Command(
      name = "init",
      description = "Make a manufacturer: root and CA of its IDevIDs, and the voucher anchors.")
  int init(
      @Mixin DirOption dir,
      @Option(
              names = "--name",
              required = true,
              paramLabel = "NAME",
              description = "The manufacturer's name, as it will stand in certificates.")
          String name,
      @Mixin KeyOption key,
      @Mixin Output output)
      throws Failure {
    var factory =
        Failure.unless(
            "Cannot make a manufacturer in " + dir.path(),
            Factory.init(
                dir.path(), name, key.kind(), CryptoSuite.standard(), InstantSource.system()));
    output.report(
        new Made(
            factory.name(),
            dir.path().toString(),
            factory.anchor().toString(),
            factory.voucherAnchor().toString(),
            factory.noncelessAnchor().map(Path::toString).orElse("")),
        List.of(
            "Manufacturer " + factory.name() + " in " + dir.path(),
            "  " + factory.anchor() + "  anchors its devices' certificates (IDevID)",
            "  " + factory.voucherAnchor() + "  anchors its vouchers",
            "  "
                + factory.noncelessAnchor().map(Path::toString).orElse("")
                + "  anchors those without a nonce"));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "rotate",
      description = {
        "Make a new CA of IDevIDs under the same root: devices made from now on stand under it.",
        "MASA, authorities and registrars have the root for an anchor, and go on as they are."
      })
  int rotate(@Mixin DirOption dir, @Mixin Output output) throws Failure {
    var what = "Cannot make a new device CA in " + dir.path();
    var factory =
        Failure.unless(
            what, Factory.open(dir.existing(), CryptoSuite.standard(), InstantSource.system()));
    var ca = Failure.unless(what, factory.rotate());
    var made =
        new Rotated(
            dir.path().toString(),
            Names.readable(ca.getSubjectX500Principal()),
            Names.readable(ca.getIssuerX500Principal()),
            Certificates.fingerprint(ca));
    output.report(
        made,
        List.of(
            "Devices of " + factory.name() + " are certified from now on by " + made.subject(),
            "  under " + made.issuer() + ", as those before"));
    return ExitCode.DONE.number();
  }

  @Command(
      name = "device",
      description = "Make a device: a pledge's folder with key, IDevID and voucher anchors.")
  int device(
      @Mixin DirOption dir,
      @Option(
              names = "--serial",
              required = true,
              paramLabel = "SERIAL",
              description = "The device's serial number; each is given once.")
          String serial,
      @Option(
              names = "--masa",
              required = true,
              paramLabel = "HOST:PORT",
              description = "Where the manufacturer's MASA is, for the certificate.")
          HostPort masa,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "PLEDGE",
              description = "The new device's folder.")
          Path out,
      @Option(
              names = "--serial-in",
              paramLabel = "FIELD",
              defaultValue = "subject",
              description =
                  "Where its certificate has the serial number: subject, which is the default, or"
                      + " hardware-module-name. MASA, registrars and authorities must know it:"
                      + " serial-number in their settings.")
          SerialNumberField field,
      @Option(
              names = "--hardware-type",
              paramLabel = "OID",
              description =
                  "With hardware-module-name, the kind of hardware (hwType of RFC 4108); without"
                      + " this "
                      + SerialNumberPlace.HardwareModule.NO_KIND
                      + ".")
          Optional<String> hardwareType,
      @Mixin KeyOption key,
      @Mixin Output output)
      throws Failure {
    var what = "Cannot make device " + serial;
    var place =
        switch (field) {
          case SUBJECT -> inSubject(what, hardwareType);
          case HARDWARE_MODULE_NAME ->
              hardwareType
                  .map(SerialNumberPlace.HardwareModule::new)
                  .orElseGet(SerialNumberPlace.HardwareModule::ofNoKind);
        };
    var factory =
        Failure.unless(
            what, Factory.open(dir.existing(), CryptoSuite.standard(), InstantSource.system()));
    var idevid =
        Failure.unless(
            what,
            factory.device(new Factory.Device(serial, place, key.kind(), out), masa.toString()));
    output.report(
        new Device(
            serial,
            out.toString(),
            Names.readable(idevid.getSubjectX500Principal()),
            Names.readable(idevid.getIssuerX500Principal()),
            Certificates.serialNumber(idevid),
            masa.toString()),
        List.of(
            "Device " + serial + " of " + factory.name() + " in " + out,
            "  certificate " + Certificates.serialNumber(idevid) + ", MASA at " + masa));
    return ExitCode.DONE.number();
  }

  private static SerialNumberPlace inSubject(String what, Optional<String> hardwareType)
      throws Failure {
    if (hardwareType.isPresent()) {
      throw Failure.usage(
          what,
          "its certificate gets no hardware module name, so --hardware-type says nothing",
          "Give --serial-in hardware-module-name with it, or leave it away.");
    }
    return new SerialNumberPlace.Subject();
  }
}
