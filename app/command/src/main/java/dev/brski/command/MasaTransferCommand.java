package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A device gets an owner, or another one. */
@Command(
    name = "transfer",
    description = "Give a device to a customer, whoever owns it now. The MASA may run or not.")
final class MasaTransferCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "CUSTOMER",
      description = "The customer, as brski masa customer ls names it.")
  private String to = "";

  @Mixin private ReasonOption reason;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var event =
        Failure.unless(
            "Cannot transfer device " + serial.printable(),
            new OwnershipView(dir.existing(), InstantSource.system())
                .transfer(new TransferOrder(serial.text(), to, reason.text(), User.name())));
    output.report(
        event,
        List.of(
            Description.printable(
                "Device %s is %s's now; before, it was %s"
                    .formatted(
                        event.serial(),
                        event.to().orElse(""),
                        event.from().map(name -> name + "'s").orElse("nobody's")))));
    return ExitCode.DONE.number();
  }
}
