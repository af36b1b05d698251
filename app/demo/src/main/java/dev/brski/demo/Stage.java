package dev.brski.demo;

import dev.brski.demo.Outcome.Role;
import dev.brski.demo.Tasks.Task;
import dev.brski.demo.program.Program;
import dev.brski.demo.program.ProgramFailed;
import dev.brski.demo.program.Programs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The programs of a demonstration, set up by the commands that a user would give. */
final class Stage {

  static final String MANUFACTURER = "ACME";
  static final String DOMAIN = "Plant 7";

  private static final Duration READY = Duration.ofMinutes(3);

  private record Running(Program program, URI url, Path folder) {

    Role role() {
      return new Role(
          program.name(), url, folder, program.log(), program.pid(), program.processorTime());
    }
  }

  private final Site site;
  private final Programs programs;
  private final Steps steps;
  private final Map<String, Running> running = new ConcurrentHashMap<>();

  Stage(Site site, Programs programs, Steps steps) {
    this.site = site;
    this.programs = programs;
    this.steps = steps;
  }

  /** Makes manufacturer, MASA, authority, registrar and devices, and lets the roles run. */
  void setUp(List<String> serials) throws IOException, ProgramFailed, InterruptedException {
    Tasks.together(List.of(this::makeManufacturer, this::makeOwner));
    Tasks.together(List.of(this::runAuthority, this::runRegistrar, () -> makeDevices(serials)));
  }

  /** Ends the authority, as its operator would. */
  void unplugAuthority() throws InterruptedException {
    away("authority").stop();
  }

  /** Lets the authority run again. */
  void plugInAuthority() throws IOException, ProgramFailed, InterruptedException {
    run("authority", site.authority());
  }

  /** Ends the registrar without a word to it. */
  void killRegistrar() throws InterruptedException {
    away("registrar").cutOff();
  }

  /** Lets the registrar run again, at the same address. */
  void restartRegistrar() throws IOException, ProgramFailed, InterruptedException {
    run("registrar", site.registrar());
  }

  /** A role that is meant to end, and is no casualty. */
  private Program away(String role) {
    var known = running.remove(role);
    if (known == null) {
      throw new IllegalStateException("the " + role + " does not run");
    }
    return known.program();
  }

  /** Where the registrar is. */
  URI registrar() {
    return url("registrar");
  }

  /** The roles that run. */
  List<Role> roles() {
    return new TreeMap<>(running).values().stream().map(Running::role).toList();
  }

  /** The first role that has ended, though it should not. */
  Optional<Program> casualty() {
    return running.values().stream().map(Running::program).filter(Program::hasEnded).findFirst();
  }

  private void makeManufacturer() throws IOException, ProgramFailed, InterruptedException {
    steps.take(
        "the manufacturer " + MANUFACTURER + ", with an anchor for devices and one for vouchers",
        command("factory", "init", "--dir", site.factory(), "--name", MANUFACTURER));
    steps.take(
        "its MASA runs",
        () -> {
          command("masa", "init", "--dir", site.masa(), "--factory", site.factory()).run();
          run("masa", site.masa());
        });
  }

  private void makeOwner() throws IOException, ProgramFailed, InterruptedException {
    steps.take(
        "the owner's authority for " + DOMAIN + ", with root, issuing CA and RA",
        command("authority", "init", "--dir", site.authority(), "--name", DOMAIN));
    steps.take(
        "a registrar with its credential",
        () -> {
          command(
                  "authority",
                  "registrar",
                  "--dir",
                  site.authority(),
                  "--name",
                  DOMAIN + " registrar",
                  "--out",
                  site.registrar())
              .run();
          command("registrar", "init", "--dir", site.registrar()).run();
        });
  }

  private void runAuthority() throws IOException, ProgramFailed, InterruptedException {
    steps.take(
        "the authority runs, and takes devices of " + MANUFACTURER,
        () -> {
          command("authority", "manufacturer", "add", "--dir", site.authority(), anchor()).run();
          run("authority", site.authority());
        });
  }

  private void runRegistrar() throws IOException, ProgramFailed, InterruptedException {
    steps.take(
        "the registrar runs, and takes devices of " + MANUFACTURER,
        () -> {
          command(
                  "registrar",
                  "manufacturer",
                  "add",
                  "--dir",
                  site.registrar(),
                  anchor(),
                  "--masa",
                  url("masa").getAuthority(),
                  "--masa-tls",
                  site.masa().resolve("tls-anchor.pem"))
              .run();
          run("registrar", site.registrar());
        });
  }

  private void makeDevices(List<String> serials)
      throws IOException, ProgramFailed, InterruptedException {
    steps.take(
        serials.size() == 1
            ? "device " + serials.getFirst() + " leaves the factory with its birth certificate"
            : serials.size() + " devices leave the factory with a birth certificate each",
        () -> Tasks.spread(serials.stream().map(this::makeDevice).toList()));
  }

  private Task makeDevice(String serial) {
    return command(
        "factory",
        "device",
        "--dir",
        site.factory(),
        "--serial",
        serial,
        "--masa",
        url("masa").getAuthority(),
        "--out",
        site.device(serial));
  }

  private Task command(Object... words) {
    var arguments = List.of(words).stream().map(Object::toString).toList();
    return () -> programs.run(arguments.get(0) + " " + arguments.get(1), arguments);
  }

  private void run(String role, Path folder)
      throws IOException, ProgramFailed, InterruptedException {
    var program = programs.start(role, _ -> {}, List.of(role, "run", "--dir", folder.toString()));
    running.put(role, new Running(program, URI.create(program.ready(READY)), folder));
  }

  private URI url(String role) {
    var known = running.get(role);
    if (known == null) {
      throw new IllegalStateException("the " + role + " does not run yet");
    }
    return known.url();
  }

  private Path anchor() {
    return site.factory().resolve("anchor.pem");
  }
}
