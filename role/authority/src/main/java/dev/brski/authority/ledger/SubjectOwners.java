package dev.brski.authority.ledger;

import dev.brski.store.Transaction;
import dev.brski.verdict.Refusal;
import java.util.Optional;

/** Whose subjects are certified already. */
final class SubjectOwners {

  private SubjectOwners() {}

  /**
   * A subject names one entity (RFC 5280 section 4.1.2.6); names compare by their canonical form.
   */
  static Optional<Refusal> objection(
      Transaction transaction, Submission submission, Device device) {
    return transaction
        .query(
            """
            SELECT DISTINCT d.manufacturer, d.serial_number FROM device d
            JOIN enrollment e ON e.device = d.id
            WHERE d.canonical_serial_number = ? AND d.id <> ?
            """,
            row -> row.text("serial_number") + " of " + row.text("manufacturer"),
            CanonicalName.of(submission.serialNumber()),
            device.id())
        .stream()
        .findFirst()
        .map(
            owner ->
                Refusal.of(
                    LedgerCheck.SUBJECT_IN_USE,
                    "the subject made of serial number "
                        + submission.serialNumber()
                        + " of "
                        + submission.manufacturer()
                        + " is that of the device "
                        + owner,
                    "Two devices would have one name: let an authority of its own, with other"
                        + " names in 'subject', enroll the devices of one manufacturer."));
  }
}
