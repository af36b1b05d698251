package dev.brski.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a demonstration leaves.
 *
 * @param folder with everything in it
 * @param story the page that tells of it
 * @param run what came of it
 * @param steps in the order in which they were done
 * @param programs those that ran
 */
public record Outcome(Path folder, Path story, Run run, List<Step> steps, List<Role> programs) {

  /** Copies the lists. */
  public Outcome {
    steps = List.copyOf(steps);
    programs = List.copyOf(programs);
  }

  /**
   * Something that was done.
   *
   * @param took how long that was
   */
  public record Step(String what, Duration took) {}

  /**
   * A role that ran.
   *
   * @param processorTime what it had used when it was last looked at
   */
  public record Role(
      String name, URI url, Path folder, Path log, long pid, Duration processorTime) {}
}
