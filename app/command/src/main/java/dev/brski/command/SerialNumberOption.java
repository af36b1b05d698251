package dev.brski.command;

import dev.brski.trust.SerialNumberField;
import picocli.CommandLine.Option;

/** Where a manufacturer's IDevIDs have the serial number. */
final class SerialNumberOption {

  @Option(
      names = "--serial-number",
      paramLabel = "FIELD",
      defaultValue = "subject",
      description =
          "Where the certificates of the manufacturer's devices have the serial number: subject,"
              + " which is the default, or hardware-module-name.")
  private SerialNumberField field;

  SerialNumberField field() {
    return field;
  }
}
