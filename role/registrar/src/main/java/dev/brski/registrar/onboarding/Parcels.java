package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Parcel.Destination;
import dev.brski.registrar.onboarding.Parcel.Slip;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The durable rows of the outbox, and which peers are away. */
public final class Parcels {

  private final Store store;

  Parcels(Store store) {
    this.store = store;
  }

  /** Every destination for which something waits. */
  public List<Destination> destinations() {
    return store.read(
        rows -> {
          var all = new ArrayList<Destination>();
          var next = Ledger.destinationAfter(rows, "");
          while (next.isPresent()) {
            all.add(Destination.of(next.get()));
            next = Ledger.destinationAfter(rows, next.get());
          }
          return List.copyOf(all);
        });
  }

  /**
   * What may be sent to a destination now, but for questions for audit logs, the longest due first;
   * of each device one, its oldest.
   */
  public List<Slip> due(Destination destination, Instant now, int most) {
    return store.read(rows -> Ledger.due(rows, destination.text(), now, false, most));
  }

  /** The questions for audit logs that may be asked now, in the same order. */
  public List<Slip> auditLogsDue(Destination destination, Instant now, int most) {
    return store.read(rows -> Ledger.due(rows, destination.text(), now, true, most));
  }

  /** The parcels of these ids that still wait, with their content. */
  public List<Parcel> take(List<String> ids) {
    return store.read(
        rows -> ids.stream().flatMap(id -> Ledger.waitingParcel(rows, id).stream()).toList());
  }

  /** What has not ended of an exchange, by its id or that of one of its parcels. */
  public List<Parcel> waiting(String id) {
    return store.read(rows -> Ledger.waitingParcels(rows, Ledger.exchangeOf(rows, id)));
  }

  /** When the next parcel for a destination becomes due after now. */
  public Optional<Instant> nextDue(Destination destination, Instant now) {
    return store.read(rows -> Ledger.nextDueAfter(rows, destination.text(), now));
  }

  /**
   * Makes due at once what lies further ahead than anybody is ever told to wait: the clock was
   * ahead when that was written, and has been put right since.
   */
  public void rectify(Destination destination, Instant now, Duration longest) {
    var latest = now.plus(longest);
    if (store
        .read(rows -> Ledger.lastDue(rows, destination.text()))
        .filter(latest::isBefore)
        .isPresent()) {
      store.change(
          tx ->
              tx.update(
                  "UPDATE outbox SET next_attempt = ?, version = version + 1"
                      + " WHERE state = 'WAITING' AND destination = ? AND next_attempt > ?",
                  now,
                  destination.text(),
                  latest));
    }
  }

  /** An attempt was in vain for this parcel alone: why, and when to try it again. */
  public void postpone(Parcel parcel, String reason, Instant nextAttempt) {
    store.change(tx -> postpone(tx, parcel, reason, nextAttempt));
  }

  /**
   * A parcel that must not be sent twice is about to leave: durable when this returns.
   *
   * @return whether it may: not when it ended meanwhile
   */
  public boolean left(Parcel parcel, Instant now) {
    return store.commit(
        tx ->
            tx.update(
                    "UPDATE outbox SET sent = ?, version = version + 1"
                        + " WHERE id = ? AND state = 'WAITING'",
                    now,
                    parcel.id())
                > 0);
  }

  /**
   * Nobody knows what became of a parcel.
   *
   * @return whether it had left; otherwise nothing changes
   */
  public boolean lost(Parcel parcel, String reason) {
    return store.commit(tx -> lost(tx, parcel.id(), reason));
  }

  /**
   * What had left when the program ended, and had not come back.
   *
   * @return those of which nobody knows now what became of them
   */
  public List<Parcel> lostByHalt() {
    return store.commit(
        tx ->
            Ledger.sentParcels(tx).stream()
                .filter(
                    parcel ->
                        lost(tx, parcel.id(), "this registrar ended before it had its answer"))
                .toList());
  }

  /**
   * Says, before anything is sent, whether the authority must not get the same message twice from
   * now on. If it could until now, it was not recorded which of those that wait had left.
   *
   * @return those of which nobody knows now whether the authority has them
   */
  public List<Parcel> resending(boolean once) {
    return store.commit(
        tx -> {
          boolean known =
              tx.one("SELECT once FROM resending", row -> row.number("once") == 1).orElse(false);
          tx.update("DELETE FROM resending");
          tx.update("INSERT INTO resending (once) VALUES (?)", once);
          var unknown = once && !known ? Ledger.unrecordedParcels(tx) : List.<Parcel>of();
          unknown.forEach(
              parcel -> lost(tx, parcel, "it was posted when the same could be sent again"));
          return unknown;
        });
  }

  private static boolean lost(Transaction tx, String id, String reason) {
    var sent = Ledger.sentParcels(tx).stream().filter(parcel -> parcel.id().equals(id)).findFirst();
    sent.ifPresent(parcel -> lost(tx, parcel, reason));
    return sent.isPresent();
  }

  private static void lost(Transaction tx, Parcel parcel, String reason) {
    Moves.move(tx, parcel, Parcel.Event.LOST);
    tx.updateOne(
        "UPDATE outbox SET attempts = attempts + 1, reason = ? WHERE id = ?", reason, parcel.id());
    tx.journal(
        "message-indeterminate",
        Optional.of(parcel.serialNumber()),
        Map.of("exchange", parcel.exchange(), "parcel", parcel.id(), "reason", reason));
  }

  /**
   * The peer is away: why, and when one parcel will try whether it is back. The others wait for
   * that; nothing of them changes.
   *
   * @param tried what was handed to a carrier in vain
   * @param busy whether it is there, and has no time
   */
  public void away(
      Destination destination,
      List<Parcel> tried,
      String reason,
      boolean busy,
      Instant now,
      Instant next) {
    store.change(
        tx -> {
          tx.update(
              """
              INSERT INTO away (destination, since, reason, busy, next_attempt)
              VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (destination) DO UPDATE
                SET reason = excluded.reason, busy = excluded.busy,
                  next_attempt = excluded.next_attempt
              """,
              destination.text(),
              now,
              reason,
              busy,
              next);
          tried.forEach(parcel -> postpone(tx, parcel, reason, next));
        });
  }

  /**
   * The peer is back: what was tried in vain while it was away is due at once.
   *
   * @param latest what is put off beyond that is so for a reason of its own, and stays so
   */
  public void back(Destination destination, Instant now, Instant latest) {
    store.change(
        tx -> {
          tx.update("DELETE FROM away WHERE destination = ?", destination.text());
          tx.update(
              "UPDATE outbox SET next_attempt = ?, version = version + 1"
                  + " WHERE state = 'WAITING' AND destination = ? AND next_attempt > ?"
                  + " AND next_attempt <= ?",
              now,
              destination.text(),
              now,
              latest);
        });
  }

  /** The peers that were away when this was last written. */
  public List<Destination> away() {
    return store.read(
        rows ->
            rows.query(
                "SELECT destination FROM away", row -> Destination.of(row.text("destination"))));
  }

  /**
   * Makes a waiting parcel due at once, because an operator wants it.
   *
   * @param id of the parcel, or of the exchange that it belongs to
   * @return whether such a parcel waits
   */
  public boolean retry(String id, Instant now) {
    return store.commit(
        tx -> {
          int due =
              tx.update(
                  "UPDATE outbox SET next_attempt = ?, version = version + 1"
                      + " WHERE state = 'WAITING' AND (id = ? OR exchange = ?)",
                  now,
                  id,
                  id);
          tx.update("UPDATE away SET next_attempt = ?", now);
          return due > 0;
        });
  }

  /** Makes everything that waits due at once, and says how much that is. */
  public int retryAll(Instant now) {
    return store.commit(
        tx -> {
          tx.update("UPDATE away SET next_attempt = ?", now);
          return tx.update(
              "UPDATE outbox SET next_attempt = min(next_attempt, ?), version = version + 1"
                  + " WHERE state = 'WAITING'",
              now);
        });
  }

  private static void postpone(Transaction tx, Parcel parcel, String reason, Instant nextAttempt) {
    tx.update(
        "UPDATE outbox SET attempts = attempts + 1, reason = ?, next_attempt = ?, sent = NULL,"
            + " version = version + 1 WHERE id = ? AND state = 'WAITING'",
        reason,
        nextAttempt,
        parcel.id());
  }
}
