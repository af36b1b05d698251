package dev.brski.cmp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The program {@code openssl cmp}, which nobody here wrote. */
final class Openssl {

  private static final Pattern LISTENING = Pattern.compile("ACCEPT .*:(\\d+) PID=");

  private Openssl() {}

  record Run(int status, String output) {}

  /**
   * Skips the calling test, by name, where the program is missing or older than its cmp command.
   */
  static void demand() {
    Assumptions.assumeTrue(isThere(), "openssl with the cmp command is not installed");
  }

  private static boolean isThere() {
    try {
      return execute(List.of("openssl", "cmp", "-help")).status() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Runs {@code openssl cmp} to its end. */
  static Run cmp(List<String> arguments) {
    var command = new ArrayList<>(List.of("openssl", "cmp", "-config", "", "-batch"));
    command.addAll(arguments);
    try {
      return execute(command);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Run execute(List<String> command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        throw new IOException("openssl does not end");
      }
      return new Run(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  /** A mock authority of openssl that answers CMP over HTTP on a port of its own. */
  static final class Server implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final URI uri;
    private final HttpClient client = HttpClient.newHttpClient();

    Server(List<String> arguments) throws IOException {
      var command = new ArrayList<>(List.of("openssl", "cmp", "-config", "", "-port", "0"));
      command.addAll(arguments);
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      output = process.inputReader(StandardCharsets.UTF_8);
      uri = URI.create("http://127.0.0.1:" + port() + "/");
    }

    private String port() throws IOException {
      var seen = new StringBuilder();
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        var listening = LISTENING.matcher(line);
        if (listening.find()) {
          return listening.group(1);
        }
        seen.append(line).append('\n');
      }
      throw new IOException("openssl does not listen: " + seen);
    }

    CmpMessage post(CmpMessage request) throws IOException, InterruptedException {
      var reply =
          client.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/pkixcmp")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(request.encoded()))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (reply.statusCode() != 200) {
        throw new IOException("status " + reply.statusCode());
      }
      return Cast.parsed(reply.body());
    }

    @Override
    public void close() throws IOException {
      client.close();
      process.destroyForcibly();
      output.close();
    }
  }

  static String write(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
