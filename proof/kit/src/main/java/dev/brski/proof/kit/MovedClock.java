package dev.brski.proof.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A clock that is ahead of this machine's, for programs that are started with it. What measures
 * durations keeps its pace.
 *
 * @param library libfaketime, which a program has to load before all others
 * @param ahead by how much
 */
public record MovedClock(Path library, Duration ahead) {

  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final int DEEP_ENOUGH = 3;

  /**
   * One that shows the time of this machine yet; the test that asks for it is skipped, by name,
   * where libfaketime is missing.
   */
  public static MovedClock demand() throws IOException {
    try (var files =
        Files.find(
            Path.of("/usr/lib"),
            DEEP_ENOUGH,
            (file, _) -> file.getFileName().toString().equals(LIBRARY))) {
      var found = files.findFirst();
      Assumptions.assumeTrue(found.isPresent(), LIBRARY + " is not installed");
      return new MovedClock(found.orElseThrow(), Duration.ZERO);
    }
  }

  /** The same, so much ahead. */
  public MovedClock ahead(Duration time) {
    return new MovedClock(library, time);
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        library.toString(),
        "FAKETIME",
        "+" + ahead.toSeconds() + "s",
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1");
  }
}
