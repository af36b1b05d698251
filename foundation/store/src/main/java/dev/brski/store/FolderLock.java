package dev.brski.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The right to be the only program that opens the store of a folder; it ends with the process. */
final class FolderLock implements AutoCloseable {

  private static final String NAME = "store.lock";

  /**
   * The folders locked by this process. Locks of files belong to the process as a whole, and
   * closing any descriptor of such a file drops them, so a second attempt must not even touch the
   * file.
   */
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static FolderLock take(Folder folder) throws IOException, StoreLocked {
    var path = folder.path();
    if (!OURS.add(path)) {
      throw new StoreLocked(path, OptionalLong.of(ProcessHandle.current().pid()));
    }
    try {
      return new FolderLock(path, lock(folder));
    } catch (IOException | StoreLocked e) {
      OURS.remove(path);
      throw e;
    }
  }

  private static FileChannel lock(Folder folder) throws IOException, StoreLocked {
    var channel =
        FileChannel.open(folder.file(NAME), StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new StoreLocked(folder.path(), owner(channel));
      }
      channel.truncate(0);
      var pid = Long.toString(ProcessHandle.current().pid());
      channel.write(ByteBuffer.wrap(pid.getBytes(US_ASCII)), 0);
      return channel;
    } catch (IOException | StoreLocked e) {
      channel.close();
      throw e;
    }
  }

  private static OptionalLong owner(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(20);
    channel.read(buffer, 0);
    var text = new String(buffer.array(), 0, buffer.position(), US_ASCII);
    return text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      try {
        channel.close();
      } finally {
        OURS.remove(folder);
      }
    }
  }
}
