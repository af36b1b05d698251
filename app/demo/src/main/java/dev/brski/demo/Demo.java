package dev.brski.demo;

import dev.brski.demo.RegistrarEye.JournalLine;
import dev.brski.demo.program.ProgramFailed;
import dev.brski.demo.program.Programs;
import dev.brski.demo.story.KnownKeys;
import dev.brski.demo.story.Story;
import dev.brski.trust.Certificates;
import dev.brski.trust.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Four programs and some devices, on one machine: from a new factory to devices that are members of
 * a domain, by the same commands that a user would give.
 */
public final class Demo implements AutoCloseable {

  private final DemoOptions options;
  private final DemoScreen screen;
  private final Site site;
  private final Programs programs;
  private final Steps steps;
  private final Stage stage;
  private final Arrivals arrivals;
  private final RegistrarEye eye;

  private Demo(DemoOptions options, DemoScreen screen, Site site) throws IOException {
    this.options = options;
    this.screen = screen;
    this.site = site;
    this.programs = new Programs(options.launcher(), site.logs());
    this.steps = new Steps(screen);
    this.stage = new Stage(site, programs, steps);
    this.arrivals = new Arrivals(programs, site, stage, screen);
    this.eye = new RegistrarEye(site.registrar());
  }

  /** What stands in a folder where a demonstration would put something of its own. */
  public static Optional<Path> standing(Path dir) {
    return new Site(dir).parts().stream().filter(Files::exists).findFirst();
  }

  /**
   * A demonstration in its folder, which is made if need be.
   *
   * @throws IOException when it cannot be made
   */
  public static Demo in(DemoOptions options, DemoScreen screen) throws IOException {
    var root =
        options.dir().isPresent()
            ? Files.createDirectories(options.dir().get())
            : Files.createTempDirectory("brski-demo-");
    return new Demo(options, screen, new Site(root.toRealPath()));
  }

  /**
   * Does all of it and tells the story.
   *
   * @throws ProgramFailed when a program does not do its part
   * @throws IOException when a program cannot be started or a file cannot be used
   */
  public Outcome run() throws IOException, ProgramFailed, InterruptedException {
    screen.begin(site.root());
    var began = Instant.now();
    var serials =
        IntStream.rangeClosed(1, options.devices()).mapToObj("ACME-%04d"::formatted).toList();
    stage.setUp(serials);
    Thread.ofVirtual().name("journal").start(() -> eye.follow(this::show));
    if (options.offline()) {
      new Outage(stage, arrivals, programs, site, steps, screen).happen(serials);
    } else {
      steps.take(
          serials.size() == 1
              ? serials.getFirst() + " joins, from first contact to membership"
              : serials.size() + " devices join at once, from first contact to membership",
          () -> {
            arrivals.begin(serials, serials.size() == 1);
            arrivals.awaitMembership();
          });
    }
    var run = new Run(Stage.MANUFACTURER, Stage.DOMAIN, began, Instant.now(), inspected(serials));
    var story = tell(run);
    return new Outcome(site.root(), story, run, steps.done(), stage.roles());
  }

  /** Ends the programs, and returns when they have ended. */
  @Override
  public void close() {
    programs.close();
  }

  private void show(JournalLine line) {
    if (options.devices() == 1) {
      screen.event("registrar", line.kind().replace('-', ' '));
    }
  }

  private List<Run.Joined> inspected(List<String> serials)
      throws IOException, ProgramFailed, InterruptedException {
    var joined = new ArrayList<Run.Joined>();
    steps.take(
        serials.size() == 1
            ? "its certificate was verified by others"
            : serials.size() + " certificates were verified by others",
        () -> {
          var inspector = new Inspector(site, Openssl.installed());
          var lines = eye.devices();
          for (var serial : serials) {
            joined.add(
                inspector.inspect(
                    serial,
                    lines.stream().filter(line -> line.serial().equals(serial)).findFirst()));
          }
        });
    return joined;
  }

  private Path tell(Run run) throws IOException {
    var serial = run.devices().getFirst().serial();
    var keys =
        new KnownKeys(
            Certificates.readPem(site.factory().resolve("anchor.pem")),
            Certificates.readPem(site.factory().resolve("voucher-anchor.pem")),
            Certificates.readPem(site.authority().resolve("domain-ca.pem")),
            Certificates.readPem(site.registrar().resolve("registrar.pem")).getFirst());
    var page = Story.of(run, eye.messages(serial), keys, received(site.device(serial)));
    DurableFile.write(site.story(), page.getBytes(StandardCharsets.UTF_8), false);
    return site.story();
  }

  /** What a device keeps of what was sent to it. */
  private static List<byte[]> received(Path device) throws IOException {
    var all = new ArrayList<byte[]>();
    var voucher = device.resolve("voucher.vcj");
    if (Files.exists(voucher)) {
      all.add(Files.readAllBytes(voucher));
    }
    var messages = device.resolve("data").resolve("messages");
    if (Files.isDirectory(messages)) {
      try (var files = Files.list(messages)) {
        for (var file : files.sorted().toList()) {
          all.add(Files.readAllBytes(file));
        }
      }
    }
    return all;
  }
}
