package dev.brski.registrar.onboarding;

import dev.brski.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The durable rows of the outbox. */
public final class Parcels {

  private final Store store;

  Parcels(Store store) {
    this.store = store;
  }

  /** What may be handed to carriers now: of each destination at most so many, longest due first. */
  public List<Parcel> due(Instant now, int mostOfEach) {
    return store.read(
        rows ->
            Ledger.dueDestinations(rows, now).stream()
                .flatMap(destination -> Ledger.due(rows, destination, now, mostOfEach).stream())
                .toList());
  }

  /** When the next waiting parcel becomes due; empty when none waits. */
  public Optional<Instant> nextDue() {
    return store.read(Ledger::nextDue);
  }

  /** An attempt was in vain: why, and when to try again. Nothing else changes. */
  public void postpone(Parcel parcel, String reason, Instant nextAttempt) {
    store.commit(
        tx ->
            tx.update(
                "UPDATE outbox SET attempts = attempts + 1, reason = ?, next_attempt = ?,"
                    + " version = version + 1 WHERE id = ? AND version = ? AND state = 'WAITING'",
                reason,
                nextAttempt,
                parcel.id(),
                parcel.version()));
  }

  /** Makes everything for a destination due at once, because its peer is known to be back. */
  public void hasten(Parcel.Destination destination, Instant now) {
    store.commit(
        tx ->
            tx.update(
                "UPDATE outbox SET next_attempt = ?, version = version + 1"
                    + " WHERE state = 'WAITING' AND destination = ? AND next_attempt > ?",
                now,
                destination.text(),
                now));
  }
}
