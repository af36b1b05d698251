package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.control.Orders.Everything;
import dev.brski.registrar.control.CredentialDesk.Reread;
import dev.brski.registrar.control.CredentialDesk.Standing;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import tools.jackson.core.type.TypeReference;

/**
 * The registrar's own credential, seen from beside. Every method throws {@link PeerFailure} when it
 * runs and does not answer, {@link StoreLocked} when it is just starting or ending, and {@link
 * SchemaRefused} when the folder was used by a newer program.
 */
public final class CredentialView {

  private final Beside registrar;
  private final DeskAtRest<CredentialDesk> atRest;

  /** The registrar of a folder. */
  public CredentialView(Path dir, InstantSource clock, DeskAtRest<CredentialDesk> atRest) {
    this.registrar = BesideRegistrar.of(dir, clock);
    this.atRest = atRest;
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return registrar.running().answers();
  }

  /** How it stands. */
  public Verdict<Standing> standing() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.ask(
        running -> running.ask(CredentialRoutes.STANDING, new TypeReference<>() {}),
        store -> atRest.work(store, desk -> Verdict.accepted(desk.standing())));
  }

  /** Renews it now, or goes on with what is under way. */
  public Verdict<Standing> renew() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        CredentialRoutes.RENEW,
        new Everything(),
        new TypeReference<>() {},
        store -> atRest.work(store, CredentialView::renewed));
  }

  /** Takes in what was put into the keyring; one at rest reads it when it starts. */
  public Verdict<Reread> reread() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        CredentialRoutes.REREAD,
        new Everything(),
        new TypeReference<>() {},
        store -> atRest.work(store, CredentialDesk::reread));
  }

  private static Verdict<Standing> renewed(CredentialDesk desk) {
    try {
      return desk.renew();
    } catch (IOException e) {
      return Verdict.refused(
          SetupCheck.FILE, String.valueOf(e.getMessage()), "Look at the disk, and do it again.");
    }
  }
}
