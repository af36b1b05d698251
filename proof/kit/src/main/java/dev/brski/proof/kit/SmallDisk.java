package dev.brski.proof.kit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** A file system of a few megabytes in memory, which a test mounts, fills and takes away again. */
public final class SmallDisk implements AutoCloseable {

  private static final int MORSEL = 4096;

  private final Path folder;
  private final Path logs;
  private final Path ballast;
  private final Thread undertaker;

  private SmallDisk(Path folder, Path logs) {
    this.folder = folder;
    this.logs = logs;
    this.ballast = folder.resolve("ballast");
    this.undertaker = new Thread(this::takeAway, "end of the disk " + folder);
    Runtime.getRuntime().addShutdownHook(undertaker);
  }

  /**
   * Puts a folder and what is in it on a disk of its own; empty where that is not permitted.
   *
   * @param folder whose files nobody has open; it is made if it is missing
   * @param logs where output is kept
   */
  public static Optional<SmallDisk> under(Path folder, int megabytes, Path logs)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    var aside = Files.createTempDirectory("aside");
    copy(folder, aside);
    var options = "size=" + megabytes + "m,mode=0700";
    boolean mounted;
    try {
      mounted = run(logs, "mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
      if (mounted) {
        copy(aside, folder);
      }
    } finally {
      clear(aside);
    }
    return mounted ? Optional.of(new SmallDisk(folder, logs)) : Optional.empty();
  }

  /** Fills it until it takes nothing more. */
  public void fill() throws IOException {
    try (var out = new FileOutputStream(ballast.toFile(), true)) {
      var morsel = new byte[MORSEL];
      while (true) {
        out.write(morsel);
      }
    } catch (IOException e) {
      if (free() >= MORSEL) {
        throw e;
      }
    }
  }

  /** Leaves about so many octets free. */
  public void leave(long octets) throws IOException {
    try (var file = new FileOutputStream(ballast.toFile(), true);
        var channel = file.getChannel()) {
      long size = channel.size() + free() - octets;
      if (size < channel.size()) {
        channel.truncate(Math.max(size, 0));
      } else {
        file.write(new byte[Math.toIntExact(size - channel.size())]);
      }
    }
  }

  /** Takes away what filled it. */
  public void relieve() throws IOException {
    Files.deleteIfExists(ballast);
  }

  private long free() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Takes it away with all that is on it, also from a program that is just being killed. */
  @Override
  public void close() throws IOException {
    try {
      if (!run(logs, unmounting())) {
        throw new IOException(folder + " cannot be unmounted");
      }
      Runtime.getRuntime().removeShutdownHook(undertaker);
    } catch (IllegalStateException _) {
      // The virtual machine is ending already, and so the hook runs.
      takeAway();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while " + folder + " was unmounted", e);
    }
  }

  /** For a virtual machine that ends before the test has; a disk in memory would outlive it. */
  private void takeAway() {
    try {
      new ProcessBuilder(unmounting()).inheritIO().start().waitFor();
    } catch (IOException e) {
      System.err.println(folder + " stays mounted: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private String[] unmounting() {
    return new String[] {"umount", "--lazy", folder.toString()};
  }

  private static boolean run(Path logs, String... command) throws InterruptedException {
    try {
      return Run.of(command[0], logs, List.of(command)).exit() == 0;
    } catch (IOException _) {
      // There is no such program here.
      return false;
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void clear(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
