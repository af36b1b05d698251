package dev.brski.demo;

import dev.brski.demo.Outcome.Step;
import dev.brski.demo.Tasks.Task;
import dev.brski.demo.program.ProgramFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The steps that were done, and how long each took. */
final class Steps {

  private final DemoScreen screen;
  private final List<Step> done = new ArrayList<>();

  Steps(DemoScreen screen) {
    this.screen = screen;
  }

  /** Does a step, and shows that it is done. */
  void take(String what, Task task) throws IOException, ProgramFailed, InterruptedException {
    long began = System.nanoTime();
    task.run();
    var step = new Step(what, Duration.ofNanos(System.nanoTime() - began));
    synchronized (done) {
      done.add(step);
      screen.step(step.what(), step.took());
    }
  }

  List<Step> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }
}
