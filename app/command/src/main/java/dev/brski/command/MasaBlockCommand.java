package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import picocli.CommandLine.Command;

/** A device gets no voucher any more. */
@Command(
    name = "block",
    description = {
      "Let a device have no voucher at all, whoever asks; the MASA may run or not.",
      "Who asks for it then is told nothing, and stands in the journal: brski masa owner."
    })
final class MasaBlockCommand extends MasaDeviceCommand {

  MasaBlockCommand() {
    super("block");
  }

  @Override
  Verdict<DeviceHistory.Event> carryOut(OwnershipView masa, DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.block(order);
  }

  @Override
  String told(DeviceHistory.Event event) {
    return "Device " + event.serial() + " is blocked";
  }
}
