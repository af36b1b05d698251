package dev.brski.registrar.control;

import dev.brski.control.Beside;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.SchemaRefused;
import dev.brski.store.StoreLocked;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure;
import java.nio.file.Path;
import java.time.InstantSource;
import tools.jackson.core.type.TypeReference;

/**
 * The audit logs of a registrar seen from beside. Both methods throw {@link PeerFailure} when it
 * runs and does not answer, {@link StoreLocked} when it is just starting or ending, and {@link
 * SchemaRefused} when the folder was used by a newer program.
 */
public final class AuditView {

  private final Beside registrar;
  private final InstantSource clock;

  /** The registrar of a folder. */
  public AuditView(Path dir, InstantSource clock) {
    this.registrar = BesideRegistrar.of(dir, clock);
    this.clock = clock;
  }

  /** The audit log of a device as it was judged. */
  public Verdict<AuditDesk.Sheet> show(AuditDesk.Wanted wanted)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        AuditRoutes.SHOW,
        wanted,
        new TypeReference<>() {},
        BesideRegistrar.atRest(clock, (_, onboarding) -> new AuditDesk(onboarding).show(wanted)));
  }

  /** Takes a device in spite of its audit log, or refuses it because of that. */
  public Verdict<AuditDesk.Decided> decide(AuditDesk.Wanted wanted, boolean accept, Order order)
      throws PeerFailure, StoreLocked, SchemaRefused {
    return registrar.order(
        AuditRoutes.DECIDE,
        new AuditRoutes.Decision(wanted, accept, order),
        new TypeReference<>() {},
        BesideRegistrar.atRest(
            clock, (_, onboarding) -> new AuditDesk(onboarding).decide(wanted, accept, order)));
  }
}
