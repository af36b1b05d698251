package dev.brski.authority.ledger;

import dev.brski.store.Transaction;
import dev.brski.verdict.Refusal;
import java.util.Optional;

/** Whose public keys are certified already. */
final class KeyOwners {

  private KeyOwners() {}

  static Optional<Refusal> objection(
      Transaction transaction, Submission submission, Device device) {
    return objection(transaction, submission.decision(), device.id());
  }

  /** For a registrar every key that was ever certified is somebody's, its own earlier ones too. */
  static Optional<Refusal> objection(Transaction transaction, RegistrarUpdate.Submission update) {
    return objection(transaction, update.decision(), "");
  }

  private static Optional<Refusal> objection(
      Transaction transaction, Decision decision, String device) {
    var key = KeyData.sha256(decision.publicKey());
    return transaction
        .query(
            """
            SELECT d.serial_number AS owner FROM enrollment e JOIN device d ON d.id = e.device
            WHERE e.key_data_sha256 = ? AND e.device <> ?
            UNION ALL SELECT 'registrar ' || name FROM registrar WHERE key_data_sha256 = ?
            UNION ALL SELECT 'registrar ' || g.name FROM registrar_update u
            JOIN registrar g ON g.id = u.registrar WHERE u.key_data_sha256 = ?
            """,
            row -> row.text("owner"),
            key,
            device,
            key,
            key)
        .stream()
        .findFirst()
        .map(
            owner ->
                Refusal.of(
                    LedgerCheck.KEY_IN_USE,
                    "the public key is already certified for " + owner,
                    "Two devices with one key: look for a copied key or a weak generator."));
  }
}
