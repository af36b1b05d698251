package dev.brski.command;

import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.onboarding.JoinRequests.Pending;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The devices that are held for a person. */
@Command(
    name = "pending",
    description =
        "List the devices that are held for a person ('unknown-devices: hold'), the longest waiting"
            + " first. The registrar may run or not.")
final class RegistrarPendingCommand implements Callable<Integer> {

  private static final int WIDTH = 80;

  @Mixin private DirOption dir;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var clock = InstantSource.system();
    var pending =
        Failure.unless(
            "Cannot list the devices that " + dir.path() + " holds",
            new InventoryView(dir.existing(), clock).pending());
    output.report(pending, lines(pending, new Times(clock)));
    return ExitCode.DONE.number();
  }

  private static List<String> lines(List<Pending> pending, Times times) {
    if (pending.isEmpty()) {
      return List.of("No device is held.");
    }
    var lines = new ArrayList<String>();
    for (var held : pending) {
      lines.add(Paragraph.printable(held.serial() + "  of " + held.manufacturer()));
      lines.add("  id       " + held.id());
      lines.add("  since    " + times.told(held.since()));
      lines.addAll(Paragraph.of("  subject  ", held.subject()).lines(WIDTH));
      lines.addAll(Paragraph.of("  issuer   ", held.issuer()).lines(WIDTH));
    }
    return List.copyOf(lines);
  }
}
