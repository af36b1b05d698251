package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.registrar.onboarding.Register;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** A registrar seen from beside: asked when it runs, read from its store when it rests. */
public final class RegistrarView {

  private final Beside registrar;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public RegistrarView(Path dir, InstantSource clock) {
    this.registrar = BesideRegistrar.of(dir, clock);
    this.clock = clock;
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return registrar.running().answers();
  }

  /**
   * Every device it has seen, by serial number.
   *
   * @throws PeerFailure when it runs and does not answer
   * @throws StoreLocked when it is just starting or ending
   * @throws SchemaRefused when the folder was used by a newer program
   */
  public Verdict<List<Register.Line>> devices() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.ask(
        running -> running.ask(ControlRoutes.DEVICES, new TypeReference<>() {}),
        BesideRegistrar.atRest(
            clock, (_, onboarding) -> Verdict.accepted(onboarding.register().lines())));
  }

  /**
   * Lets a running registrar read its manufacturers' files again; one at rest will when it starts.
   *
   * @return what it says, if it runs
   * @throws PeerFailure when it runs and does not answer
   */
  public Verdict<Optional<String>> reloadManufacturers() throws PeerFailure {
    if (!isRunning()) {
      return Verdict.accepted(Optional.empty());
    }
    var call =
        new Call("POST", ControlRoutes.RELOAD, Optional.empty(), new byte[0], List.of(), Map.of());
    return registrar.running().exchange(call).map(reply -> Optional.of(reply.explanation()));
  }
}
