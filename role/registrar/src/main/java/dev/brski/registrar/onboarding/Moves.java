package dev.brski.registrar.onboarding;

import dev.brski.store.Transaction;
import java.time.Instant;

/** The one place where a stored state changes, and only along an arrow of its lifecycle. */
final class Moves {

  private Moves() {}

  static void move(Transaction tx, Imprint imprint, Imprint.Event event, Instant now) {
    tx.updateOne(
        "UPDATE imprint SET state = ?, changed = ?, version = version + 1"
            + " WHERE id = ? AND version = ?",
        Imprint.LIFE.after(imprint.state(), event).name(),
        now,
        imprint.id(),
        imprint.version());
  }

  static void move(Transaction tx, Enrollment enrollment, Enrollment.Event event, Instant now) {
    tx.updateOne(
        "UPDATE enrollment SET state = ?, changed = ?, version = version + 1"
            + " WHERE id = ? AND version = ?",
        Enrollment.LIFE.after(enrollment.state(), event).name(),
        now,
        enrollment.id(),
        enrollment.version());
  }

  static void move(Transaction tx, Review review, Review.Event event, Instant now) {
    tx.updateOne(
        "UPDATE log_review SET state = ?, changed = ?, version = version + 1"
            + " WHERE imprint = ? AND version = ?",
        Review.LIFE.after(review.state(), event).name(),
        now,
        review.imprint(),
        review.version());
  }

  static void move(Transaction tx, JoinRequest request, JoinRequest.Event event, Instant now) {
    tx.updateOne(
        "UPDATE join_request SET state = ?, changed = ?, version = version + 1"
            + " WHERE id = ? AND version = ?",
        JoinRequest.LIFE.after(request.state(), event).name(),
        now,
        request.id(),
        request.version());
  }

  static void move(Transaction tx, Parcel parcel, Parcel.Event event) {
    tx.updateOne(
        "UPDATE outbox SET state = ?, version = version + 1 WHERE id = ? AND version = ?",
        Parcel.LIFE.after(parcel.state(), event).name(),
        parcel.id(),
        parcel.version());
  }

  /** What still waits of an exchange that ends waits no more. */
  static void withdrawParcels(Transaction tx, String exchange) {
    Ledger.waitingParcels(tx, exchange)
        .forEach(parcel -> move(tx, parcel, Parcel.Event.EXCHANGE_ENDED));
  }
}
