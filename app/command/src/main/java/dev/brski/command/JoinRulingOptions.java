package dev.brski.command;

import dev.brski.inventory.Inventory.Named;
import dev.brski.registrar.control.InventoryDesk;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which device, and why; who is the user of the operating system who runs the command. */
final class JoinRulingOptions {

  /** One of the two. */
  static final class Which {
    @Parameters(paramLabel = "ID", description = "The device, as `registrar pending` lists it.")
    private Optional<String> id = Optional.empty();

    @Option(
        names = "--serial",
        paramLabel = "SERIAL",
        description = "The device's serial number, whether it has come or not.")
    private Optional<String> serial = Optional.empty();
  }

  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--manufacturer",
      paramLabel = "NAME",
      description = "Whose device it is, where the serial number does not tell.")
  private Optional<String> manufacturer = Optional.empty();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for the journal: at most 500 characters.")
  private String reason = "";

  InventoryDesk.Ruling ruling(boolean approve) {
    return new InventoryDesk.Ruling(
        approve,
        which.id,
        which.serial.map(serial -> new Named(serial, manufacturer)),
        OsUser.name(),
        reason);
  }
}
