package dev.brski.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that holds a store; what is made in it can be read by its owner alone. */
record Folder(Path path) {

  /** The folder, made if it is missing, under its one real name. */
  static Folder make(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path, only(path, "rwx------"));
      sync(path.resolve(".."));
    }
    return new Folder(path.toRealPath());
  }

  /** A file in the folder, made empty if it is missing. */
  Path file(String name) throws IOException {
    var file = path.resolve(name);
    if (!Files.exists(file)) {
      Files.createFile(file, only(file, "rw-------"));
      sync(path);
    }
    return file;
  }

  /** Gives a finished file its final name, durably. */
  void publish(Path finished, String name) throws IOException {
    try (var channel = FileChannel.open(finished, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(finished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    sync(path);
  }

  private static void sync(Path folder) throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] only(Path path, String permissions) {
    var posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
