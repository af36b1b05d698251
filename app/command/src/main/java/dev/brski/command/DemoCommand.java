package dev.brski.command;

import dev.brski.demo.Demo;
import dev.brski.demo.DemoOptions;
import dev.brski.demo.Outcome;
import dev.brski.demo.program.Launcher;
import dev.brski.demo.program.ProgramFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The demonstration. */
@Command(
    name = "demo",
    description = {
      "Show all of it on this machine: a factory, a MASA, an authority, a registrar, and devices"
          + " that join.",
      "Every program is a process of its own; what they said to each other is told in story.html."
    })
final class DemoCommand implements Callable<Integer> {

  private static final String LAUNCHER = "brski.launcher";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder to leave everything in. Without this, a fresh one.")
  private Optional<Path> dir = Optional.empty();

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "How many devices join, all at once: 1 to "
              + DemoOptions.MOST_DEVICES
              + ". Default: ${DEFAULT-VALUE}")
  private int devices;

  @Option(
      names = "--offline",
      description = {
        "The authority is away while the devices arrive, and the registrar loses its power:",
        "they wait, and all of them become members when the authority is back."
      })
  private boolean offline;

  @Option(names = "--keep", description = "Leave the programs running until Ctrl-C.")
  private boolean keep;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, IOException, InterruptedException {
    var options = options();
    var occupied = dir.flatMap(Demo::standing);
    if (occupied.isPresent()) {
      throw new Failure(
          ExitCode.REFUSED,
          "Cannot run the demonstration",
          occupied.get() + " exists",
          "A demonstration overwrites nothing: name another folder, --dir DIR.");
    }
    var view = new DemoView(output, devices);
    try (var demo = Demo.in(options, view)) {
      var outcome = demo.run();
      view.end(outcome);
      if (keep) {
        stay(view, outcome);
      }
      return exit(outcome);
    } catch (ProgramFailed e) {
      throw new Failure(
          ExitCode.FAULT, "The demonstration failed: " + e.getMessage(), e.why(), e.remedy());
    }
  }

  private void stay(DemoView view, Outcome outcome) throws InterruptedException {
    var asked = new CountDownLatch(1);
    Signals.onRequestToEnd(asked::countDown);
    view.keep(outcome);
    asked.await();
  }

  private int exit(Outcome outcome) throws Failure {
    if (!outcome.run().isGood()) {
      var failed =
          outcome.run().devices().stream().filter(device -> !device.isMember()).findFirst();
      throw new Failure(
          ExitCode.FAULT,
          "The demonstration failed: not every device is a member",
          failed.map(device -> device.serial() + ": " + device.faults()).orElse(""),
          "See " + outcome.story() + " and the logs beside it.");
    }
    return ExitCode.DONE.number();
  }

  private DemoOptions options() throws Failure {
    var launcher = System.getProperty(LAUNCHER);
    if (launcher == null) {
      throw Failure.usage(
          "Cannot run the demonstration",
          "it starts ./brski, and was not started by it",
          "Start it as ./brski demo.");
    }
    try {
      return new DemoOptions(dir, devices, offline, new Launcher(Path.of(launcher)));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(
          "Cannot run the demonstration",
          String.valueOf(e.getMessage()),
          "Say how many: --devices N");
    }
  }
}
