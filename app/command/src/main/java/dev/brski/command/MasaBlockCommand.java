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

/** A device gets no voucher any more. */
@Command(
    name = "block",
    description = {
      "Let a device have no voucher at all, whoever asks; the MASA may run or not.",
      "Who asks for it then is told nothing, and stands in the journal: brski masa owner."
    })
final class MasaBlockCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;
  @Mixin private ReasonOption reason;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var event =
        Failure.unless(
            "Cannot block device " + serial.printable(),
            new OwnershipView(dir.existing(), InstantSource.system())
                .block(new DeviceOrder(serial.text(), reason.text(), User.name())));
    output.report(event, List.of("Device " + serial.printable() + " is blocked"));
    return ExitCode.DONE.number();
  }
}
