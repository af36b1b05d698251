package dev.brski.pledge;

import dev.brski.trust.CryptoSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;

/**
 * The exact octets of messages, each in a file that is named for what it holds, so that writing one
 * never changes another.
 */
final class Messages {

  private final Disk disk;
  private final Path folder;

  Messages(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Keeps octets durably; the state has to speak of them afterwards. */
  StoredMessage keep(String name, String extension, byte[] octets) throws IOException {
    var digest = HexFormat.of().formatHex(CryptoSuite.sha256(octets));
    var stored = new StoredMessage(name + "-" + digest.substring(0, 16) + "." + extension, digest);
    var file = folder.resolve(stored.file());
    if (!(Files.exists(file) && Arrays.equals(Files.readAllBytes(file), octets))) {
      disk.write(file, octets, true);
    }
    return stored;
  }

  /**
   * The octets of a message.
   *
   * @throws IOException when they are not what was kept
   */
  byte[] read(StoredMessage message) throws IOException {
    var file = folder.resolve(message.file());
    if (Files.isRegularFile(file)) {
      var octets = Files.readAllBytes(file);
      if (HexFormat.of().formatHex(CryptoSuite.sha256(octets)).equals(message.sha256())) {
        return octets;
      }
    }
    throw new IOException(file + " is missing or damaged; reset the pledge and onboard again");
  }

  /** Removes those that the state does not speak of. */
  void removeAllBut(Collection<StoredMessage> kept) throws IOException {
    var names = kept.stream().map(StoredMessage::file).toList();
    for (var file : FileList.of(folder, "*")) {
      if (!names.contains(file.getFileName().toString())) {
        Files.deleteIfExists(file);
      }
    }
  }
}
