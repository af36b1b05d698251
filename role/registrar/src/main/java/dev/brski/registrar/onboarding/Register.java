package dev.brski.registrar.onboarding;

import dev.brski.store.Row;
import dev.brski.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What operators see of the devices. */
public final class Register {

  private static final String LINES =
      """
      SELECT d.serial_number, d.manufacturer, d.first_seen,
        i.state AS imprint_state, i.changed AS imprint_changed, i.refused_told, i.status_reason,
        r.state AS review, r.reason AS review_reason, r.changed AS review_changed,
        i.withdrawn_reason AS imprint_withdrawn, e.withdrawn_reason AS enrollment_withdrawn,
        e.operation, e.state AS enrollment_state, e.changed AS enrollment_changed,
        CASE WHEN e.operation IN ('IR', 'P10CR') THEN e.certificate_serial
          ELSE coalesce(e.certificate_serial, (
            SELECT certificate_serial FROM enrollment
            WHERE device = d.id AND certificate_serial IS NOT NULL ORDER BY id DESC LIMIT 1))
          END AS certificate_serial,
        e.transaction_id, e.waiting_owner, e.told, e.enrolled, e.enrolled_matched,
        e.enrolled_reason, coalesce(e.id, i.id) AS exchange,
        j.state AS join_state, j.changed AS join_changed, j.ruled_reason AS join_reason,
        o.destination, o.attempts, coalesce(a.reason, o.reason) AS reason,
        CASE o.state WHEN 'WAITING'
          THEN coalesce(max(a.next_attempt, o.next_attempt), o.next_attempt) END AS next_attempt,
        o.state AS parcel_state
      FROM device d
      LEFT JOIN imprint i ON i.id = (SELECT max(id) FROM imprint WHERE device = d.id)
      LEFT JOIN log_review r ON r.imprint = i.id
      LEFT JOIN enrollment e ON e.id = (
          SELECT max(x.id) FROM enrollment x WHERE x.device = d.id AND x.operation <> 'GENM'
            AND (x.operation <> 'RR' OR x.sender = coalesce((
              SELECT c.certificate FROM enrollment c
              WHERE c.device = d.id AND c.certificate IS NOT NULL ORDER BY c.id DESC LIMIT 1),
              x.sender)))
        AND (e.imprint = i.id OR (e.imprint IS NULL AND (i.id IS NULL OR e.id > i.id)))
      LEFT JOIN join_request j ON j.id = (SELECT max(id) FROM join_request WHERE device = d.id)
      LEFT JOIN outbox o ON o.id = (
        SELECT id FROM outbox
        WHERE device = d.id AND state IN ('WAITING', 'INDETERMINATE')
        ORDER BY state = 'INDETERMINATE' DESC, id DESC LIMIT 1)
      LEFT JOIN away a ON a.destination = o.destination AND o.state = 'WAITING'
      ORDER BY d.serial_number
      """;

  /**
   * One device, as a line of a list.
   *
   * @param serial the device's serial number
   * @param manufacturer its manufacturer's configured name
   * @param state in words
   * @param since when that state began
   * @param waitsFor what it waits for, in words; empty when for nothing
   * @param nextAttempt when the peer upstream is asked again; empty when nobody is
   * @param exchange the id of its newest voucher exchange or operation
   * @param certificate the serial number of its certificate, hexadecimal
   */
  public record Line(
      String serial,
      String manufacturer,
      String state,
      Instant since,
      Optional<String> waitsFor,
      Optional<Instant> nextAttempt,
      Optional<String> exchange,
      Optional<String> certificate) {}

  private final Store store;

  Register(Store store) {
    this.store = store;
  }

  /** Every device seen, by serial number. */
  public List<Line> lines() {
    return store.read(rows -> rows.query(LINES, Register::line));
  }

  /** All messages of a device, in their order. */
  public List<Message> messages(String serialNumber) {
    return store.read(
        rows ->
            rows.query(
                """
                SELECT m.* FROM message m WHERE m.exchange IN (
                  SELECT i.id FROM imprint i JOIN device d ON d.id = i.device
                    WHERE d.serial_number = ?
                  UNION SELECT e.id FROM enrollment e JOIN device d ON d.id = e.device
                    WHERE d.serial_number = ?)
                ORDER BY m.id
                """,
                Ledger::message,
                serialNumber,
                serialNumber));
  }

  private static Line line(Row row) {
    var imprint = row.optionalText("imprint_state").map(Imprint.State::valueOf);
    var enrollment = row.optionalText("enrollment_state").map(Enrollment.State::valueOf);
    var review =
        row.optionalText("review")
            .map(Review.State::valueOf)
            .filter(state -> stands(state, imprint));
    var join = row.optionalText("join_state").map(JoinRequest.State::valueOf);
    var barred = join.flatMap(state -> barred(row, state));
    var changed =
        review.isPresent()
            ? row.optionalInstant("review_changed")
            : enrollment.isPresent()
                ? row.optionalInstant("enrollment_changed")
                : row.optionalInstant("imprint_changed");
    return new Line(
        row.text("serial_number"),
        row.text("manufacturer"),
        barred
            .or(() -> approved(join, imprint))
            .or(() -> review.map(state -> state(row, state)))
            .orElseGet(() -> state(row, imprint, enrollment)),
        barred
            .flatMap(_ -> row.optionalInstant("join_changed"))
            .or(() -> changed)
            .orElse(row.instant("first_seen")),
        waitsForPerson(join)
            .or(() -> waitsForVerdict(row, review))
            .or(() -> waitsFor(row, imprint, enrollment)),
        row.optionalInstant("next_attempt"),
        row.optionalText("exchange"),
        row.optionalText("certificate_serial"));
  }

  /** Whether the audit log decides where the device stands. */
  private static boolean stands(Review.State review, Optional<Imprint.State> imprint) {
    boolean voucher =
        imprint
            .filter(
                state ->
                    state == Imprint.State.VOUCHERED
                        || state == Imprint.State.ACCEPTED
                        || state == Imprint.State.REFUSED)
            .isPresent();
    return voucher && !review.isOpen();
  }

  private static String state(Row row, Review.State review) {
    var reason = row.optionalText("review_reason").filter(text -> !text.isEmpty());
    return switch (review) {
      case AWAITED -> "waiting for its audit log";
      case HELD -> "held" + reason.map(text -> ": " + text).orElse("");
      case REFUSED -> "refused" + reason.map(text -> ": " + text).orElse("");
      case PASSED, CLEARED, WITHOUT, ACCEPTED, ENDED, LEFT -> review.title();
    };
  }

  private static Optional<String> waitsForVerdict(Row row, Optional<Review.State> review) {
    return review
        .filter(state -> state == Review.State.HELD)
        .map(_ -> "an operator: brski registrar audit --serial " + row.text("serial_number"));
  }

  /** What is said of a device that may not join, or not yet. */
  private static Optional<String> barred(Row row, JoinRequest.State join) {
    return switch (join) {
      case HELD -> Optional.of("held");
      case DENIED -> Optional.of("denied: " + row.optionalText("join_reason").orElse(""));
      case APPROVED, ADMITTED -> Optional.empty();
    };
  }

  /** A device that a person let in and that has not come, or not come again. */
  private static Optional<String> approved(
      Optional<JoinRequest.State> join, Optional<Imprint.State> imprint) {
    return join.filter(state -> state == JoinRequest.State.APPROVED && imprint.isEmpty())
        .map(_ -> "approved");
  }

  private static Optional<String> waitsForPerson(Optional<JoinRequest.State> join) {
    return join.filter(state -> state == JoinRequest.State.HELD)
        .map(_ -> "a person, to approve or deny it: brski registrar pending");
  }

  private static String state(
      Row row, Optional<Imprint.State> imprint, Optional<Enrollment.State> enrollment) {
    if (enrollment.isPresent()) {
      return state(row, enrollment.get());
    }
    if (imprint.isEmpty()) {
      return "seen";
    }
    return switch (imprint.get()) {
      case REQUESTED -> "waiting for its voucher";
      case VOUCHERED -> "has its voucher";
      case ACCEPTED -> "imprinted";
      case REJECTED ->
          "rejected the voucher: " + row.optionalText("status_reason").orElse("no reason given");
      case REFUSED -> "refused: " + row.optionalText("refused_told").orElse("");
      case SUPERSEDED -> "superseded";
      case WITHDRAWN -> "withdrawn: " + row.optionalText("imprint_withdrawn").orElse("");
    };
  }

  private static String state(Row row, Enrollment.State enrollment) {
    var operation = Operation.valueOf(row.text("operation"));
    var enrolled = row.optionalNumber("enrolled");
    return switch (enrollment) {
      case SUBMITTED ->
          switch (operation) {
            case IR, P10CR -> "waiting for its certificate";
            case CR -> "waiting for another certificate";
            case KUR -> "waiting for the renewal of its certificate";
            case RR -> "waiting for the revocation of its certificate";
            case GENM -> "waiting for an answer";
          };
      case ANSWERED -> operation == Operation.RR ? "revoked" : "answered";
      case ISSUED -> "certificate issued, not confirmed";
      case CONFIRMING -> "waiting for the confirmation";
      case CONFIRMED -> {
        if (enrolled.isEmpty()) {
          yield operation == Operation.KUR ? "certificate renewed" : "certificate issued";
        }
        if (enrolled.get() == 1) {
          yield row.flag("enrolled_matched")
              ? "enrolled"
              : "says it is enrolled, not proven with its certificate";
        }
        yield "enrollment failed: " + row.optionalText("enrolled_reason").orElse("no reason given");
      }
      case REFUSED ->
          switch (operation) {
                case IR, P10CR, CR -> "certificate refused: ";
                case KUR -> "renewal refused: ";
                case RR -> "revocation refused: ";
                case GENM -> "refused: ";
              }
              + row.optionalText("told").orElse("");
      case SUPERSEDED -> "superseded";
      case WITHDRAWN -> "withdrawn: " + row.optionalText("enrollment_withdrawn").orElse("");
    };
  }

  private static Optional<String> waitsFor(
      Row row, Optional<Imprint.State> imprint, Optional<Enrollment.State> enrollment) {
    boolean indeterminate =
        row.optionalText("parcel_state")
            .filter(Parcel.State.INDETERMINATE.name()::equals)
            .isPresent();
    if (indeterminate) {
      return Optional.of(
          "a person: nobody here knows whether the authority has its request; see brski queue ls");
    }
    return row.optionalText("destination")
        .map(destination -> Parcel.Destination.of(destination).title())
        .map(
            peer ->
                row.optionalText("reason")
                    .map(reason -> peer + ": " + reason + attempts(row.number("attempts")))
                    .orElse(peer))
        .or(() -> waitsForAuthority(row, enrollment))
        .or(() -> waitsForDevice(imprint, enrollment));
  }

  private static String attempts(long inVain) {
    return inVain == 1 ? "; 1 attempt in vain" : "; " + inVain + " attempts in vain";
  }

  private static Optional<String> waitsForAuthority(
      Row row, Optional<Enrollment.State> enrollment) {
    return enrollment
        .filter(state -> !Enrollment.LIFE.isEnd(state) && state != Enrollment.State.ISSUED)
        .flatMap(_ -> row.optionalText("waiting_owner"))
        .filter(owner -> Enrollment.WaitingOwner.of(owner) == Enrollment.WaitingOwner.AUTHORITY)
        .map(_ -> "the authority, which has taken it and is polled by the device itself");
  }

  private static Optional<String> waitsForDevice(
      Optional<Imprint.State> imprint, Optional<Enrollment.State> enrollment) {
    if (enrollment.isPresent()) {
      return enrollment
          .filter(state -> state == Enrollment.State.ISSUED)
          .map(_ -> "the device, to confirm its certificate");
    }
    return imprint
        .filter(state -> state == Imprint.State.VOUCHERED)
        .map(_ -> "the device, to report what it makes of its voucher");
  }
}
