package dev.brski.registrar.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** A text that nothing prints. */
public final class Secret {

  private static final int LONGEST = 1024;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** One that is known. */
  static Secret of(String text) {
    return new Secret(text);
  }

  /**
   * Reads the first line of a file that only its owner may read.
   *
   * @throws IOException when there is no such file, others may read it, or it holds no such line;
   *     the message names the file and nothing of its content
   */
  public static Secret read(Path file) throws IOException {
    demandOwnersOnly(file);
    var octets = new byte[0];
    try (var in = Files.newInputStream(file)) {
      octets = in.readNBytes(LONGEST + 1);
    }
    var text = new String(octets, StandardCharsets.UTF_8).replaceFirst("\\r?\\n\\z", "");
    if (text.isEmpty()
        || octets.length > LONGEST
        || text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new IOException(file + " does not hold one line of at most " + LONGEST + " octets");
    }
    return new Secret(text);
  }

  /**
   * Demands that nobody but its owner may read a file, where the file system knows of such things.
   *
   * @throws IOException when others may; the message says what to do
   */
  public static void demandOwnersOnly(Path file) throws IOException {
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && !OWNERS.containsAll(view.readAttributes().permissions())) {
      throw new IOException(
          file + " may be read by others than its owner; correct it with: chmod 600 " + file);
    }
  }

  String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && text.equals(secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
