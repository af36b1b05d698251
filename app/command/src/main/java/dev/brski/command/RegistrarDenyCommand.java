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

/** A person turns a device away. */
@Command(
    name = "deny",
    description = {
      "Turn a device away until it is approved, also one that the inventory names.",
      "What is under way for it ends. The registrar may run or not."
    })
final class RegistrarDenyCommand implements Callable<Integer> {

  private static final int WIDTH = 80;

  @Mixin private DirOption dir;
  @Mixin private JoinRulingOptions ruling;
  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var decided =
        Failure.unless(
            "Cannot deny the device",
            new InventoryView(dir.existing(), InstantSource.system()).rule(ruling.ruling(false)));
    var lines = new ArrayList<String>();
    lines.add(
        Paragraph.printable(
            "Denied: device %s of %s may not join."
                .formatted(decided.serial(), decided.manufacturer())));
    if (!decided.ended().isEmpty()) {
      lines.addAll(
          Paragraph.of(
                  "  ",
                  "What was under way has ended: %s. A request may have reached the authority before: look there with `brski authority certificates`."
                      .formatted(String.join(", ", decided.ended())))
              .lines(WIDTH));
    }
    if (!decided.certificates().isEmpty()) {
      lines.addAll(
          Paragraph.of(
                  "  ",
                  "The authority has issued certificates for it, and a denial does not take them back: serial number %s. What it has not fetched yet it will not get from here. No command of brski revokes a certificate: one that it has is good until it ends, so keep the device out by other means, and find it with `brski authority certificates`."
                      .formatted(String.join(", ", decided.certificates())))
              .lines(WIDTH));
    }
    lines.addAll(JoinRulingOptions.doubts(decided, WIDTH));
    output.report(decided, List.copyOf(lines));
    return ExitCode.DONE.number();
  }
}
