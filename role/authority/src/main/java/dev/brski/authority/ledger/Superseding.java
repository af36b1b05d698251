package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** No device has two live certificates of one profile, and no two requests on their way to one. */
final class Superseding {

  private Superseding() {}

  /** A request came: older ones that wait, for a person or for a confirmation, are over. */
  static void byRequest(Transaction transaction, Enrollment newer, Instant now) {
    supersede(transaction, EnrollmentRow.openBeside(transaction, newer), newer, now);
  }

  /**
   * A certificate is in use: older ones of the device are not any more. One that is still to be
   * confirmed replaces nothing, since the device may reject it.
   */
  static void byCertificate(Transaction transaction, Enrollment newer, Instant now) {
    switch (newer.state().stage()) {
      case ISSUED, CONFIRMED ->
          supersede(transaction, EnrollmentRow.liveBefore(transaction, newer), newer, now);
      case PENDING, ISSUING, AWAITING_CONFIRMATION, REJECTED, UNCONFIRMED, DENIED, SUPERSEDED -> {}
    }
  }

  /** The state of an enrollment whose answer is made only now, when newer ones may be further. */
  static EnrollmentState answered(Reading reading, Enrollment enrollment, EnrollmentState next) {
    boolean overtaken =
        EnrollmentRow.hasLiveAfter(reading, enrollment)
            || (next instanceof EnrollmentState.AwaitingConfirmation
                && EnrollmentRow.hasNewer(reading, enrollment));
    return overtaken ? new EnrollmentState.Superseded() : next;
  }

  private static void supersede(
      Transaction transaction, List<Enrollment> older, Enrollment newer, Instant now) {
    older.forEach(
        each ->
            EnrollmentRow.move(
                transaction,
                each,
                new EnrollmentState.Superseded(),
                Map.of("by", newer.id()),
                now));
  }
}
