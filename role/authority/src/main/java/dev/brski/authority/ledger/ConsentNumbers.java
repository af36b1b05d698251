package dev.brski.authority.ledger;

import dev.brski.store.Transaction;
import dev.brski.verdict.Refusal;
import java.util.Optional;

/** The highest number of a consent seen from each registrar for each device. */
final class ConsentNumbers {

  private ConsentNumbers() {}

  static Optional<Refusal> objection(
      Transaction transaction, Submission submission, Device device) {
    return submission
        .evidence()
        .flatMap(
            evidence ->
                transaction
                    .one(
                        "SELECT highest_sequence FROM consent WHERE registrar = ? AND device = ?",
                        row -> row.number("highest_sequence"),
                        submission.registrar(),
                        device.id())
                    .filter(highest -> evidence.sequence() < highest)
                    .map(
                        highest ->
                            Refusal.of(
                                LedgerCheck.CONSENT_SEQUENCE,
                                "the consent has sequence "
                                    + evidence.sequence()
                                    + ", but "
                                    + highest
                                    + " was seen before from this registrar for this device",
                                "The request was overtaken by a newer one; nothing to do unless"
                                    + " the registrar was put back to an older backup.")));
  }

  static void raise(Transaction transaction, Submission submission, Device device) {
    submission
        .evidence()
        .ifPresent(
            evidence ->
                transaction.update(
                    """
                    INSERT INTO consent (registrar, device, highest_sequence) VALUES (?, ?, ?)
                    ON CONFLICT (registrar, device) DO UPDATE
                    SET highest_sequence = excluded.highest_sequence
                    WHERE excluded.highest_sequence > highest_sequence
                    """,
                    submission.registrar(),
                    device.id(),
                    evidence.sequence()));
  }
}
