package dev.brski.registrar.onboarding;

import dev.brski.registrar.onboarding.Message.Kind;
import dev.brski.registrar.onboarding.Message.Party;
import dev.brski.store.Ids;
import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Transaction;
import dev.brski.trust.CryptoSuite;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rows behind devices, imprints, enrollments, messages and the outbox. */
final class Ledger {

  private static final String IMPRINT =
      """
      SELECT i.*, d.serial_number, m.content AS voucher_content, r.state AS review,
        l.state AS later_review
      FROM imprint i
      JOIN device d ON d.id = i.device LEFT JOIN message m ON m.id = i.voucher
      LEFT JOIN log_review r ON r.imprint = i.id
      LEFT JOIN log_review l ON l.imprint = (
        SELECT max(imprint) FROM log_review WHERE device = i.device AND imprint > i.id)
      """;
  private static final String ENROLLMENT =
      """
      SELECT e.*, d.serial_number, r.content AS response_content, c.content AS confirm_content,
        w.content AS waiting_content
      FROM enrollment e JOIN device d ON d.id = e.device
      LEFT JOIN message r ON r.id = e.response LEFT JOIN message c ON c.id = e.confirm_response
      LEFT JOIN message w ON w.id = e.waiting_response
      """;
  private static final String PARCEL =
      """
      SELECT o.*, d.serial_number, coalesce(o.asks, m.kind) AS kind, m.content, e.label
      FROM outbox o JOIN device d ON d.id = o.device JOIN message m ON m.id = o.message
      LEFT JOIN enrollment e ON e.id = o.exchange
      """;

  private Ledger() {}

  static String hash(byte[] content) {
    return HexFormat.of().formatHex(CryptoSuite.sha256(content));
  }

  static Optional<Imprint> imprint(Reading rows, String id) {
    return rows.one(IMPRINT + "WHERE i.id = ?", Ledger::imprint, id);
  }

  static Optional<Imprint> imprintOf(Reading rows, String pvrSha256) {
    return rows.one(IMPRINT + "WHERE i.pvr_sha256 = ?", Ledger::imprint, pvrSha256);
  }

  static Optional<Imprint> latestImprint(Reading rows, String idevid) {
    return rows.one(
        IMPRINT + "WHERE i.idevid = ? ORDER BY i.id DESC LIMIT 1", Ledger::imprint, idevid);
  }

  static List<Imprint> openImprints(Reading rows, String device) {
    return rows.query(
        IMPRINT + "WHERE i.device = ? AND i.state IN " + anyOf(Imprint.LIFE.open()),
        Ledger::imprint,
        device);
  }

  static String anyOf(Set<? extends Lifecycle.State> states) {
    return states.stream()
        .map(state -> "'" + state.name() + "'")
        .sorted()
        .collect(Collectors.joining(", ", "(", ")"));
  }

  static Optional<Enrollment> enrollment(Reading rows, String id) {
    return rows.one(ENROLLMENT + "WHERE e.id = ?", Ledger::enrollment, id);
  }

  static Optional<Enrollment> enrollmentOf(Reading rows, String transactionId) {
    return rows.one(ENROLLMENT + "WHERE e.transaction_id = ?", Ledger::enrollment, transactionId);
  }

  static Optional<Enrollment> enrollmentIssuing(Reading rows, String certificate) {
    return rows.one(
        ENROLLMENT + "WHERE e.certificate = ? ORDER BY e.id DESC LIMIT 1",
        Ledger::enrollment,
        certificate);
  }

  static Optional<Enrollment> latestEnrollment(Reading rows, String device) {
    return rows.one(
        ENROLLMENT + "WHERE e.device = ? ORDER BY e.id DESC LIMIT 1", Ledger::enrollment, device);
  }

  /** The serial numbers of the certificates that were issued to a device, the oldest first. */
  static List<String> certificates(Reading rows, String device) {
    return rows.query(
        "SELECT certificate_serial FROM enrollment WHERE device = ?"
            + " AND certificate_serial IS NOT NULL ORDER BY id",
        row -> row.text("certificate_serial"),
        device);
  }

  /**
   * What is known of the device of a serial number; if several makers have one, of that which a
   * person has turned away.
   */
  static Optional<Enrollments.Origin> originOf(Reading rows, String serialNumber) {
    return rows.one(
        """
        SELECT d.manufacturer, (SELECT max(id) FROM imprint WHERE device = d.id) AS imprint
        FROM device d LEFT JOIN join_request j ON j.id = (
          SELECT max(id) FROM join_request WHERE device = d.id)
        WHERE d.serial_number = ? AND d.manufacturer <> ?
        ORDER BY coalesce(j.state = 'DENIED', 0) DESC, d.id LIMIT 1
        """,
        row -> new Enrollments.Origin(row.text("manufacturer"), row.optionalText("imprint"), false),
        serialNumber,
        Enrollments.OF_THE_DOMAIN);
  }

  /** What a device has under way for a certificate. */
  static List<Enrollment> openCertifications(Reading rows, String device) {
    return openEnrollments(rows, device).stream()
        .filter(open -> open.operation().certifies())
        .toList();
  }

  /** What is under way of a device that gives way to a new operation. */
  static List<Enrollment> openBeside(Reading rows, String device, Operation newer) {
    return openEnrollments(rows, device).stream()
        .filter(
            open -> newer.certifies() ? open.operation().certifies() : open.operation() == newer)
        .toList();
  }

  static List<Enrollment> openEnrollments(Reading rows, String device) {
    return rows.query(
        ENROLLMENT + "WHERE e.device = ? AND e.state IN " + anyOf(Enrollment.LIFE.open()),
        Ledger::enrollment,
        device);
  }

  static long waitingImprints(Reading rows) {
    return rows.one(
            "SELECT count(*) AS n FROM imprint WHERE state = ?",
            row -> row.number("n"),
            Imprint.State.REQUESTED.name())
        .orElse(0L);
  }

  static long waitingEnrollments(Reading rows) {
    return rows.one(
            "SELECT count(*) AS n FROM enrollment WHERE state IN (?, ?)",
            row -> row.number("n"),
            Enrollment.State.SUBMITTED.name(),
            Enrollment.State.CONFIRMING.name())
        .orElse(0L);
  }

  /** The newest message of a kind in an exchange that is for somebody. */
  static Optional<byte[]> content(Reading rows, String exchange, Kind kind, Party receiver) {
    return rows.one(
        "SELECT content FROM message WHERE exchange = ? AND kind = ? AND receiver = ?"
            + " ORDER BY id DESC LIMIT 1",
        row -> row.bytes("content"),
        exchange,
        kind.name(),
        receiver.name());
  }

  static long highestSequence(Reading rows, String device) {
    return rows.one(
            "SELECT coalesce(max(sequence), 0) AS n FROM enrollment WHERE device = ?",
            row -> row.number("n"),
            device)
        .orElse(0L);
  }

  static long lastSequence(Reading rows) {
    return rows.one(
            "SELECT coalesce(max(sequence), 0) AS n FROM enrollment", row -> row.number("n"))
        .orElse(0L);
  }

  /** One that has not ended. */
  static Optional<Parcel> parcel(Reading rows, String id) {
    return rows.one(
        PARCEL + "WHERE o.id = ? AND o.state IN ('WAITING', 'INDETERMINATE')", Ledger::parcel, id);
  }

  /** One that can be handed to a carrier. */
  static Optional<Parcel> waitingParcel(Reading rows, String id) {
    return rows.one(
        PARCEL + "WHERE o.id = ? AND o.state = 'WAITING' AND o.sent IS NULL", Ledger::parcel, id);
  }

  /** What was about to be sent once, and has not come back. */
  static List<Parcel> sentParcels(Reading rows) {
    return rows.query(
        PARCEL + "WHERE o.state = 'WAITING' AND o.sent IS NOT NULL ORDER BY o.id", Ledger::parcel);
  }

  /** What waits for an authority and may have been sent before, but for questions. */
  static List<Parcel> unrecordedParcels(Reading rows) {
    return rows
        .query(
            PARCEL
                + "WHERE o.state = 'WAITING' AND o.sent IS NULL AND o.destination LIKE"
                + " 'authority:%' ORDER BY o.id",
            Ledger::parcel)
        .stream()
        .filter(parcel -> !parcel.isQuestion())
        .toList();
  }

  /** The next destination in the order of their names for which something waits. */
  static Optional<String> destinationAfter(Reading rows, String destination) {
    return rows.one(
        "SELECT destination FROM outbox WHERE state = 'WAITING' AND destination > ?"
            + " ORDER BY destination LIMIT 1",
        row -> row.text("destination"),
        destination);
  }

  /**
   * What is due for a destination, the longest due first: of each device only the oldest, and
   * nothing before what was posted earlier in the same exchange. A question for an audit log holds
   * nothing else up.
   *
   * @param auditLogs whether such questions are wanted, or all else
   */
  static List<Parcel.Slip> due(
      Reading rows, String destination, Instant now, boolean auditLogs, int most) {
    return rows.query(
        """
        SELECT o.id, o.device, length(m.content) AS octets FROM outbox o
        JOIN message m ON m.id = o.message
        WHERE o.state = 'WAITING' AND o.destination = ? AND o.next_attempt <= ?
          AND o.sent IS NULL AND (o.asks IS NOT NULL) = ?
          AND NOT EXISTS (
            SELECT 1 FROM outbox e WHERE e.device = o.device AND e.state = 'WAITING'
              AND e.id < o.id AND e.destination = o.destination
              AND (o.asks IS NOT NULL OR e.asks IS NULL)
              AND (e.next_attempt <= ? OR e.exchange = o.exchange))
        ORDER BY o.next_attempt, o.id LIMIT ?
        """,
        row -> new Parcel.Slip(row.text("id"), row.text("device"), (int) row.number("octets")),
        destination,
        now,
        auditLogs,
        now,
        most);
  }

  static Optional<Instant> nextDueAfter(Reading rows, String destination, Instant now) {
    return rows.one(
            "SELECT min(next_attempt) AS at FROM outbox WHERE state = 'WAITING'"
                + " AND destination = ? AND next_attempt > ?",
            row -> row.optionalInstant("at"),
            destination,
            now)
        .flatMap(at -> at);
  }

  static Optional<Instant> lastDue(Reading rows, String destination) {
    return rows.one(
            "SELECT max(next_attempt) AS at FROM outbox WHERE state = 'WAITING'"
                + " AND destination = ?",
            row -> row.optionalInstant("at"),
            destination)
        .flatMap(at -> at);
  }

  /** The exchange to which an id belongs: a parcel's exchange, or the id itself. */
  static String exchangeOf(Reading rows, String id) {
    return rows.one("SELECT exchange FROM outbox WHERE id = ?", row -> row.text("exchange"), id)
        .orElse(id);
  }

  static List<Parcel> waitingParcels(Reading rows, String exchange) {
    return rows.query(
        PARCEL + "WHERE o.state IN ('WAITING', 'INDETERMINATE') AND o.exchange = ?",
        Ledger::parcel,
        exchange);
  }

  static String manufacturer(Reading rows, String device) {
    return rows.one(
            "SELECT manufacturer FROM device WHERE id = ?", row -> row.text("manufacturer"), device)
        .orElseThrow();
  }

  /** The MASA that is asked in a voucher exchange. */
  static Parcel.Destination masa(Reading rows, Imprint imprint) {
    return rows.one(
            "SELECT destination FROM outbox WHERE exchange = ? ORDER BY id LIMIT 1",
            row -> Parcel.Destination.of(row.text("destination")),
            imprint.id())
        .orElseGet(
            () ->
                new Parcel.Destination.Masa(
                    manufacturer(rows, imprint.device()), Optional.empty()));
  }

  static String device(
      Transaction tx, Ids ids, String manufacturer, String serialNumber, Instant now) {
    tx.update(
        """
        INSERT INTO device (id, manufacturer, serial_number, first_seen) VALUES (?, ?, ?, ?)
        ON CONFLICT (manufacturer, serial_number) DO NOTHING
        """,
        ids.next(),
        manufacturer,
        serialNumber,
        now);
    return tx.one(
            "SELECT id FROM device WHERE manufacturer = ? AND serial_number = ?",
            row -> row.text("id"),
            manufacturer,
            serialNumber)
        .orElseThrow();
  }

  static String store(Transaction tx, Ids ids, String exchange, Message.Draft draft, Instant now) {
    var id = ids.next();
    tx.update(
        """
        INSERT INTO message (id, at, exchange, sender, receiver, kind, media_type, sha256, content)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        id,
        now,
        exchange,
        draft.sender().name(),
        draft.receiver().name(),
        draft.kind().name(),
        draft.mediaType(),
        hash(draft.content()),
        draft.content());
    return id;
  }

  static void post(
      Transaction tx,
      Ids ids,
      Parcel.Destination destination,
      String device,
      String exchange,
      String message,
      Instant now) {
    tx.update(
        """
        INSERT INTO outbox (id, destination, device, exchange, message, state, attempts,
          next_attempt, created, version)
        VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, 1)
        """,
        ids.next(),
        destination.text(),
        device,
        exchange,
        message,
        Parcel.LIFE.begin(Parcel.Event.POSTED).name(),
        now,
        now);
  }

  /** Lets a message that was sent before wait once more, as a question of another kind. */
  static void postAgain(
      Transaction tx,
      Ids ids,
      Parcel.Destination destination,
      Imprint imprint,
      Kind sent,
      Kind asks,
      Instant now) {
    tx.updateOne(
        """
        INSERT INTO outbox (id, destination, device, exchange, message, asks, state, attempts,
          next_attempt, created, version)
        SELECT ?, ?, ?, ?, max(id), ?, ?, 0, ?, ?, 1 FROM message WHERE exchange = ? AND kind = ?
        """,
        ids.next(),
        destination.text(),
        imprint.device(),
        imprint.id(),
        asks.name(),
        Parcel.LIFE.begin(Parcel.Event.POSTED).name(),
        now,
        now,
        imprint.id(),
        sent.name());
  }

  static Message message(Row row) {
    return new Message(
        row.text("id"),
        row.instant("at"),
        row.text("exchange"),
        Party.valueOf(row.text("sender")),
        Party.valueOf(row.text("receiver")),
        Kind.valueOf(row.text("kind")),
        row.text("media_type"),
        row.bytes("content"));
  }

  private static Imprint imprint(Row row) {
    return new Imprint(
        row.text("id"),
        row.text("device"),
        row.text("serial_number"),
        row.text("nonce"),
        (int) row.number("generation"),
        row.text("idevid"),
        row.text("domain"),
        Imprint.State.valueOf(row.text("state")),
        row.optionalBytes("voucher_content"),
        refused(row),
        review(row),
        row.instant("changed"),
        row.number("version"));
  }

  /** A log that came later is about the same device: what stands in it counts for all before. */
  private static Optional<Review.State> review(Row row) {
    var own = row.optionalText("review").map(Review.State::valueOf);
    var later = row.optionalText("later_review").map(Review.State::valueOf);
    boolean mayGoOn = own.map(state -> state.isOpen() || state.keepsWaiting()).orElse(true);
    return later.filter(state -> mayGoOn && !state.isOpen()).or(() -> own);
  }

  private static Optional<Imprint.Refused> refused(Row row) {
    var told = row.optionalText("refused_told");
    return told.isEmpty()
        ? Optional.empty()
        : Optional.of(new Imprint.Refused((int) row.number("refused_status"), told.get()));
  }

  private static Enrollment enrollment(Row row) {
    return new Enrollment(
        row.text("id"),
        row.text("device"),
        row.text("serial_number"),
        Operation.valueOf(row.text("operation")),
        row.text("label"),
        row.optionalText("imprint"),
        row.text("domain"),
        row.text("transaction_id"),
        row.text("sender"),
        (int) row.number("generation"),
        row.text("request_sha256"),
        Forwarding.valueOf(row.text("form")),
        Enrollment.State.valueOf(row.text("state")),
        Enrollment.WaitingOwner.of(row.text("waiting_owner")),
        row.optionalBytes("waiting_content"),
        row.optionalBytes("response_content"),
        row.number("implicit_confirm") == 1,
        row.optionalText("response_nonce"),
        row.optionalText("certificate"),
        row.optionalText("confirm_sha256"),
        row.optionalBytes("confirm_content"),
        row.instant("changed"),
        row.number("version"));
  }

  private static Parcel parcel(Row row) {
    return new Parcel(
        row.text("id"),
        Parcel.Destination.of(row.text("destination")),
        row.text("device"),
        row.text("serial_number"),
        row.text("exchange"),
        row.optionalText("label"),
        Kind.valueOf(row.text("kind")),
        row.bytes("content"),
        Parcel.State.valueOf(row.text("state")),
        row.instant("created"),
        (int) row.number("attempts"),
        row.instant("next_attempt"),
        row.optionalText("reason"),
        row.number("version"));
  }
}
