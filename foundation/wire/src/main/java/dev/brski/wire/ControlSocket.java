package dev.brski.wire;

import dev.brski.trust.DurableFile;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where a control socket is. A socket's path holds at most 107 octets on Linux; under a deeper
 * folder the socket lies in a private folder of the system's temporary one, and the control file
 * holds its path.
 *
 * @param control the file by which the socket is known
 * @param folder a folder that only we can enter, in which the socket is bound
 */
record ControlSocket(Path control, Path folder) {

  private static final int MOST_OCTETS = 107;
  private static final int MOST_POINTER_OCTETS = 512;

  /**
   * The path to connect to.
   *
   * @throws IOException when there is none
   */
  static Path find(Path control) throws IOException {
    if (!Files.isRegularFile(control)) {
      return control;
    }
    if (Files.size(control) > MOST_POINTER_OCTETS) {
      throw new IOException(control + " is no control socket");
    }
    return Path.of(Files.readString(control, StandardCharsets.UTF_8).strip());
  }

  /** Whether a program answers there; a file left behind by a dead one does not. */
  static boolean answers(Path control) {
    try {
      var socket = find(control);
      if (!Files.exists(socket)) {
        return false;
      }
      try (var _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
        return true;
      }
    } catch (IOException | IllegalArgumentException _) {
      return false;
    }
  }

  /**
   * Finds a place to bind.
   *
   * @throws IOException when no folder can be made, or none with a path that is short enough
   */
  static ControlSocket prepare(Path control) throws IOException {
    var absolute = control.toAbsolutePath();
    var parent = absolute.getParent();
    if (parent == null) {
      throw new IOException(control + " is not a file's name");
    }
    Files.createDirectories(parent);
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    var beside = Files.createTempDirectory(parent, ".c", mode);
    var place = new ControlSocket(absolute, beside);
    if (fits(absolute) && fits(place.bound())) {
      return place;
    }
    Files.delete(beside);
    place = new ControlSocket(absolute, Files.createTempDirectory("brski", mode));
    if (!fits(place.bound())) {
      Files.delete(place.folder);
      throw new IOException(
          "the paths of "
              + control
              + " and of the temporary folder are both too long for a socket (over "
              + MOST_OCTETS
              + " octets). Set java.io.tmpdir to a shorter one");
    }
    return place;
  }

  /** Where the socket is bound before it is published. */
  Path bound() {
    return folder.resolve("s");
  }

  /** Makes the bound socket the one that {@link #find} finds; replaces whatever was there. */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bound(), PosixFilePermissions.fromString("rw-------"));
    if (fits(control)) {
      Files.move(
          bound(), control, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } else {
      DurableFile.write(control, bound().toString().getBytes(StandardCharsets.UTF_8), true);
    }
  }

  /** Removes what was made. */
  void remove() throws IOException {
    Files.deleteIfExists(control);
    Files.deleteIfExists(bound());
    Files.deleteIfExists(folder);
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS;
  }
}
