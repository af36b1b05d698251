package dev.brski.proof.acceptance;

import dev.brski.proof.acceptance.rules.Cast;
import dev.brski.proof.acceptance.rules.Side;
import dev.brski.proof.acceptance.rules.Target;
import dev.brski.proof.acceptance.rules.Trials;
import dev.brski.proof.kit.cmp.Identity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The same table against any CMP server, which the file of {@code rules.target} describes. It runs
 * only when it is named.
 */
final class OtherServer {

  /** The lines of the file; paths are relative to where it lies. */
  private record Lines(Path folder, Properties properties) {

    static Lines read(Path file) throws Exception {
      var properties = new Properties();
      try (var in = Files.newBufferedReader(file)) {
        properties.load(in);
      }
      return new Lines(file.toAbsolutePath().getParent(), properties);
    }

    String text(String key) {
      return Optional.ofNullable(properties.getProperty(key))
          .orElseThrow(() -> new IllegalArgumentException("there is no line for " + key));
    }

    Path path(String key) {
      return folder.resolve(text(key));
    }

    Identity identity(String key) throws Exception {
      return Identity.read(path(key), path(key + "-key"));
    }

    boolean has(String key) {
      return properties.containsKey(key);
    }
  }

  private static Target target() throws Exception {
    var file = System.getProperty("rules.target", "");
    if (file.isEmpty()) {
      throw new IllegalStateException("rules.target must name the file of the server");
    }
    var lines = Lines.read(Path.of(file));
    var member = lines.identity("member");
    Optional<Identity> registrar =
        lines.has("registrar") ? Optional.of(lines.identity("registrar")) : Optional.empty();
    return new Target(
        registrar.isPresent() ? Side.AUTHORITY : Side.REGISTRAR,
        URI.create(lines.text("url")),
        new Cast(
            lines.identity("device"),
            lines.identity("another"),
            member,
            member,
            registrar,
            Optional.empty(),
            Optional.empty()),
        Optional.empty(),
        Identity.certificates(lines.path("anchor")).getFirst(),
        false);
  }

  @TestFactory
  Stream<DynamicNode> soundMessagesPass() throws Exception {
    return Trials.sound(List.of(target()));
  }

  @TestFactory
  Stream<DynamicNode> rules() throws Exception {
    return Trials.rules(List.of(target()));
  }
}
