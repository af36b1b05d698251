package dev.brski.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * The folders of a demonstration.
 *
 * @param root the folder that holds them all
 */
public record Site(Path root) {

  /** The manufacturer's. */
  public Path factory() {
    return root.resolve("factory");
  }

  /** Its MASA's. */
  public Path masa() {
    return root.resolve("masa");
  }

  /** The owner's authority's. */
  public Path authority() {
    return root.resolve("authority");
  }

  /** The owner's registrar's. */
  public Path registrar() {
    return root.resolve("registrar");
  }

  /** A device's. */
  public Path device(String serial) {
    return devices().resolve(serial);
  }

  private Path devices() {
    return root.resolve("devices");
  }

  /** What the programs log. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** The story of the run. */
  public Path story() {
    return root.resolve("story.html");
  }

  /** All that a demonstration puts into its folder. */
  public List<Path> parts() {
    return List.of(factory(), masa(), authority(), registrar(), devices(), logs(), story());
  }
}
