package dev.brski.authority.ledger;

import dev.brski.authority.ledger.Messages.Kind;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The acceptance of a certification request: the first of the two commits of an enrollment. */
public final class Acceptance {

  private final Store store;
  private final InstantSource clock;

  /** Acceptance into one store. */
  public Acceptance(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Makes a request, its evidence and the decision on it durable before anything is signed. The
   * same request again, byte for byte and whatever is around it, finds what it began the first
   * time.
   *
   * @return the enrollment, or a refusal by a {@link LedgerCheck}
   */
  public Verdict<Enrollment> open(Submission submission) {
    return store.commit(transaction -> open(transaction, submission));
  }

  private Verdict<Enrollment> open(Transaction transaction, Submission submission) {
    var known = EnrollmentRow.byTransaction(transaction, submission.transactionId());
    if (known.isPresent()) {
      return reopen(transaction, known.get(), submission);
    }
    var now = clock.instant();
    var device = device(transaction, submission, now);
    var refusal =
        refusalOfConsent(transaction, submission, device)
            .or(() -> refusalOfKey(transaction, submission, device))
            .or(() -> refusalOfSubject(transaction, submission, device));
    if (refusal.isPresent()) {
      return Verdict.refused(refusal.get().withDevice(submission.serialNumber()));
    }
    var enrollment =
        new Enrollment(
            store.ids().next(),
            device,
            submission.registrar(),
            submission.profile(),
            submission.idevid(),
            submission.transactionId(),
            submission.decision(),
            new EnrollmentState.Issuing(),
            1);
    EnrollmentRow.insert(
        transaction,
        enrollment,
        CryptoSuite.sha256(submission.request()),
        CryptoSuite.sha256(submission.decision().publicKey()),
        submission.evidence(),
        now);
    append(transaction, enrollment, Kind.REQUEST, submission.request(), now);
    append(transaction, enrollment, Kind.NESTED, submission.nested(), now);
    raiseSequence(transaction, submission, device);
    JournalLines.enrollment(transaction, enrollment, journalled(submission));
    supersedeOlder(transaction, enrollment, now);
    return Verdict.accepted(enrollment);
  }

  private Verdict<Enrollment> reopen(
      Transaction transaction, Enrollment known, Submission submission) {
    if (!Messages.isStored(transaction, known, Kind.REQUEST, submission.request())) {
      return Verdict.refused(
          Refusal.of(
                  LedgerCheck.TRANSACTION_ID_IN_USE,
                  "transactionID "
                      + HexFormat.of().formatHex(submission.transactionId())
                      + " belongs to enrollment "
                      + known.id()
                      + " of device "
                      + known.device().serialNumber()
                      + ", which began with other octets",
                  "The device must start again with a fresh transactionID.")
              .withDevice(submission.serialNumber()));
    }
    raiseSequence(transaction, submission, known.device());
    return Verdict.accepted(known);
  }

  private Device device(Transaction transaction, Submission submission, Instant now) {
    transaction.update(
        """
        INSERT INTO device (id, manufacturer, serial_number, first_seen) VALUES (?, ?, ?, ?)
        ON CONFLICT (manufacturer, serial_number) DO NOTHING
        """,
        store.ids().next(),
        submission.manufacturer(),
        submission.serialNumber(),
        now);
    return transaction
        .one(
            "SELECT id FROM device WHERE manufacturer = ? AND serial_number = ?",
            row -> new Device(row.text("id"), submission.manufacturer(), submission.serialNumber()),
            submission.manufacturer(),
            submission.serialNumber())
        .orElseThrow();
  }

  private static Optional<Refusal> refusalOfConsent(
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

  private static Optional<Refusal> refusalOfKey(
      Transaction transaction, Submission submission, Device device) {
    var key = CryptoSuite.sha256(submission.decision().publicKey());
    return transaction
        .query(
            """
            SELECT d.serial_number AS owner FROM enrollment e JOIN device d ON d.id = e.device
            WHERE e.public_key_sha256 = ? AND e.device <> ?
            UNION ALL SELECT 'registrar ' || name FROM registrar WHERE public_key_sha256 = ?
            """,
            row -> row.text("owner"),
            key,
            device.id(),
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

  /** A subject names one entity (RFC 5280 section 4.1.2.6); names compare without case. */
  private static Optional<Refusal> refusalOfSubject(
      Transaction transaction, Submission submission, Device device) {
    return transaction
        .query(
            """
            SELECT DISTINCT d.manufacturer, d.serial_number FROM device d
            JOIN enrollment e ON e.device = d.id
            WHERE lower(d.serial_number) = lower(?) AND d.id <> ?
            """,
            row -> row.text("serial_number") + " of " + row.text("manufacturer"),
            submission.serialNumber(),
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

  private static void raiseSequence(Transaction transaction, Submission submission, Device device) {
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

  private static void supersedeOlder(Transaction transaction, Enrollment newer, Instant now) {
    for (var older : EnrollmentRow.unconfirmedBeside(transaction, newer)) {
      EnrollmentRow.move(
          transaction, older, new EnrollmentState.Superseded(), Map.of("by", newer.id()), now);
    }
  }

  private void append(
      Transaction transaction, Enrollment enrollment, Kind kind, byte[] octets, Instant at) {
    Messages.append(transaction, store.ids().next(), enrollment, kind, octets, at);
  }

  private static Map<String, String> journalled(Submission submission) {
    var details = new TreeMap<String, String>();
    details.put("manufacturer", submission.manufacturer());
    details.put("registrar", submission.registrar());
    details.put("profile", submission.profile());
    details.put(
        "requestSha256", HexFormat.of().formatHex(CryptoSuite.sha256(submission.request())));
    submission.evidence().ifPresent(evidence -> details.put("imprint", evidence.imprint()));
    submission
        .evidence()
        .ifPresent(evidence -> details.put("sequence", Long.toString(evidence.sequence())));
    return details;
  }
}
