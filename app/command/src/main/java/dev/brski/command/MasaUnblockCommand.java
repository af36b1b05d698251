package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A device may get vouchers again. */
@Command(
    name = "unblock",
    description = {"Let a device that was blocked have vouchers again; the MASA may run or not."})
final class MasaUnblockCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;
  @Mixin private ReasonOption reason;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var event =
        Failure.unless(
            "Cannot unblock device " + serial.printable(),
            new OwnershipView(dir.existing(), InstantSource.system())
                .unblock(new DeviceOrder(serial.text(), reason.text(), User.name())));
    output.report(event, List.of("Device " + serial.printable() + " is no longer blocked"));
    return ExitCode.DONE.number();
  }
}
