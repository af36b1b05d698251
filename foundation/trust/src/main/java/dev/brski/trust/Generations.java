package dev.brski.trust;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * The generations of a credential in a folder: {@code NAME.pem} with {@code NAME.key} is the first,
 * {@code NAME-2.pem} with {@code NAME-2.key} the second. A generation counts when its certificate
 * is there, which is written after its key.
 *
 * @param folder where they are
 * @param name what all of their files begin with
 */
public record Generations(Path folder, String name) {

  /** The number of the newest; 0 if there is none. */
  public int newest() throws IOException {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    var file = Pattern.compile(Pattern.quote(name) + "(?:-([1-9][0-9]{0,3}))?\\.pem");
    try (var files = Files.list(folder)) {
      return files
          .map(path -> file.matcher(String.valueOf(path.getFileName())))
          .filter(match -> match.matches())
          .mapToInt(match -> match.group(1) == null ? 1 : Integer.parseInt(match.group(1)))
          .max()
          .orElse(0);
    }
  }

  /** The file with the certificates of a generation. */
  public Path certificates(int generation) {
    return file(generation, ".pem");
  }

  /** The file with the key of a generation. */
  public Path key(int generation) {
    return file(generation, ".key");
  }

  /**
   * Reads the newest.
   *
   * @throws IOException when there is none, or it is unsound; the message names the file
   */
  public Credential read() throws IOException {
    int generation = Math.max(1, newest());
    return Credential.read(certificates(generation), key(generation));
  }

  /**
   * Adds one that is the newest from then on; the older ones stay as they are.
   *
   * @return its number
   * @throws IOException when it cannot be written
   */
  public int add(Credential credential) throws IOException {
    Files.createDirectories(folder);
    var lock = folder.resolve("." + name + ".lock");
    try (var channel =
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      int generation = newest() + 1;
      credential.write(certificates(generation), key(generation));
      return generation;
    }
  }

  private Path file(int generation, String suffix) {
    return folder.resolve(generation == 1 ? name + suffix : name + "-" + generation + suffix);
  }
}
