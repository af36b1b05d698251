package dev.brski.demo;

import dev.brski.demo.story.StoryMessage;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The registrar seen through its control socket. */
final class RegistrarEye {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int LONGEST_WAIT = 20;

  /** A device as the registrar lists it. */
  record DeviceLine(
      String serial,
      String manufacturer,
      String state,
      Instant since,
      Optional<String> waitsFor,
      Optional<String> certificate) {}

  /** A line of its journal. */
  record JournalLine(
      long seq,
      Instant at,
      String kind,
      Optional<String> device,
      Map<String, String> details,
      String hash) {}

  private final Path control;

  RegistrarEye(Path folder) {
    this.control = folder.resolve("run").resolve("control");
  }

  /** Every device that it has seen. */
  List<DeviceLine> devices() throws IOException {
    return ask("/devices", new TypeReference<List<DeviceLine>>() {});
  }

  /** All messages of a device, their exact octets, in order. */
  List<StoryMessage> messages(String serial) throws IOException {
    var encoded = URLEncoder.encode(serial, StandardCharsets.UTF_8).replace("+", "%20");
    return ask("/messages?serial=" + encoded, new TypeReference<List<StoryMessage>>() {});
  }

  /** Tells each line of the journal as it is written, until the registrar ends. */
  void follow(Consumer<JournalLine> reader) {
    long last = 0;
    try {
      while (true) {
        var lines =
            ask(
                "/journal?after=" + last + "&wait=" + LONGEST_WAIT,
                new TypeReference<List<JournalLine>>() {});
        for (var line : lines) {
          reader.accept(line);
          last = line.seq();
        }
      }
    } catch (IOException _) {
      // Whoever follows learns from the program itself why it ended.
      return;
    }
  }

  private <T> T ask(String path, TypeReference<T> type) throws IOException {
    try {
      Reply reply = ControlClient.exchange(control, Call.get(path));
      if (reply.status() != 200) {
        throw new IOException(
            "the registrar answered " + reply.status() + " " + reply.explanation());
      }
      return JSON.readValue(reply.body(), type);
    } catch (PeerFailure | JacksonException e) {
      throw new IOException("the registrar's control socket: " + e.getMessage(), e);
    }
  }
}
