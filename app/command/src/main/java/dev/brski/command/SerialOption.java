package dev.brski.command;

import dev.brski.trust.Description;
import picocli.CommandLine.Option;

/** The device that a command is about. */
final class SerialOption {

  @Option(
      names = "--serial",
      required = true,
      paramLabel = "SERIAL",
      description = "The device's serial number.")
  private String serial = "";

  /** As it was given. */
  String text() {
    return serial;
  }

  /** Fit for a terminal. */
  String printable() {
    return Description.printable(serial);
  }
}
