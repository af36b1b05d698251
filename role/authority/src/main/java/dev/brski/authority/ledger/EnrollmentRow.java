package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The table of enrollments, one statement each. */
final class EnrollmentRow {

  private static final String SELECT =
      """
      SELECT e.*, d.manufacturer, d.serial_number AS device_serial_number
      FROM enrollment e JOIN device d ON d.id = e.device
      """;

  private EnrollmentRow() {}

  static Optional<Enrollment> byId(Reading reading, String id) {
    return reading.one(SELECT + "WHERE e.id = ?", EnrollmentRow::read, id);
  }

  static Optional<Enrollment> byTransaction(Reading reading, byte[] transactionId) {
    return reading.one(SELECT + "WHERE e.transaction_id = ?", EnrollmentRow::read, transactionId);
  }

  static List<Enrollment> byState(Reading reading, EnrollmentState state) {
    return reading.query(
        SELECT + "WHERE e.state = ? ORDER BY e.ordinal", EnrollmentRow::read, state.word());
  }

  static List<Enrollment> overdue(Reading reading, Instant now) {
    return reading.query(
        SELECT + "WHERE e.state = 'awaiting-confirmation' AND e.state_until < ? ORDER BY e.ordinal",
        EnrollmentRow::read,
        now);
  }

  /** The others of the same device and profile that wait, for a person or for a confirmation. */
  static List<Enrollment> openBeside(Reading reading, Enrollment newer) {
    return reading.query(
        SELECT
            + "WHERE e.device = ? AND e.profile = ?"
            + " AND e.state IN ('pending', 'awaiting-confirmation')"
            + " AND e.id <> ? ORDER BY e.ordinal",
        EnrollmentRow::read,
        newer.device().id(),
        newer.profile(),
        newer.id());
  }

  /** The older ones of the same device and profile whose certificates are in use. */
  static List<Enrollment> liveBefore(Reading reading, Enrollment newer) {
    return reading.query(
        SELECT
            + "WHERE e.device = ? AND e.profile = ? AND e.state IN ('issued', 'confirmed')"
            + " AND e.ordinal < (SELECT ordinal FROM enrollment WHERE id = ?) ORDER BY e.ordinal",
        EnrollmentRow::read,
        newer.device().id(),
        newer.profile(),
        newer.id());
  }

  /** Whether a newer one of the same device and profile has a certificate in use. */
  static boolean hasLiveAfter(Reading reading, Enrollment older) {
    return !reading
        .query(
            "SELECT id FROM enrollment WHERE device = ? AND profile = ?"
                + " AND state IN ('issued', 'confirmed')"
                + " AND ordinal > (SELECT ordinal FROM enrollment WHERE id = ?) LIMIT 1",
            row -> row.text("id"),
            older.device().id(),
            older.profile(),
            older.id())
        .isEmpty();
  }

  /** How many requests of a device came after an instant, up to another. */
  static long received(Reading reading, Device device, Instant after, Instant upTo) {
    return reading
        .one(
            "SELECT COUNT(*) AS requests FROM enrollment"
                + " WHERE device = ? AND received > ? AND received <= ?",
            row -> row.number("requests"),
            device.id(),
            after,
            upTo)
        .orElseThrow();
  }

  static boolean hasNewer(Reading reading, Enrollment older) {
    return !reading
        .query(
            "SELECT id FROM enrollment WHERE device = ? AND profile = ?"
                + " AND ordinal > (SELECT ordinal FROM enrollment WHERE id = ?) LIMIT 1",
            row -> row.text("id"),
            older.device().id(),
            older.profile(),
            older.id())
        .isEmpty();
  }

  static void insert(
      Transaction transaction,
      Enrollment enrollment,
      byte[] requestSha256,
      byte[] publicKeySha256,
      Submission submission,
      Instant now) {
    Transition.between(Optional.empty(), enrollment.state().stage());
    var decision = enrollment.decision();
    var contents = enrollment.contents();
    var reservation = enrollment.reservation();
    var evidence = submission.evidence();
    transaction.updateOne(
        """
        INSERT INTO enrollment (id, ordinal, device, registrar, profile, idevid, transaction_id, request_sha256,
          imprint, sequence, subject, public_key, public_key_sha256, key_data_sha256, modified,
          implicit_confirm, alternative_names, key_usage, extended_key_usages, valid_for, listed,
          received, serial_number, not_before, not_after, state, state_until, state_since, version,
          assurance, ra_verified, device_certificate)
        VALUES (?, (SELECT COALESCE(MAX(ordinal), 0) + 1 FROM enrollment), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        enrollment.id(),
        enrollment.device().id(),
        enrollment.registrar(),
        enrollment.profile(),
        Certificates.encoded(enrollment.signer()),
        enrollment.transactionId(),
        requestSha256,
        evidence.map(Evidence::imprint),
        evidence.map(Evidence::sequence),
        decision.subject().getEncoded(),
        decision.publicKey(),
        publicKeySha256,
        KeyData.sha256(decision.publicKey()),
        decision.modified(),
        decision.implicitConfirm(),
        names(contents),
        (long) contents.keyUsage(),
        String.join(" ", contents.extendedKeyUsages()),
        contents.validity().map(Duration::toSeconds),
        contents.listed(),
        now,
        reservation.map(reserved -> Certificates.serialNumber(reserved.serialNumber())),
        reservation.map(Reservation::notBefore),
        reservation.map(Reservation::notAfter),
        enrollment.state().word(),
        enrollment.state().until(),
        now,
        enrollment.version(),
        enrollment.assurance().word(),
        isRaVerified(submission.approval()),
        shown(submission.approval()).map(Certificates::encoded));
  }

  private static boolean isRaVerified(Approval approval) {
    return switch (approval) {
      case Approval.Nested _ -> false;
      case Approval.Replaced replaced -> replaced.raVerified();
    };
  }

  private static Optional<X509Certificate> shown(Approval approval) {
    return switch (approval) {
      case Approval.Nested _ -> Optional.empty();
      case Approval.Replaced replaced -> replaced.shown();
    };
  }

  /** Moves an enrollment on, with its line in the journal; a Conflict if it moved meanwhile. */
  static Enrollment move(
      Transaction transaction,
      Enrollment from,
      EnrollmentState to,
      Map<String, String> details,
      Instant now) {
    return move(transaction, from, to, from.reservation(), details, now);
  }

  /** A person approves: with serial number and validity, and who it was. */
  static Enrollment approve(
      Transaction transaction, Enrollment held, Ruling ruling, Reservation reservation) {
    transaction.updateOne(
        "UPDATE enrollment SET serial_number = ?, not_before = ?, not_after = ? WHERE id = ?",
        Certificates.serialNumber(reservation.serialNumber()),
        reservation.notBefore(),
        reservation.notAfter(),
        held.id());
    return rule(transaction, held, new EnrollmentState.Issuing(), ruling, Optional.of(reservation));
  }

  /** A person denies, and who it was. */
  static Enrollment deny(Transaction transaction, Enrollment held, Ruling ruling) {
    return rule(transaction, held, new EnrollmentState.Denied(), ruling, Optional.empty());
  }

  private static Enrollment rule(
      Transaction transaction,
      Enrollment held,
      EnrollmentState to,
      Ruling ruling,
      Optional<Reservation> reservation) {
    transaction.updateOne(
        "UPDATE enrollment SET ruled_by = ?, ruled_at = ?, ruled_because = ? WHERE id = ?",
        ruling.by(),
        ruling.at(),
        ruling.reason(),
        held.id());
    return move(transaction, held, to, reservation, ruling.details(), ruling.at());
  }

  /** The device's certificate that a registrar sent along which answers for the device. */
  static Optional<X509Certificate> shown(Reading reading, Enrollment enrollment) {
    return reading
        .one(
            "SELECT device_certificate FROM enrollment WHERE id = ?",
            row -> row.optionalBytes("device_certificate"),
            enrollment.id())
        .flatMap(octets -> octets.map(Stored::certificate));
  }

  /** What a person said on it. */
  static Optional<Ruling> ruling(Reading reading, Enrollment enrollment) {
    return reading.one(
        "SELECT ruled_by, ruled_because, ruled_at FROM enrollment"
            + " WHERE id = ? AND ruled_by IS NOT NULL",
        row ->
            new Ruling(
                row.text("ruled_by"), row.optionalText("ruled_because"), row.instant("ruled_at")),
        enrollment.id());
  }

  private static Enrollment move(
      Transaction transaction,
      Enrollment from,
      EnrollmentState to,
      Optional<Reservation> reservation,
      Map<String, String> details,
      Instant now) {
    Transition.between(Optional.of(from.state().stage()), to.stage());
    transaction.updateOne(
        """
        UPDATE enrollment SET state = ?, state_until = ?, state_since = ?, version = version + 1
        WHERE id = ? AND version = ?
        """,
        to.word(),
        to.until(),
        now,
        from.id(),
        from.version());
    var moved =
        new Enrollment(
            from.id(),
            from.device(),
            from.registrar(),
            from.profile(),
            from.signer(),
            from.assurance(),
            from.transactionId(),
            from.decision(),
            from.contents(),
            reservation,
            to,
            from.version() + 1);
    JournalLines.enrollment(transaction, moved, details);
    return moved;
  }

  private static Optional<byte[]> names(Contents contents) {
    return Optional.of(contents.alternativeNames())
        .filter(names -> !names.isEmpty())
        .map(names -> Stored.encoded(new GeneralNames(names.toArray(GeneralName[]::new))));
  }

  /** What was decided on a request that the certificate is to say. */
  static Contents contents(Row row) {
    return new Contents(
        row.optionalBytes("alternative_names")
            .map(names -> List.of(GeneralNames.getInstance(names).getNames()))
            .orElse(List.of()),
        Math.toIntExact(row.number("key_usage")),
        new LinkedHashSet<>(List.of(row.text("extended_key_usages").split(" "))),
        row.optionalNumber("valid_for").map(Duration::ofSeconds),
        row.flag("listed"));
  }

  private static Enrollment read(Row row) {
    return new Enrollment(
        row.text("id"),
        new Device(row.text("device"), row.text("manufacturer"), row.text("device_serial_number")),
        row.text("registrar"),
        row.text("profile"),
        Stored.certificate(row.bytes("idevid")),
        Assurance.of(row.text("assurance")),
        row.bytes("transaction_id"),
        new Decision(
            new X500Principal(row.bytes("subject")),
            row.bytes("public_key"),
            row.flag("modified"),
            row.flag("implicit_confirm")),
        contents(row),
        row.optionalText("serial_number")
            .map(
                serialNumber ->
                    new Reservation(
                        new BigInteger(serialNumber, 16),
                        row.instant("not_before"),
                        row.instant("not_after"))),
        EnrollmentState.of(row.text("state"), row.optionalInstant("state_until")),
        row.number("version"));
  }
}
