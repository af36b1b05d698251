package dev.brski.issuance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The openssl program, which reads what we make without knowing us. */
final class OpenSsl {

  /** What a run printed on both outputs, and its exit status. */
  record Run(int status, String output) {}

  private OpenSsl() {}

  static void assumeInstalled() {
    boolean installed;
    try {
      installed = run("version").status() == 0;
    } catch (IllegalStateException _) {
      installed = false;
    }
    assumeTrue(installed, "openssl is not installed");
  }

  static Run run(String... arguments) {
    var command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
