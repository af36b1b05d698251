package dev.brski.command;

import dev.brski.registrar.OwnCredential;
import dev.brski.registrar.control.CredentialDesk.Standing;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.wire.PeerFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What was put into the folder of a registrar that runs. */
@Command(
    name = "reload",
    description = {
      "Let a running registrar take in what was put into its folder: a newer credential (keys/) and"
          + " its manufacturers (manufacturers.d/). Nothing that is under way is lost.",
      "One at rest reads them when it starts; then this says whether they are usable. Ends with 3"
          + " if they are not; the registrar goes on with what it has."
    })
final class RegistrarReloadCommand implements Callable<Integer> {

  /**
   * What was read.
   *
   * @param running whether the registrar runs, so that it counts now
   * @param taken the generations of its credential that were new
   */
  record Reloaded(boolean running, List<Integer> taken, Standing credential) {}

  @Mixin private DirOption dir;

  @Mixin private Output output;

  @Override
  public Integer call() throws Failure, PeerFailure, StoreLocked, SchemaRefused {
    var what = "Cannot reload the registrar of " + dir.path();
    var clock = InstantSource.system();
    var view = Failure.unless(what, OwnCredential.beside(dir.existing(), clock));
    var reread = Failure.unless(what, view.reread());
    Optional<String> manufacturers =
        Failure.unless(what, new RegistrarView(dir.path(), clock).reloadManufacturers());
    var reloaded = new Reloaded(manufacturers.isPresent(), reread.taken(), reread.standing());
    var lines = new ArrayList<>(RegistrarRenewCommand.lines(reread.standing(), new Times(clock)));
    lines.add(
        manufacturers
            .map(count -> "  it takes the devices of " + count)
            .orElse("  the registrar is at rest, and reads its folder when it starts"));
    output.report(reloaded, List.copyOf(lines));
    return ExitCode.DONE.number();
  }
}
