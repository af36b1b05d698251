package dev.brski.command;

import static dev.brski.command.Ended.brski;

import java.nio.file.Path;

/** What commands make for other commands to work on. */
final class Folders {

  private Folders() {}

  /**
   * A factory in {@code f}, its MASA in {@code m}, an authority in {@code a}, a registrar in {@code
   * r}.
   */
  static void make(Path folder) {
    brski("factory", "init", "--dir", folder.resolve("f"), "--name", "ACME");
    brski("masa", "init", "--dir", folder.resolve("m"), "--factory", folder.resolve("f"));
    brski("authority", "init", "--dir", folder.resolve("a"), "--name", "Plant");
    brski(
        "authority",
        "registrar",
        "--dir",
        folder.resolve("a"),
        "--name",
        "north",
        "--out",
        folder.resolve("r"));
    brski("registrar", "init", "--dir", folder.resolve("r"));
  }
}
