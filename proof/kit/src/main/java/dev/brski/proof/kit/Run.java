package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that was run to its end.
 *
 * @param command what was run
 * @param exit its exit code
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
public record Run(List<String> command, int exit, String out, String err) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Runs a program to its end. */
  public static Run of(String name, Path logs, List<String> command)
      throws IOException, InterruptedException {
    return of(name, logs, command, Map.of());
  }

  /** The same with variables in its environment. */
  public static Run of(
      String name, Path logs, List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    try (var program = Program.start(name, logs, command, environment)) {
      int exit = program.awaitEnd();
      return new Run(List.copyOf(command), exit, program.out(), program.err());
    }
  }

  /** Demands that it ended with this exit code. */
  public Run expecting(int code) {
    if (exit != code) {
      throw new AssertionError(
          "%s ended with %d, not %d%n--- its output:%n%s%n--- its errors:%n%s"
              .formatted(
                  String.join(" ", command), exit, code, Program.quoted(out), Program.quoted(err)));
    }
    return this;
  }

  /** What it printed on standard output, which is one JSON document. */
  public JsonNode json() {
    return JSON.readTree(out);
  }
}
