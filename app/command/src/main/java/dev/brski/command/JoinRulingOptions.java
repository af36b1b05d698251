package dev.brski.command;

import dev.brski.inventory.Inventory.Named;
import dev.brski.registrar.inventory.InventoryDesk;
import java.util.ArrayList;
import java.util.List;
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

  /** What a person should look at who may have mistyped. */
  static List<String> doubts(InventoryDesk.Decided decided, int width) {
    var lines = new ArrayList<String>();
    if (!decided.known()) {
      lines.addAll(
          Paragraph.of(
                  "  ",
                  "No device with this serial number has come yet, and the inventory does not name"
                      + " it: this counts when one comes. See whether it is spelt as on the"
                      + " device.")
              .lines(width));
    }
    if (!decided.alike().isEmpty()) {
      lines.addAll(
          Paragraph.of(
                  "  ",
                  "Nothing was said of %s, which differs only in the case of letters."
                      .formatted(String.join(", ", decided.alike())))
              .lines(width));
    }
    return List.copyOf(lines);
  }

  InventoryDesk.Ruling ruling(boolean approve) {
    return new InventoryDesk.Ruling(
        approve,
        which.id,
        which.serial.map(serial -> new Named(serial, manufacturer)),
        OsUser.name(),
        reason);
  }
}
