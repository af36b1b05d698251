package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import picocli.CommandLine.Command;

/** A device is nobody's any more. */
@Command(
    name = "release",
    description = {"Take a device from its owner: it is unsold again. The MASA may run or not."})
final class MasaReleaseCommand extends MasaDeviceCommand {

  MasaReleaseCommand() {
    super("release");
  }

  @Override
  Verdict<DeviceHistory.Event> carryOut(OwnershipView masa, DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.release(order);
  }

  @Override
  String told(DeviceHistory.Event event) {
    return "Device %s is released from %s".formatted(event.serial(), event.from().orElse("nobody"));
  }
}
