package dev.brski.command;

import dev.brski.masa.OwnershipView;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.trust.Description;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** Something happens to one device of a MASA, for a reason. */
abstract class MasaDeviceCommand implements Callable<Integer> {

  @Mixin private DirOption dir;
  @Mixin private SerialOption serial;
  @Mixin private ReasonOption reason;
  @Mixin private Output output;

  private final String verb;

  /**
   * @param verb what cannot be done, if it is refused
   */
  MasaDeviceCommand(String verb) {
    this.verb = verb;
  }

  /** Has it done. */
  abstract Verdict<DeviceHistory.Event> carryOut(OwnershipView masa, DeviceOrder order)
      throws PeerFailure, StoreLocked, SchemaRefused;

  /** What has happened, in a sentence. */
  abstract String told(DeviceHistory.Event event);

  @Override
  public final Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var event =
        Failure.unless(
            "Cannot %s device %s".formatted(verb, serial.printable()),
            carryOut(
                new OwnershipView(dir.existing(), InstantSource.system()),
                new DeviceOrder(serial.text(), reason.text(), OsUser.name())));
    output.report(event, List.of(Description.printable(told(event))));
    return ExitCode.DONE.number();
  }
}
