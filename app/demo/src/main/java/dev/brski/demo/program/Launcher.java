package dev.brski.demo.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the {@code brski} command.
 *
 * @param command the program to start
 */
public record Launcher(Path command) {
  /** Programs that live for seconds do not repay the optimizing of their code. */
  private static final String BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  /**
   * Starts it; standard error goes to the log, and it is not built again.
   *
   * @throws IOException when it cannot be started
   */
  Process start(List<String> arguments, Path log) throws IOException {
    var line = new ArrayList<String>();
    line.add(command.toString());
    line.addAll(arguments);
    var builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("BRSKI_AS_BUILT", "1");
    builder.environment().put("NO_COLOR", "1");
    builder.environment().putIfAbsent("BRSKI_JAVA_OPTIONS", BRIEF);
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }
}
