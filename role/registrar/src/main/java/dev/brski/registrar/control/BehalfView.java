package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.registrar.control.BehalfDesk.Certification;
import dev.brski.registrar.control.BehalfDesk.Line;
import dev.brski.registrar.control.BehalfDesk.Revocation;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/**
 * What a registrar requests in the place of devices, seen from beside. Every method throws {@link
 * PeerFailure} when it runs and does not answer, {@link StoreLocked} when it is just starting or
 * ending, and {@link SchemaRefused} when the folder was used by a newer program.
 */
public final class BehalfView {

  private final Beside registrar;
  private final DeskAtRest<BehalfDesk> atRest;

  /** The registrar of a folder. */
  public BehalfView(Path dir, InstantSource clock, DeskAtRest<BehalfDesk> atRest) {
    this.registrar = BesideRegistrar.of(dir, clock);
    this.atRest = atRest;
  }

  /** Everything that was ordered, oldest first. */
  public Verdict<List<Line>> list() throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.ask(
        running -> running.ask(BehalfRoutes.LIST, new TypeReference<>() {}),
        store -> atRest.work(store, desk -> Verdict.accepted(desk.list())));
  }

  /** Has certificates revoked. */
  public Verdict<List<Line>> revoke(Revocation wanted)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        BehalfRoutes.REVOKE,
        wanted,
        new TypeReference<>() {},
        store -> atRest.work(store, desk -> desk.revoke(wanted)));
  }

  /** Has a key certified for a device that may join. */
  public Verdict<Line> certify(Certification wanted)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        BehalfRoutes.CERTIFY,
        wanted,
        new TypeReference<>() {},
        store -> atRest.work(store, desk -> desk.certify(wanted)));
  }

  /** Takes one back that goes on. */
  public Verdict<Line> cancel(String id, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        BehalfRoutes.CANCEL,
        new BehalfRoutes.Cancellation(id, order),
        new TypeReference<>() {},
        store -> atRest.work(store, desk -> desk.cancel(id, order)));
  }
}
