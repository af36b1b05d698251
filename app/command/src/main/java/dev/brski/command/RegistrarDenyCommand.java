package dev.brski.command;

import dev.brski.registrar.control.InventoryDesk.Decided;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** A person turns a device away. */
@Command(
    name = "deny",
    description = {
      "Turn a device away until it is approved, also one that the inventory names.",
      "What is under way for it ends. The registrar may run or not."
    })
final class RegistrarDenyCommand extends RegistrarRulingCommand {

  RegistrarDenyCommand() {
    super(false, "Cannot deny the device");
  }

  @Override
  String told(Decided decided) {
    return "Denied: device %s of %s may not join."
        .formatted(decided.serial(), decided.manufacturer());
  }

  @Override
  List<String> consequences(Decided decided) {
    var lines = new ArrayList<String>();
    if (!decided.ended().isEmpty()) {
      lines.add(
          "What was under way has ended: %s. A request may have reached the authority before: look there with `brski authority certificates`."
              .formatted(String.join(", ", decided.ended())));
    }
    if (!decided.certificates().isEmpty()) {
      lines.add(
          "The authority has issued certificates for it, and a denial does not take them back: serial number %s. What it has not fetched yet it will not get from here. To have those that it has revoked: `brski registrar on-behalf revoke --serial`, or at the authority `brski authority revoke --device`."
              .formatted(String.join(", ", decided.certificates())));
    }
    return List.copyOf(lines);
  }
}
