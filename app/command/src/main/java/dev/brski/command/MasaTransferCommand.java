package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A device gets an owner, or another one. */
@Command(
    name = "transfer",
    description = "Give a device to a customer, whoever owns it now. The MASA may run or not.")
final class MasaTransferCommand extends MasaDeviceCommand {

  @Option(
      names = "--to",
      required = true,
      paramLabel = "CUSTOMER",
      description = "The customer, as brski masa customer ls names it.")
  private String to = "";

  MasaTransferCommand() {
    super("transfer");
  }

  @Override
  Verdict<DeviceHistory.Event> carryOut(OwnershipView masa, DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return masa.transfer(new TransferOrder(order.serial(), to, order.reason(), order.by()));
  }

  @Override
  String told(DeviceHistory.Event event) {
    return "Device %s is %s's now; before, it was %s"
        .formatted(
            event.serial(),
            event.to().orElse(""),
            event.from().map(name -> name + "'s").orElse("nobody's"));
  }
}
