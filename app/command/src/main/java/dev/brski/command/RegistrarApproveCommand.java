package dev.brski.command;

import dev.brski.registrar.control.InventoryDesk.Decided;
import java.util.List;
import picocli.CommandLine.Command;

/** A person lets a device join. */
@Command(
    name = "approve",
    description = {
      "Let a device join, until it is denied: one that is held, was denied, or is yet to come.",
      "One that waits goes on at its next try. The registrar may run or not."
    })
final class RegistrarApproveCommand extends RegistrarRulingCommand {

  RegistrarApproveCommand() {
    super(true, "Cannot approve the device");
  }

  @Override
  String told(Decided decided) {
    return "Approved: device %s of %s may join."
        .formatted(decided.serial(), decided.manufacturer());
  }

  @Override
  List<String> consequences(Decided decided) {
    return List.of();
  }
}
