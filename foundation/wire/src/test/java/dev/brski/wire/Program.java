package dev.brski.wire;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program that nobody here wrote. */
record Program(String name) {

  static final Program CURL = new Program("curl");
  static final Program OPENSSL = new Program("openssl");

  /** What it printed, standard error included. */
  String run(String input, String... arguments) throws IOException, InterruptedException {
    assumeTrue(isInstalled(), name + " is not installed");
    var command = new ArrayList<>(List.of(name));
    command.addAll(List.of(arguments));
    var printed = Files.createTempFile("printed", ".txt");
    var fed = Files.createTempFile("fed", ".txt");
    try {
      Files.writeString(fed, input);
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(fed.toFile())
              .redirectOutput(printed.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      return Files.readString(printed, StandardCharsets.ISO_8859_1);
    } finally {
      Files.delete(printed);
      Files.delete(fed);
    }
  }

  private boolean isInstalled() {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }
}
