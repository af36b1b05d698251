package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.BlockedDevice;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The devices that get no voucher. */
@Command(
    name = "blocked",
    description = "List the devices that get no voucher, and why. The MASA may run or not.")
final class MasaBlockedCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var clock = InstantSource.system();
    var blocked =
        Failure.unless(
            "Cannot list the blocked devices of " + dir.path(),
            new OwnershipView(dir.existing(), clock).blocked());
    output.report(blocked, told(blocked, new Times(clock)));
    return ExitCode.DONE.number();
  }

  private static List<String> told(List<BlockedDevice> blocked, Times times) {
    if (blocked.isEmpty()) {
      return List.of("No device is blocked.");
    }
    var table = new Table("SERIAL", "SINCE", "OWNER", "BY", "REASON");
    blocked.forEach(
        device ->
            table.row(
                device.serial(),
                times.told(device.since()),
                device.owner().orElse("-"),
                device.by(),
                device.reason()));
    return table.lines(Style.ofThisProcess());
  }
}
