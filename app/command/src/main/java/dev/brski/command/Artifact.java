package dev.brski.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are looked into. */
final class Artifact {

  private static final long MOST = 16 << 20;

  private Artifact() {}

  /**
   * What a file holds.
   *
   * @throws Failure when there is no such file or it is larger than any message
   */
  static byte[] read(Path file) throws Failure, IOException {
    if (!Files.isRegularFile(file)) {
      throw Failure.usage("Cannot decode " + file, "there is no such file", "Name a file.");
    }
    if (Files.size(file) > MOST) {
      throw Failure.usage(
          "Cannot decode " + file,
          Files.size(file) + " octets are more than any message has",
          "Name a file that holds one message.");
    }
    return Files.readAllBytes(file);
  }
}
