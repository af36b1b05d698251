package dev.brski.registrar;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test with a {@link World} of its own. */
abstract class InWorld {

  @TempDir Path folder;
  World world;

  @BeforeEach
  void makeWorld() throws Exception {
    world = new World(folder);
  }

  @AfterEach
  void endWorld() {
    world.close();
  }
}
