package dev.brski.command;

import dev.brski.factory.Factory;
import dev.brski.load.Fleet;
import dev.brski.load.Load;
import dev.brski.load.LoadOptions;
import dev.brski.load.Part;
import dev.brski.load.Target;
import dev.brski.trust.CryptoSuite;
import dev.brski.wire.HostPort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The load generator. */
@Command(
    name = "load",
    addMethodSubcommands = false,
    description = {
      "Put a registrar under load: many devices at once, each a pledge with key, certificate and"
          + " folder of its own.",
      "It speaks to one registrar, and to none on another machine unless told so."
    })
final class LoadCommand extends Group {

  private static final String WHAT = "Cannot load a registrar";

  @Command(
      name = "arrive",
      description = {
        "Let new devices arrive at a registrar: they are made, get vouchers, and ask for"
            + " certificates.",
        "Ends with 0 when every device is where it should be."
      })
  int arrive(
      @Option(
              names = "--dir",
              required = true,
              paramLabel = "DIR",
              description = "The load's folder, which is made.")
          Path dir,
      @Option(
              names = "--factory",
              required = true,
              paramLabel = "FACTORY",
              description = "The folder of the manufacturer that makes the devices.")
          Path factory,
      @Option(
              names = "--masa",
              required = true,
              paramLabel = "HOST:PORT",
              description = "Where the manufacturer's MASA is, for the devices' certificates.")
          HostPort masa,
      @Option(
              names = "--registrar",
              required = true,
              paramLabel = "URL",
              description = "Where they all go, https://HOST:PORT.")
          URI registrar,
      @Option(names = "--devices", required = true, paramLabel = "N", description = "How many.")
          int devices,
      @Option(
              names = "--prefix",
              paramLabel = "TEXT",
              defaultValue = "LOAD-",
              description =
                  "What their serial numbers begin with; each is given once. Default:"
                      + " ${DEFAULT-VALUE}")
          String prefix,
      @Option(
              names = "--not-loopback",
              description = "The registrar may be on another machine: it is yours to load.")
          boolean anywhere,
      @Mixin LoadSettings settings,
      @Mixin Output output)
      throws Failure, InterruptedException {
    var options = settings.of(Part.whole());
    if (devices < 1 || devices > Fleet.MOST) {
      throw Failure.usage(WHAT, devices + " devices", "Say how many: --devices 1 to " + Fleet.MOST);
    }
    var clock = InstantSource.system();
    var target = Failure.unless(WHAT, Target.of(registrar, anywhere));
    var maker =
        Failure.unless(WHAT, Factory.open(Failure.folder(factory), CryptoSuite.standard(), clock));
    var view = new LoadView(output);
    var fleet =
        Failure.unless(
            WHAT, Fleet.make(dir, target, devices, prefix, maker, masa.toString(), view));
    return run(new Load(fleet, options, clock), view);
  }

  @Command(
      name = "poll",
      description = {
        "Let the devices of a load go on from where they are; members do nothing.",
        "Ends with 0 when every device is where it should be."
      })
  int poll(
      @Mixin LoadDir dir,
      @Option(
              names = "--not-loopback",
              description = "The registrar may be on another machine: it is yours to load.")
          boolean anywhere,
      @Mixin LoadSettings settings,
      @Mixin Output output)
      throws Failure, InterruptedException {
    var fleet = dir.fleet();
    Failure.unless(WHAT, Target.of(fleet.registrar(), anywhere));
    var view = new LoadView(output);
    var load = new Load(fleet, settings.of(dir.part()), InstantSource.system());
    return run(load, view);
  }

  private static int run(Load load, LoadView view) throws Failure, InterruptedException {
    try {
      return view.end(load.run(view));
    } catch (IOException e) {
      throw Failure.of("Cannot measure a ledger", e);
    }
  }

  @Command(name = "status", description = "Say where the devices of a load stand.")
  int status(@Mixin LoadDir dir, @Mixin LedgersOption ledgers, @Mixin Output output)
      throws Failure {
    var options = LoadOptions.looking(dir.part(), ledgers.folders());
    var view = new LoadView(output);
    var fleet = dir.fleet();
    try {
      view.tell(new Load(fleet, options, InstantSource.system()).look());
    } catch (IOException e) {
      throw Failure.of("Cannot measure a ledger", e);
    }
    return ExitCode.DONE.number();
  }

  /** The devices that a command is about. */
  static final class LoadDir {

    @Option(
        names = "--dir",
        required = true,
        paramLabel = "DIR",
        description = "The load's folder, which `load arrive` has made.")
    private Path dir;

    @Option(
        names = "--part",
        paramLabel = "M/N",
        description = "Only every N-th device, beginning with the M-th. Without this, all.")
    private Optional<Part> part = Optional.empty();

    Fleet fleet() throws Failure {
      return Failure.unless(WHAT, Fleet.open(Failure.folder(dir)));
    }

    Part part() {
      return part.orElse(Part.whole());
    }
  }
}
