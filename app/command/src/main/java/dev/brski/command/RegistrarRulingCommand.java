package dev.brski.command;

import dev.brski.registrar.control.InventoryDesk.Decided;
import dev.brski.registrar.control.InventoryView;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A person says whether a device may join. */
abstract class RegistrarRulingCommand implements Callable<Integer> {

  private static final int WIDTH = 80;
  private static final String INDENT = "  ";

  @Mixin private DirOption dir;
  @Mixin private JoinRulingOptions ruling;
  @Mixin private Output output;

  private final boolean approve;
  private final String failure;

  /**
   * @param failure what cannot be done, if it is refused
   */
  RegistrarRulingCommand(boolean approve, String failure) {
    this.approve = approve;
    this.failure = failure;
  }

  /** What counts now, in a sentence. */
  abstract String told(Decided decided);

  /** What a person should know besides. */
  abstract List<String> consequences(Decided decided);

  @Override
  public final Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var decided =
        Failure.unless(
            failure,
            new InventoryView(dir.existing(), InstantSource.system()).rule(ruling.ruling(approve)));
    var lines = new ArrayList<String>();
    lines.add(Paragraph.printable(told(decided)));
    for (var text : consequences(decided)) {
      lines.addAll(Paragraph.of(INDENT, text).lines(WIDTH));
    }
    for (var text : doubts(decided)) {
      lines.addAll(Paragraph.of(INDENT, text).lines(WIDTH));
    }
    output.report(decided, List.copyOf(lines));
    return ExitCode.DONE.number();
  }

  /** What a person should look at who may have mistyped. */
  private static List<String> doubts(Decided decided) {
    var doubts = new ArrayList<String>();
    if (!decided.known()) {
      doubts.add(
          "No device with this serial number has come yet, and the inventory does not name"
              + " it: this counts when one comes. See whether it is spelt as on the"
              + " device.");
    }
    if (!decided.alike().isEmpty()) {
      doubts.add(
          "Nothing was said of %s, which differs only in the case of letters."
              .formatted(String.join(", ", decided.alike())));
    }
    return List.copyOf(doubts);
  }
}
