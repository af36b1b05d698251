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

  /** A factory in {@code f}, and its device SN-1 in {@code p}, whose MASA nobody runs. */
  static Path makeDevice(Path folder) {
    var pledge = folder.resolve("p");
    brski("factory", "init", "--dir", folder.resolve("f"), "--name", "ACME");
    brski(
        "factory",
        "device",
        "--dir",
        folder.resolve("f"),
        "--serial",
        "SN-1",
        "--masa",
        "h:1",
        "--out",
        pledge);
    return pledge;
  }
}
