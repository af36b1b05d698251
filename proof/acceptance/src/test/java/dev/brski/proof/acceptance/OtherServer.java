package dev.brski.proof.acceptance;

import dev.brski.proof.acceptance.rules.Target;
import dev.brski.proof.acceptance.rules.Trials;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * The same table against any CMP server, which the file of {@code rules.target} describes. It runs
 * only when it is named.
 */
final class OtherServer {

  private static List<Target> targets() throws Exception {
    var file = System.getProperty("rules.target", "");
    if (file.isEmpty()) {
      throw new IllegalStateException("rules.target must name the file of the server");
    }
    return List.of(TargetFile.read(Path.of(file)));
  }

  @TestFactory
  Stream<DynamicNode> soundMessagesPass() throws Exception {
    return Trials.sound(targets());
  }

  @TestFactory
  Stream<DynamicNode> rules() throws Exception {
    return Trials.rules(targets());
  }
}
