package dev.brski.pledge;

import dev.brski.trust.Description;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps two runs off one folder. The lock is the operating system's, so it ends with the process
 * that holds it; the file says which that is.
 */
final class FolderLock implements AutoCloseable {

  /** The system's locks are the process's: closing any other channel to the file gives them up. */
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private static final int MOST_OCTETS = 128;

  private final Path file;
  private final FileChannel locked;
  private final FileChannel seen;

  private FolderLock(Path file, FileChannel locked, FileChannel seen) {
    this.file = file;
    this.locked = locked;
    this.seen = seen;
  }

  /**
   * Takes the lock at once.
   *
   * @throws FolderInUse when someone else holds it
   * @throws IOException when the folder cannot be written
   */
  static FolderLock take(Path folder) throws IOException {
    var data = Files.createDirectories(folder.resolve("data")).toRealPath();
    var file = data.resolve("lock");
    if (!HELD_BY_THIS_PROCESS.add(file)) {
      throw new FolderInUse(folder, ProcessHandle.current().pid() + " (this one)");
    }
    try {
      return lock(folder, file);
    } catch (IOException | RuntimeException e) {
      HELD_BY_THIS_PROCESS.remove(file);
      throw e;
    }
  }

  private static FolderLock lock(Path folder, Path file) throws IOException {
    while (true) {
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() == null) {
          throw new FolderInUse(folder, holder(file));
        }
        var mark = sign(channel);
        var seen = FileChannel.open(file, StandardOpenOption.READ);
        if (read(seen).equals(mark)) {
          return new FolderLock(file, channel, seen);
        }
        seen.close();
      } catch (NoSuchFileException _) {
        // A reset removed the file between its opening and its locking; that lock excludes nobody.
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
      channel.close();
    }
  }

  private static String sign(FileChannel channel) throws IOException {
    var mark = ProcessHandle.current().pid() + " " + UUID.randomUUID() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)), 0);
    return mark;
  }

  private static String read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(MOST_OCTETS);
    channel.read(buffer, 0);
    return StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
  }

  private static String holder(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return Description.printable(read(channel).split(" ", 2)[0]);
    }
  }

  /** Removes the file while the lock is held. */
  void remove() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    try (locked) {
      seen.close();
    } finally {
      HELD_BY_THIS_PROCESS.remove(file);
    }
  }
}
