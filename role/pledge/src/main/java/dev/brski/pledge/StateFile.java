package dev.brski.pledge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code data/state.json}: how far the pledge is. */
final class StateFile {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** A version that kept instants where waiting is counted now. */
  private static final int INSTANTS = 1;

  /** A version that knew nothing beside the way into the domain. */
  private static final int WITHOUT_ERRANDS = 2;

  private final Disk disk;
  private final Path file;

  StateFile(Disk disk, Path file) {
    this.disk = disk;
    this.file = file;
  }

  /**
   * What was saved last, or the state of a device from the factory.
   *
   * @throws IOException when the file is damaged or of a newer version
   */
  Saved load(Instant now) throws IOException {
    try {
      var tree = JSON.readTree(Files.readAllBytes(file));
      int version = tree.path("version").asInt(0);
      if (version > Saved.VERSION) {
        throw new IOException(
            file + " was written by a newer program (version " + version + "); use that one");
      }
      return switch (version) {
        case Saved.VERSION -> JSON.treeToValue(tree, Saved.class);
        case WITHOUT_ERRANDS -> JSON.treeToValue(withErrands(tree), Saved.class);
        case INSTANTS -> JSON.treeToValue(withErrands(withoutInstants(tree)), Saved.class);
        default -> throw damaged("it has no version");
      };
    } catch (NoSuchFileException _) {
      return Saved.fresh(now);
    } catch (JacksonException e) {
      throw damaged(e.getOriginalMessage());
    }
  }

  /**
   * The first version kept the instant at which an exchange began. How much waiting that was cannot
   * be told from it, so the waiting is counted from here.
   */
  private static JsonNode withoutInstants(JsonNode tree) {
    if (tree.path("progress").path("exchange") instanceof ObjectNode exchange
        && exchange.remove("begun") != null) {
      exchange.put("waited", Duration.ZERO.toString());
    }
    return tree;
  }

  private static JsonNode withErrands(JsonNode tree) {
    if (tree instanceof ObjectNode saved) {
      saved.put("version", Saved.VERSION);
      saved.putObject("errands");
    }
    return tree;
  }

  private IOException damaged(String why) {
    return new IOException(file + " is damaged (" + why + "); reset the pledge and onboard again");
  }

  void save(Saved saved) throws IOException {
    disk.write(file, JSON.writeValueAsBytes(saved), true);
  }

  void delete() throws IOException {
    disk.delete(file);
  }
}
