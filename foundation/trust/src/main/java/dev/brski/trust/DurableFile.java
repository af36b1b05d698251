package dev.brski.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Files that are either wholly there or not at all, whatever happens to the power. */
public final class DurableFile {

  private DurableFile() {}

  /**
   * Writes a file beside its place, syncs it, moves it over, and syncs the folder.
   *
   * @param secret whether only the owner may read it (mode 0600)
   * @throws IOException when any of that fails; the old content is then untouched
   */
  public static void write(Path file, byte[] content, boolean secret) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is not a file's name");
    }
    Files.createDirectories(folder);
    var beside = folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".new");
    try {
      var mode = PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--");
      Files.createFile(beside, PosixFilePermissions.asFileAttribute(mode));
      try (var channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
    syncFolder(folder);
  }

  /**
   * Removes a file, if it is there, durably.
   *
   * @throws IOException when it cannot be removed
   */
  public static void delete(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (Files.deleteIfExists(file) && folder != null) {
      syncFolder(folder);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
