package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Halts one program at a durable step, from outside: by the agent that the JVM is told to load.
 *
 * @param agent the agent's jar
 * @param folder where it finds its plan and writes the steps it sees
 */
public record Halting(Path agent, Path folder) {

  /** The exit code of a program that was halted as planned. */
  public static final int HALTED = 86;

  /**
   * A step of a program.
   *
   * @param moment before or after a commit, an answer, a request
   * @param name the journal lines of the commit, the path of the answer, the file that is written
   * @param times how often it came until then, from 1
   */
  public record Step(String moment, String name, int times) {

    private static Step of(String line) {
      var parts = line.split("\t", 3);
      return new Step(parts[0], parts[1], Integer.parseInt(parts[2]));
    }

    private String line() {
      return moment + "\t" + name + "\t" + times;
    }

    @Override
    public String toString() {
      return moment.toLowerCase(Locale.ROOT).replace('_', ' ')
          + " of ["
          + name
          + "]"
          + (times == 1 ? "" : " for the " + times + ". time");
    }
  }

  /** Halting by this agent, with a folder that is made. */
  public static Halting by(Path agent, Path folder) throws IOException {
    Files.createDirectories(folder);
    return new Halting(agent, folder);
  }

  /** What makes a JVM load the agent. */
  public Map<String, String> environment() {
    return Map.of("JDK_JAVA_OPTIONS", "\"-javaagent:" + agent + "=" + folder + "\"");
  }

  /** Lets the program run on; steps are counted from here. */
  public void watch(String occasion) throws IOException {
    replacePlan(occasion + "\n");
  }

  /** Lets the program halt at a step; steps are counted from here. */
  public void plan(String occasion, Step step) throws IOException {
    replacePlan(occasion + "\n" + step.line() + "\n");
  }

  /** A program may be reading it. */
  private void replacePlan(String text) throws IOException {
    var next = Files.writeString(folder.resolve("next"), text);
    Files.move(
        next,
        folder.resolve("plan"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** How many lines were written about steps. */
  public int seen() throws IOException {
    var steps = folder.resolve("steps");
    return Files.exists(steps) ? Files.readAllLines(steps).size() : 0;
  }

  /** The steps seen after so many lines. */
  public List<Step> stepsAfter(int lines) throws IOException {
    return Files.readAllLines(folder.resolve("steps")).stream()
        .skip(lines)
        .filter(line -> line.contains("\t"))
        .map(Step::of)
        .toList();
  }
}
