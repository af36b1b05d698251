package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import picocli.CommandLine.Command;

/** A device may get vouchers again. */
@Command(
    name = "unblock",
    description = {"Let a device that was blocked have vouchers again; the MASA may run or not."})
final class MasaUnblockCommand extends MasaDeviceCommand {

  MasaUnblockCommand() {
    super("unblock");
  }

  @Override
  Verdict<DeviceHistory.Event> carryOut(OwnershipView masa, DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.unblock(order);
  }

  @Override
  String told(DeviceHistory.Event event) {
    return "Device " + event.serial() + " is no longer blocked";
  }
}
