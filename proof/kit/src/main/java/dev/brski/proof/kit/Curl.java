package dev.brski.proof.kit;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * HTTP requests by {@code curl}, which takes any server certificate, as a pledge does that nobody
 * has vouched to yet.
 */
public final class Curl {

  /** What came back. */
  public record Answer(int status, String mediaType, List<String> headers, byte[] body) {

    /** Copies. */
    public Answer {
      headers = List.copyOf(headers);
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }

    /** The content as text. */
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** The first field of a name. */
    public Optional<String> header(String name) {
      var start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
          .map(line -> line.substring(start.length()).strip())
          .findFirst();
    }
  }

  private final Foreign curl;
  private final Path folder;
  private final List<String> credential;

  private Curl(Foreign curl, Path folder, List<String> credential) {
    this.curl = curl;
    this.folder = folder;
    this.credential = credential;
  }

  /** Requests whose files lie in a folder; the test is skipped, by name, without curl. */
  public static Curl demand(Path folder) throws InterruptedException {
    return new Curl(Foreign.demand("curl", folder, "--version"), folder, List.of());
  }

  /** The same by a client that authenticates itself in TLS. */
  public Curl as(Path certificates, Path key) {
    return new Curl(
        curl,
        folder,
        List.of("--cert-type", "PEM", "--cert", certificates.toString(), "--key", key.toString()));
  }

  /** Posts some content. */
  public Answer post(URI url, String mediaType, byte[] content, String... more)
      throws IOException, InterruptedException {
    var sent = Files.createTempFile(folder, "sent", "");
    Files.write(sent, content);
    var arguments =
        new ArrayList<>(
            List.of(
                "--header",
                "Content-Type: " + mediaType,
                // Nothing is to be asked for in advance: the server may say no at any time.
                "--header",
                "Expect:",
                "--data-binary",
                "@" + sent));
    arguments.addAll(List.of(more));
    return request(url, arguments.toArray(String[]::new));
  }

  /** Any request. */
  public Answer request(URI url, String... arguments) throws IOException, InterruptedException {
    var received = Files.createTempFile(folder, "received", "");
    var headers = Files.createTempFile(folder, "headers", "");
    var command =
        new ArrayList<>(
            List.of(
                "--silent",
                "--show-error",
                "--insecure",
                "--max-time",
                Long.toString(Program.DEADLINE.toSeconds()),
                "--output",
                received.toString(),
                "--dump-header",
                headers.toString(),
                "--write-out",
                "%{http_code} %{content_type}"));
    command.addAll(credential);
    command.addAll(List.of(arguments));
    command.add(url.toString());
    var run = curl.run(command.toArray(String[]::new)).expecting(0);
    var said = run.out().strip().split(" ", 2);
    return new Answer(
        Integer.parseInt(said[0]),
        said.length > 1 ? said[1] : "",
        Files.readAllLines(headers, StandardCharsets.ISO_8859_1),
        Files.readAllBytes(received));
  }
}
