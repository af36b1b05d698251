package dev.brski.authority.ledger;

import dev.brski.authority.ledger.Messages.Kind;
import dev.brski.cmp.CmpCheck;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The acceptance of a certification request: the first of the two commits of an enrollment. */
public final class Acceptance {

  private static final Duration DAY = Duration.ofDays(1);

  private final Store store;
  private final InstantSource clock;
  private final int perDay;

  /**
   * Acceptance into one store.
   *
   * @param perDay how many requests of one device are accepted within 24 hours, at least one
   */
  public Acceptance(Store store, InstantSource clock, int perDay) {
    this.store = store;
    this.clock = clock;
    this.perDay = perDay;
  }

  /**
   * Makes a request, its evidence and what is decided on it durable before anything is signed. The
   * same request again, byte for byte and whatever is around it, finds what it began the first
   * time.
   *
   * @return the enrollment, or a refusal by a {@link LedgerCheck}
   * @throws dev.brski.store.StoreUnavailable if the disk refuses, or has no room for a new one
   */
  public Verdict<Enrollment> open(Submission submission) {
    return store.commit(transaction -> open(transaction, submission));
  }

  private Verdict<Enrollment> open(Transaction transaction, Submission submission) {
    var known = EnrollmentRow.byTransaction(transaction, submission.transactionId());
    if (known.isPresent()) {
      return reopen(transaction, known.get(), submission);
    }
    var taken =
        TransactionIds.ofRevocation(transaction, submission.transactionId())
            .or(() -> TransactionIds.ofUpdate(transaction, submission.transactionId()));
    if (taken.isPresent()) {
      return Verdict.refused(taken.get().withDevice(submission.serialNumber()));
    }
    store.requireRoom();
    var now = clock.instant();
    var device = device(transaction, submission, now);
    var refusal =
        inForce(transaction, submission, now)
            .or(() -> ConsentNumbers.objection(transaction, submission, device))
            .or(() -> KeyOwners.objection(transaction, submission, device))
            .or(() -> SubjectOwners.objection(transaction, submission, device))
            .or(() -> tooMany(transaction, device, now));
    if (refusal.isPresent()) {
      return Verdict.refused(refusal.get().withDevice(submission.serialNumber()));
    }
    var enrollment =
        new Enrollment(
            store.ids().next(),
            device,
            submission.registrar(),
            submission.profile(),
            submission.signer(),
            submission.approval().assurance(),
            submission.transactionId(),
            submission.decision(),
            submission.contents(),
            submission.reservation(),
            submission.reservation().isPresent()
                ? new EnrollmentState.Issuing()
                : new EnrollmentState.Pending(),
            1);
    EnrollmentRow.insert(
        transaction,
        enrollment,
        CryptoSuite.sha256(submission.request()),
        CryptoSuite.sha256(submission.decision().publicKey()),
        submission,
        now);
    append(transaction, enrollment, Kind.REQUEST, submission.request(), now);
    if (submission.approval() instanceof Approval.Nested nested) {
      append(transaction, enrollment, Kind.NESTED, nested.message(), now);
    }
    ConsentNumbers.raise(transaction, submission, device);
    JournalLines.enrollment(transaction, enrollment, journalled(submission));
    Superseding.byRequest(transaction, enrollment, now);
    return Verdict.accepted(enrollment);
  }

  private Optional<Refusal> tooMany(Transaction transaction, Device device, Instant now) {
    return EnrollmentRow.received(transaction, device, now.minus(DAY), now) < perDay
        ? Optional.empty()
        : Optional.of(
            Refusal.of(
                LedgerCheck.BUDGET,
                "the device has sent as many requests within 24 hours as are accepted, " + perDay,
                "Look why it asks so often; certificates-per-day in brski.yaml is the limit."));
  }

  private Verdict<Enrollment> reopen(
      Transaction transaction, Enrollment known, Submission submission) {
    if (!Messages.isStored(transaction, known, Kind.REQUEST, submission.request())) {
      return Verdict.refused(
          TransactionIds.ofEnrollment(transaction, submission.transactionId())
              .orElseThrow()
              .withDevice(submission.serialNumber()));
    }
    ConsentNumbers.raise(transaction, submission, known.device());
    return Verdict.accepted(known);
  }

  /** One of our own certificates may have been revoked since the signature was judged. */
  private static Optional<Refusal> inForce(
      Transaction transaction, Submission submission, Instant now) {
    return objection(transaction, submission, now)
        .map(
            why ->
                CmpCheck.SIGNER_TRUSTED.refusal(
                    "certificate " + Certificates.serialNumber(submission.signer()) + ": " + why));
  }

  private static Optional<String> objection(
      Transaction transaction, Submission submission, Instant now) {
    return switch (submission.approval()) {
      case Approval.Nested _ ->
          InForce.objection(transaction, Optional.of(submission.signer()), Optional.empty(), now);
      case Approval.Replaced(var shown, var _) ->
          InForce.objection(transaction, shown, Optional.of(submission.registrar()), now);
    };
  }

  private Device device(Transaction transaction, Submission submission, Instant now) {
    transaction.update(
        """
        INSERT INTO device (id, manufacturer, serial_number, canonical_serial_number, first_seen)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (manufacturer, serial_number) DO NOTHING
        """,
        store.ids().next(),
        submission.manufacturer(),
        submission.serialNumber(),
        CanonicalName.of(submission.serialNumber()),
        now);
    return transaction
        .one(
            "SELECT id FROM device WHERE manufacturer = ? AND serial_number = ?",
            row -> new Device(row.text("id"), submission.manufacturer(), submission.serialNumber()),
            submission.manufacturer(),
            submission.serialNumber())
        .orElseThrow();
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
    if (submission.approval() instanceof Approval.Replaced(var shown, var raVerified)) {
      details.put("assurance", Assurance.HOP_BY_HOP.word());
      details.put("possession", raVerified ? "ra-verified" : "proven");
      shown.ifPresent(
          certificate -> details.put("shownSha256", Certificates.fingerprint(certificate)));
    }
    submission.evidence().ifPresent(evidence -> details.put("imprint", evidence.imprint()));
    submission
        .evidence()
        .ifPresent(evidence -> details.put("sequence", Long.toString(evidence.sequence())));
    return details;
  }
}
