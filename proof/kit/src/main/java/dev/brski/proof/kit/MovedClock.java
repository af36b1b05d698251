package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/**
 * The date of single programs, moved against this machine's by libfaketime. Only the date moves:
 * what a program measures by its timer takes as long as ever.
 */
public final class MovedClock implements AutoCloseable {

  private static final String LIBRARY = "faketime/libfaketimeMT.so.1";
  private static final List<Path> WHERE = List.of(Path.of("/usr/lib"), Path.of("/usr/local/lib"));
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");

  private final Path library;
  private final Set<Long> pids = new HashSet<>();

  private MovedClock(Path library) {
    this.library = library;
  }

  /** The library of this machine; the test that asks for it is skipped where it is missing. */
  public static MovedClock demand() throws IOException {
    var library = library();
    Assumptions.assumeTrue(library.isPresent(), "libfaketime is not installed");
    return new MovedClock(library.orElseThrow());
  }

  private static Optional<Path> library() throws IOException {
    var places = new ArrayList<Path>();
    for (var root : WHERE) {
      places.add(root.resolve(LIBRARY));
      if (Files.isDirectory(root)) {
        try (var below = Files.newDirectoryStream(root, Files::isDirectory)) {
          below.forEach(folder -> places.add(folder.resolve(LIBRARY)));
        }
      }
    }
    return places.stream().filter(Files::exists).findFirst();
  }

  /** What lets a program be so many days ahead. */
  public Map<String, String> ahead(int days) {
    return by(Duration.ofDays(days));
  }

  /** What lets a program be ahead so far, or behind if that is negative; whole seconds. */
  public Map<String, String> by(Duration ahead) {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        "%+ds".formatted(ahead.toSeconds()),
        // A JVM whose timer is moved too spins instead of waiting; it takes both to leave it alone.
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0",
        // Files keep their times, by which the JVM knows whether its archive of classes still fits.
        "NO_FAKE_STAT",
        "1");
  }

  /** A program that was started with this, by its process id. */
  public void started(long pid) {
    pids.add(pid);
  }

  /** Removes what the library leaves in shared memory of the programs, all of which have ended. */
  @Override
  public void close() throws IOException {
    for (var pid : pids) {
      Files.deleteIfExists(SHARED_MEMORY.resolve("faketime_shm_" + pid));
      Files.deleteIfExists(SHARED_MEMORY.resolve("sem.faketime_sem_" + pid));
    }
  }
}
