package dev.brski.authority.ledger;

import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.RevocationReason;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Registrars' credentials that nobody confirmed in time. That counts as a rejection (RFC 9483
 * section 4.1.1), and since consents could be made with them they are revoked.
 */
public final class UnconfirmedUpdates {

  private final Store store;
  private final InstantSource clock;

  /** Those of one store. */
  public UnconfirmedUpdates(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Ends every wait that is over by the clock now, and says how many there were. */
  public int expireOverdue() {
    var now = clock.instant();
    if (store.read(reading -> RegistrarUpdateRow.overdue(reading, now)).isEmpty()) {
      return 0;
    }
    return store.commit(
        transaction -> {
          var overdue = RegistrarUpdateRow.overdue(transaction, now);
          overdue.forEach(update -> end(transaction, update, now));
          return overdue.size();
        });
  }

  static boolean isOver(RegistrarUpdate update, Instant now) {
    return update.state() instanceof EnrollmentState.AwaitingConfirmation
        && update.state().until().filter(now::isAfter).isPresent();
  }

  static void end(Transaction transaction, RegistrarUpdate update, Instant now) {
    RegistrarUpdateRow.move(
        transaction, update, new EnrollmentState.Unconfirmed(), Optional.empty(), now);
    revoke(transaction, update, "the registrar did not confirm it in time", now);
  }

  /** Revokes what came of an update, unless it is revoked already. */
  static void revoke(Transaction transaction, RegistrarUpdate update, String note, Instant now) {
    var successor =
        RevocationRow.ofRegistrar(
            transaction, RegistrarUpdateRow.successor(transaction, update).orElseThrow());
    if (RevocationRow.revokedSince(transaction, successor).isEmpty()) {
      RevocationRow.insert(
          transaction,
          successor,
          new RevocationRow.Ruling(
              RevocationReason.CESSATION_OF_OPERATION,
              "registrar " + update.registrar().name(),
              Optional.of(note),
              Map.of()),
          now);
    }
  }
}
