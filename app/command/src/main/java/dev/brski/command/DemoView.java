package dev.brski.command;

import dev.brski.demo.DemoScreen;
import dev.brski.demo.Outcome;
import dev.brski.demo.Run;
import dev.brski.trust.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The demonstration on the screen: each step as it is done, and a summary. */
final class DemoView implements DemoScreen {

  /** A device in the report. */
  record Device(
      String serial,
      String state,
      boolean member,
      Optional<String> subject,
      Optional<String> certificate,
      Optional<Instant> notAfter,
      List<String> verifiedBy,
      List<String> faults) {

    static Device of(Run.Joined joined) {
      return new Device(
          joined.serial(),
          joined.state(),
          joined.isMember(),
          joined.leaf().map(leaf -> Names.readable(leaf.getSubjectX500Principal())),
          joined.leaf().map(Certificates::serialNumber),
          joined.leaf().map(leaf -> leaf.getNotAfter().toInstant()),
          joined.proofs(),
          joined.faults());
    }
  }

  /** A step in the report. */
  record Step(String what, double seconds) {}

  /** A program in the report. */
  record Program(String name, URI url, String folder, String log, double processorSeconds) {}

  /** The report. */
  record Report(
      boolean good,
      String folder,
      String story,
      List<Device> devices,
      List<Step> steps,
      List<Program> programs) {}

  private static final int WIDTH = 76;

  private final Output output;
  private final int devices;
  private final Style style = Style.ofThisProcess();

  DemoView(Output output, int devices) {
    this.output = output;
    this.devices = devices;
  }

  @Override
  public void begin(Path folder) {
    say(style.strong("brski demo") + " in " + folder);
    say("");
  }

  @Override
  public void step(String what, Duration took) {
    say(
        style.good("  ✓ ")
            + what
            + " ".repeat(Math.max(1, WIDTH - what.length()))
            + style.faint(seconds(took)));
  }

  @Override
  public void event(String program, String what) {
    say(style.faint("      %-10s ".formatted(program)) + what);
  }

  @Override
  public void progress(String serial, int done, int all) {
    if (devices > 1) {
      say("      %s is done, %d of %d".formatted(serial, done, all));
    }
  }

  /** What came of it. */
  void end(Outcome outcome) {
    output.report(report(outcome), summary(outcome));
  }

  /** The programs stay. */
  void keep(Outcome outcome) {
    say("");
    say("The programs run until Ctrl-C:");
    outcome
        .programs()
        .forEach(role -> say("  %-10s %s  %s".formatted(role.name(), role.url(), role.folder())));
  }

  private List<String> summary(Outcome outcome) {
    var lines = new ArrayList<String>();
    lines.add("");
    var joined = outcome.run().devices();
    if (joined.size() == 1) {
      lines.addAll(membership(joined.getFirst()));
    } else {
      lines.addAll(table(joined));
    }
    lines.add("");
    lines.add("  processor time   " + processorTimes(outcome));
    lines.add("  folder           " + outcome.folder());
    lines.add("  logs             " + outcome.folder().resolve("logs"));
    lines.add("  the story        " + style.strong(outcome.story().toUri().toString()));
    return lines;
  }

  private List<String> membership(Run.Joined device) {
    var lines = new ArrayList<String>();
    lines.add(
        (device.isMember() ? style.good("Enrolled: ") : style.bad("Not enrolled: "))
            + device.serial());
    device.leaf().ifPresent(leaf -> lines.addAll(certificate(leaf)));
    if (!device.proofs().isEmpty()) {
      lines.add("  verified by      " + String.join(", ", device.proofs()));
    }
    device.faults().forEach(fault -> lines.add(style.bad("  wrong            ") + fault));
    return lines;
  }

  private static List<String> certificate(X509Certificate leaf) {
    return List.of(
        "  subject          " + Names.readable(leaf.getSubjectX500Principal()),
        "  certificate      " + Certificates.serialNumber(leaf),
        "  valid            "
            + Times.absolute(leaf.getNotBefore().toInstant())
            + " to "
            + Times.absolute(leaf.getNotAfter().toInstant()));
  }

  private List<String> table(List<Run.Joined> joined) {
    long members = joined.stream().filter(Run.Joined::isMember).count();
    var table = new Table("DEVICE", "STATE", "CERTIFICATE", "VERIFIED BY");
    joined.forEach(
        device ->
            table.row(
                device.serial(),
                device.state(),
                device.leaf().map(Certificates::serialNumber).orElse("-"),
                String.join(", ", device.isMember() ? device.proofs() : device.faults())));
    var lines = new ArrayList<String>();
    lines.add(
        (members == joined.size() ? style.good("Enrolled: ") : style.bad("Enrolled: "))
            + members
            + " of "
            + joined.size()
            + " devices");
    table.lines(style).forEach(line -> lines.add("  " + line));
    return lines;
  }

  private static String processorTimes(Outcome outcome) {
    return String.join(
        ", ",
        outcome.programs().stream()
            .map(role -> role.name() + " " + seconds(role.processorTime()))
            .toList());
  }

  private static Report report(Outcome outcome) {
    return new Report(
        outcome.run().isGood(),
        outcome.folder().toString(),
        outcome.story().toString(),
        outcome.run().devices().stream().map(Device::of).toList(),
        outcome.steps().stream()
            .map(step -> new Step(step.what(), step.took().toMillis() / 1000.0))
            .toList(),
        outcome.programs().stream()
            .map(
                role ->
                    new Program(
                        role.name(),
                        role.url(),
                        role.folder().toString(),
                        role.log().toString(),
                        role.processorTime().toMillis() / 1000.0))
            .toList());
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ENGLISH, "%.1f s", duration.toMillis() / 1000.0);
  }

  private synchronized void say(String line) {
    output.say(line);
  }
}
