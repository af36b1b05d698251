package dev.brski.authority.ledger;

import dev.brski.authority.ledger.Messages.Kind;
import dev.brski.store.Conflict;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The PKI management operations that were accepted, from the decision to the answer. */
public final class Enrollments {

  private final Store store;
  private final InstantSource clock;

  /** The enrollments of one store. */
  public Enrollments(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The first commit: makes a request, its evidence and the decision on it durable before anything
   * is signed. The same request again, byte for byte and whatever is around it, finds what it began
   * the first time.
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
            .or(() -> refusalOfKey(transaction, submission, device));
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

  /**
   * The second commit: makes the certificate and the exact answer durable before the answer leaves.
   * Whoever comes second with the same enrollment gets the first one's answer: no transaction has
   * two certificates.
   *
   * @param next the state that follows the answer
   * @return the octets to answer with
   */
  public byte[] settle(
      Enrollment enrollment, X509Certificate certificate, byte[] response, EnrollmentState next) {
    try {
      return store.commit(
          transaction -> settle(transaction, enrollment, certificate, response, next));
    } catch (Conflict _) {
      return response(enrollment).orElseThrow();
    }
  }

  private byte[] settle(
      Transaction transaction,
      Enrollment enrollment,
      X509Certificate certificate,
      byte[] response,
      EnrollmentState next) {
    var now = clock.instant();
    var state =
        !next.isFinal() && EnrollmentRow.hasNewer(transaction, enrollment)
            ? new EnrollmentState.Superseded()
            : next;
    EnrollmentRow.move(transaction, enrollment, state, Map.of(), now);
    transaction.updateOne(
        "INSERT INTO certificate (serial_number, enrollment, octets, issued) VALUES (?, ?, ?, ?)",
        EnrollmentRow.hex(certificate.getSerialNumber()),
        enrollment.id(),
        Certificates.encoded(certificate),
        now);
    append(transaction, enrollment, Kind.RESPONSE, response, now);
    return response;
  }

  /** The answer that was made durable, if that point was reached. */
  public Optional<byte[]> response(Enrollment enrollment) {
    return store.read(reading -> Messages.octets(reading, enrollment, Kind.RESPONSE));
  }

  /**
   * What an enrollment that was answered consists of.
   *
   * @param request the device's message, exact octets
   * @param response our answer, exact octets
   * @param certificate what was issued
   */
  public record Answered(byte[] request, byte[] response, X509Certificate certificate) {

    /** Copies the octets in. */
    public Answered {
      request = request.clone();
      response = response.clone();
    }

    @Override
    public byte[] request() {
      return request.clone();
    }

    @Override
    public byte[] response() {
      return response.clone();
    }
  }

  /** The messages and the certificate of an enrollment, if it was answered. */
  public Optional<Answered> answered(Enrollment enrollment) {
    return store.read(
        reading ->
            reading
                .one(
                    "SELECT octets FROM certificate WHERE enrollment = ?",
                    row -> Stored.certificate(row.bytes("octets")),
                    enrollment.id())
                .map(
                    certificate ->
                        new Answered(
                            Messages.octets(reading, enrollment, Kind.REQUEST).orElseThrow(),
                            Messages.octets(reading, enrollment, Kind.RESPONSE).orElseThrow(),
                            certificate)));
  }

  /** The pledge's request, exact octets. */
  public byte[] request(Enrollment enrollment) {
    return store
        .read(reading -> Messages.octets(reading, enrollment, Kind.REQUEST))
        .orElseThrow(() -> new IllegalStateException("enrollment without its request"));
  }

  /** Those that a crash left between decision and answer, oldest first. */
  public List<Enrollment> unfinished() {
    return store.read(reading -> EnrollmentRow.byState(reading, new EnrollmentState.Issuing()));
  }

  /** The enrollment of a transaction, if there is one. */
  public Optional<Enrollment> byTransaction(byte[] transactionId) {
    return store.read(reading -> EnrollmentRow.byTransaction(reading, transactionId));
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
