package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who owns a device, and who did. */
@Command(
    name = "owner",
    description = {
      "Show who owns a device and who did, whether it is blocked, and who asked for it in vain.",
      "The MASA may run or not."
    })
final class MasaOwnerCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var clock = InstantSource.system();
    var history =
        Failure.unless(
            "Cannot show the owner of " + serial.printable(),
            new OwnershipView(dir.existing(), clock).history(serial.text()));
    output.report(history, told(history, new Times(clock)));
    return ExitCode.DONE.number();
  }

  private static List<String> told(DeviceHistory history, Times times) {
    var style = Style.ofThisProcess();
    var lines = new ArrayList<String>();
    lines.add(
        Description.printable(
            "Device "
                + history.serial()
                + history.owner().map(name -> " is " + name + "'s").orElse(" has no owner")
                + history.blocked().map(reason -> ", and is blocked: " + reason).orElse("")));
    if (!history.events().isEmpty()) {
      var table = new Table("TIME", "WHAT", "FROM", "TO", "BY", "REASON");
      history
          .events()
          .forEach(
              event ->
                  table.row(
                      times.told(event.at()),
                      event.kind(),
                      event.from().orElse("-"),
                      event.to().orElse("-"),
                      event.by(),
                      event.reason()));
      lines.addAll(table.lines(style));
    }
    if (!history.denied().isEmpty()) {
      lines.add("Who asked for a voucher in vain:");
      var table = new Table("TIME", "WHY NOT", "ADDRESS", "DOMAIN", "REGISTRAR");
      history
          .denied()
          .forEach(
              denied ->
                  table.row(
                      times.told(denied.at()),
                      denied.ground(),
                      denied.address(),
                      denied.domain(),
                      denied.registrar()));
      lines.addAll(table.lines(style));
    }
    return lines;
  }
}
