package dev.brski.demo;

import dev.brski.demo.program.Launcher;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a demonstration is to show.
 *
 * @param dir the folder to make; empty for a fresh one where the system keeps such
 * @param devices how many devices join, all at once
 * @param offline whether the authority is away while they arrive
 * @param launcher starts the {@code brski} command
 */
public record DemoOptions(Optional<Path> dir, int devices, boolean offline, Launcher launcher) {

  /** The most devices at once: each of them is a process. */
  public static final int MOST_DEVICES = 100;

  /** Demands at least one device, and no more than a machine can take. */
  public DemoOptions {
    if (devices < 1 || devices > MOST_DEVICES) {
      throw new IllegalArgumentException(
          "a demonstration has 1 to " + MOST_DEVICES + " devices, not " + devices);
    }
  }
}
