package dev.brski.pledge;

import dev.brski.trust.DurableFile;
import java.io.IOException;
import java.nio.file.Path;

/** What changes files; each change is whole and durable when the method returns. */
interface Disk {

  /** Writes a file; a secret one is readable by its owner only. */
  void write(Path file, byte[] content, boolean secret) throws IOException;

  /** Removes a file, if it is there. */
  void delete(Path file) throws IOException;

  /** The disk of this machine. */
  static Disk durable() {
    return new Disk() {
      @Override
      public void write(Path file, byte[] content, boolean secret) throws IOException {
        DurableFile.write(file, content, secret);
      }

      @Override
      public void delete(Path file) throws IOException {
        DurableFile.delete(file);
      }
    };
  }
}
