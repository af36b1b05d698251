package dev.brski.masa;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Requests by a program that nobody here wrote. */
final class Curl {

  /** What came back. */
  record Answer(int status, String mediaType, byte[] body) {

    Answer {
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final Path folder;
  private final Path anchor;

  Curl(Path folder, Path anchor) {
    this.folder = folder;
    this.anchor = anchor;
  }

  Answer post(String url, String mediaType, byte[] body, String... more)
      throws IOException, InterruptedException {
    var sent = Files.write(folder.resolve("sent"), body);
    var content =
        new ArrayList<>(
            List.of("--header", "Content-Type: " + mediaType, "--data-binary", "@" + sent));
    content.addAll(List.of(more));
    return exchange(url, content);
  }

  Answer get(String url, String... more) throws IOException, InterruptedException {
    return exchange(url, List.of(more));
  }

  private Answer exchange(String url, List<String> more) throws IOException, InterruptedException {
    var received = folder.resolve("received");
    Files.deleteIfExists(received);
    var command =
        new ArrayList<>(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                "60",
                "--cacert",
                anchor.toString(),
                "--output",
                received.toString(),
                "--write-out",
                "%{http_code} %{content_type}",
                url));
    command.addAll(more);
    var said = run(folder, command).strip().split(" ", 2);
    return new Answer(
        Integer.parseInt(said[0]),
        said.length > 1 ? said[1] : "",
        Files.exists(received) ? Files.readAllBytes(received) : new byte[0]);
  }

  /** Runs a program to its end; what it printed. */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    var log = Files.createTempFile(folder, "run", ".txt");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException _) {
      assumeTrue(false, command.getFirst() + " is not installed");
      return "";
    }
    if (!process.waitFor(120, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new AssertionError(command + " failed: " + Files.readString(log));
    }
    return Files.readString(log);
  }
}
