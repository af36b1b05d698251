package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program of that name: it never saw our code. */
final class Openssl {

  /** What a run ended with. */
  record Ended(int status, String output) {}

  private Openssl() {}

  static void required() {
    boolean found;
    try {
      found = run(Path.of("."), List.of("version")).status() == 0;
    } catch (IOException | InterruptedException _) {
      found = false;
    }
    assumeTrue(found, "openssl is not installed");
  }

  static Ended run(Path folder, List<String> arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("openssl ended").isTrue();
    return new Ended(process.exitValue(), output);
  }

  /** Runs and demands success. */
  static String succeed(Path folder, String... arguments) throws IOException, InterruptedException {
    var ended = run(folder, List.of(arguments));
    assertThat(ended.status()).as(ended.output()).isZero();
    return ended.output();
  }
}
