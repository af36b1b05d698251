package dev.brski.demo;

import dev.brski.trust.Description;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A program that nobody here wrote, to verify certificates with.
 *
 * @param version what it calls itself
 */
record Openssl(String version) {

  private record Answer(int exit, String text) {}

  /** The one that is installed, if there is one. */
  static Optional<Openssl> installed() throws InterruptedException {
    try {
      var answer = ask(List.of("openssl", "version"));
      var words = answer.text().split("\\s+", -1);
      return answer.exit() == 0 && words.length > 1
          ? Optional.of(new Openssl(Description.printable(words[0] + " " + words[1])))
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** What it has against a certificate, which comes with those above it in one file. */
  Optional<String> objection(Path anchor, Path certificates)
      throws IOException, InterruptedException {
    var answer =
        ask(
            List.of(
                "openssl",
                "verify",
                "-CAfile",
                anchor.toString(),
                "-untrusted",
                certificates.toString(),
                certificates.toString()));
    return answer.exit() == 0
        ? Optional.empty()
        : Optional.of(version + " says: " + Description.printable(answer.text().strip()));
  }

  private static Answer ask(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text);
  }
}
