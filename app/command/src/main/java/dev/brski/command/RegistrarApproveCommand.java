package dev.brski.command;

import dev.brski.registrar.inventory.InventoryView;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A person lets a device join. */
@Command(
    name = "approve",
    description = {
      "Let a device join, until it is denied: one that is held, was denied, or is yet to come.",
      "One that waits goes on at its next try. The registrar may run or not."
    })
final class RegistrarApproveCommand implements Callable<Integer> {

  private static final int WIDTH = 80;

  @Mixin private DirOption dir;
  @Mixin private JoinRulingOptions ruling;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var decided =
        Failure.unless(
            "Cannot approve the device",
            new InventoryView(dir.existing(), InstantSource.system()).rule(ruling.ruling(true)));
    var lines = new ArrayList<String>();
    lines.add(
        Paragraph.printable(
            "Approved: device %s of %s may join."
                .formatted(decided.serial(), decided.manufacturer())));
    lines.addAll(JoinRulingOptions.doubts(decided, WIDTH));
    output.report(decided, List.copyOf(lines));
    return ExitCode.DONE.number();
  }
}
