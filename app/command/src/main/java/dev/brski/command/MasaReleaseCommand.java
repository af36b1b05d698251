package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A device is nobody's any more. */
@Command(
    name = "release",
    description = {"Take a device from its owner: it is unsold again. The MASA may run or not."})
final class MasaReleaseCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;
  @Mixin private ReasonOption reason;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var event =
        Failure.unless(
            "Cannot release device " + serial.printable(),
            new OwnershipView(dir.existing(), InstantSource.system())
                .release(new DeviceOrder(serial.text(), reason.text(), User.name())));
    output.report(
        event,
        List.of(
            Description.printable(
                "Device "
                    + serial.printable()
                    + " is released from "
                    + event.from().orElse("nobody"))));
    return ExitCode.DONE.number();
  }
}
