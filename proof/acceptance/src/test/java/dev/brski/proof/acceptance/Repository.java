package dev.brski.proof.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout that is tested. */
final class Repository {

  private Repository() {}

  /** Its root, found upwards from where the tests run. */
  static Path root() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("brski")) && Files.exists(folder.resolve("docs"))) {
        return folder;
      }
    }
    throw new IllegalStateException("the tests do not run inside the checkout");
  }
}
