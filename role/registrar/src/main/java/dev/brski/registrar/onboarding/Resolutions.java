package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What a person has found out about messages of which nobody here knew whether the authority has
 * them.
 */
public final class Resolutions {

  private final Store store;
  private final InstantSource clock;

  Resolutions(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Such a message, by its id or that of its exchange. */
  public Optional<Parcel> indeterminate(String id) {
    return store.read(
        rows ->
            Ledger.waitingParcels(rows, Ledger.exchangeOf(rows, id)).stream()
                .filter(parcel -> parcel.state() == Parcel.State.INDETERMINATE)
                .findFirst());
  }

  /** How many such messages there are. */
  public long count() {
    return store.read(
        rows ->
            rows.one(
                    "SELECT count(*) AS n FROM outbox WHERE state = 'INDETERMINATE'",
                    row -> row.number("n"))
                .orElse(0L));
  }

  /**
   * The authority has it not: it is sent once more.
   *
   * @return whether it was still to be resolved
   */
  public boolean sendAgain(Parcel parcel, Order order) {
    return store.commit(
        tx -> {
          var current = current(tx, parcel);
          current.ifPresent(
              known -> {
                Moves.move(tx, known, Parcel.Event.SENT_AGAIN);
                tx.updateOne(
                    "UPDATE outbox SET sent = NULL, next_attempt = ? WHERE id = ?",
                    clock.instant(),
                    known.id());
                journal(tx, known, "send-again", order, "");
              });
          return current.isPresent();
        });
  }

  /**
   * The authority's answer was given to a person: that is recorded before it is looked at.
   *
   * @return whether it was still to be resolved
   */
  public boolean answerGiven(Parcel parcel, Order order, byte[] answer) {
    return store.commit(
        tx -> {
          var current = current(tx, parcel);
          current.ifPresent(known -> journal(tx, known, "answer", order, Ledger.hash(answer)));
          return current.isPresent();
        });
  }

  private static Optional<Parcel> current(Transaction tx, Parcel parcel) {
    return Ledger.parcel(tx, parcel.id())
        .filter(known -> known.state() == Parcel.State.INDETERMINATE);
  }

  private static void journal(
      Transaction tx, Parcel parcel, String how, Order order, String answerSha256) {
    tx.journal(
        "indeterminate-resolved",
        Optional.of(parcel.serialNumber()),
        Map.of(
            "exchange", parcel.exchange(),
            "parcel", parcel.id(),
            "how", how,
            "by", order.who(),
            "reason", order.reason(),
            "answer-sha256", answerSha256));
  }
}
