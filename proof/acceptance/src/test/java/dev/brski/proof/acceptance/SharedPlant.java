package dev.brski.proof.acceptance;

import dev.brski.proof.kit.Plant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Plant} that runs: one for all that leave its programs alone, made for the
 * first of them.
 */
final class SharedPlant implements ParameterResolver {

  private static final Namespace HERE = Namespace.create(SharedPlant.class);

  private record Held(Path folder, Plant plant) implements AutoCloseable {

    static Held make() {
      try {
        var folder = Files.createTempDirectory("plant");
        var plant = Plant.resting(folder);
        plant.registrar().configure("answer-within: 3s");
        plant.authority().start();
        plant.registrar().start();
        return new Held(folder, plant);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the plant was made", e);
      }
    }

    @Override
    public void close() throws IOException {
      plant.close();
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Plant.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(Held.class, _ -> Held.make(), Held.class)
        .plant();
  }
}
