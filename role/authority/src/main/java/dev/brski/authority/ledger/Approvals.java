package dev.brski.authority.ledger;

import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.AlternativeNames;
import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;

/** The requests that are held for a person, and what the person says. */
public final class Approvals {

  private static final Map<String, String> KEYWORDS =
      Map.of(Oids.SERIAL_NUMBER_ATTRIBUTE, "serialNumber");

  private final Store store;

  /** The held requests of one store. */
  public Approvals(Store store) {
    this.store = store;
  }

  /**
   * All that wait, oldest first.
   *
   * @param now when what the inventory names must still be valid
   */
  public List<PendingRequest> pending(Instant now) {
    return store.read(
        reading ->
            reading.query(
                """
                SELECT e.id, e.subject, e.idevid, e.received, e.profile, e.alternative_names,
                  e.key_usage, e.extended_key_usages, e.valid_for, e.listed, e.assurance, e.ra_verified,
                  e.device_certificate, d.manufacturer,
                  d.serial_number AS device, r.name AS registrar,
                  EXISTS (
                    SELECT 1 FROM inventory i
                    WHERE i.manufacturer = d.manufacturer AND i.serial_number = d.serial_number
                      AND (i.valid_until IS NULL OR i.valid_until > ?)) AS in_inventory
                FROM enrollment e
                JOIN device d ON d.id = e.device
                JOIN registrar r ON r.id = e.registrar
                WHERE e.state = ? ORDER BY e.ordinal
                """,
                Approvals::read,
                now,
                Stage.PENDING.word()));
  }

  /** How many wait. */
  public long count() {
    return store
        .read(
            reading ->
                reading.one(
                    "SELECT COUNT(*) AS waiting FROM enrollment WHERE state = ?",
                    row -> row.number("waiting"),
                    Stage.PENDING.word()))
        .orElseThrow();
  }

  /**
   * Lets a certificate be made, durably; its serial number and validity are set aside now, and not
   * before.
   *
   * @param objection what stands against an enrollment that waits
   * @param reservation asked once, when the enrollment is one that waits
   */
  public Verdict<Enrollment> approve(
      String id,
      Ruling ruling,
      Function<Enrollment, Optional<Refusal>> objection,
      Function<Contents, Reservation> reservation) {
    return store.commit(
        transaction ->
            waiting(transaction, id)
                .flatMap(held -> inForce(transaction, held, ruling.at()))
                .flatMap(
                    held ->
                        objection
                            .apply(held)
                            .map(Verdict::<Enrollment>refused)
                            .orElseGet(() -> Verdict.accepted(held)))
                .map(
                    held ->
                        EnrollmentRow.approve(
                            transaction, held, ruling, reservation.apply(held.contents()))));
  }

  /** Refuses the certificate, durably and for good. */
  public Verdict<Enrollment> deny(String id, Ruling ruling) {
    return store.commit(
        transaction ->
            waiting(transaction, id).map(held -> EnrollmentRow.deny(transaction, held, ruling)));
  }

  private static Verdict<Enrollment> waiting(Transaction transaction, String id) {
    var found = EnrollmentRow.byId(transaction, id);
    if (found.isEmpty()) {
      return Verdict.refused(
          ApprovalCheck.UNKNOWN,
          "there is no request '" + id + "'",
          "See which ones wait: brski authority pending --dir DIR.");
    }
    var enrollment = found.get();
    return enrollment.state() instanceof EnrollmentState.Pending
        ? Verdict.accepted(enrollment)
        : Verdict.refused(
            ApprovalCheck.SETTLED,
            "the request "
                + id
                + " of device "
                + enrollment.device().serialNumber()
                + " "
                + EnrollmentRow.ruling(transaction, enrollment)
                    .map(ruling -> ruled(enrollment, ruling))
                    .orElse("was never held for a person, or not until now")
                + "; it is "
                + enrollment.state().word(),
            remedy(enrollment));
  }

  /** A device could not even fetch what it asked for with a certificate that is revoked since. */
  private static Verdict<Enrollment> inForce(
      Transaction transaction, Enrollment held, Instant now) {
    return objection(transaction, held, now)
        .map(
            why ->
                Verdict.<Enrollment>refused(
                    ApprovalCheck.SIGNER,
                    "device "
                        + held.device().serialNumber()
                        + (held.assurance() == Assurance.END_TO_END
                            ? " asked with certificate "
                            : " was asked for with certificate ")
                        + Certificates.serialNumber(held.signer())
                        + ": "
                        + why,
                    "Deny it: brski authority deny. The device may ask anew with its IDevID."))
        .orElseGet(() -> Verdict.accepted(held));
  }

  private static Optional<String> objection(Transaction transaction, Enrollment held, Instant now) {
    return switch (held.assurance()) {
      case END_TO_END ->
          InForce.objection(transaction, Optional.of(held.signer()), Optional.empty(), now);
      case HOP_BY_HOP ->
          InForce.objection(
              transaction,
              EnrollmentRow.shown(transaction, held),
              Optional.of(held.registrar()),
              now);
    };
  }

  private static String ruled(Enrollment enrollment, Ruling ruling) {
    return (enrollment.state() instanceof EnrollmentState.Denied
            ? "was denied by "
            : "was approved by ")
        + ruling.by()
        + " at "
        + ruling.at()
        + ruling.reason().map(reason -> " (" + reason + ")").orElse("");
  }

  private static String remedy(Enrollment enrollment) {
    return switch (enrollment.state().stage()) {
      case DENIED -> "A denial is final; the device has to ask anew, in a new transaction.";
      case SUPERSEDED ->
          "A newer request of the device took its place: brski authority pending --dir DIR.";
      case PENDING, ISSUING, ISSUED, AWAITING_CONFIRMATION, CONFIRMED, REJECTED, UNCONFIRMED ->
          "Nothing was changed; its certificate is in: brski authority certificates --dir DIR.";
    };
  }

  private static PendingRequest read(Row row) {
    return new PendingRequest(
        row.text("id"),
        row.text("device"),
        row.text("manufacturer"),
        named(new X500Principal(row.bytes("subject"))),
        row.text("profile"),
        AlternativeNames.words(EnrollmentRow.contents(row).alternativeNames()),
        row.text("registrar"),
        row.instant("received"),
        issuer(row),
        row.text("assurance"),
        row.flag("ra_verified"),
        row.flag("in_inventory"));
  }

  /** Who issued the certificate that the device signs with, or else that is said to be its own. */
  private static Optional<String> issuer(Row row) {
    return (Assurance.of(row.text("assurance")) == Assurance.END_TO_END
            ? Optional.of(row.bytes("idevid"))
            : row.optionalBytes("device_certificate"))
        .map(octets -> named(Stored.certificate(octets).getIssuerX500Principal()));
  }

  private static String named(X500Principal name) {
    return name.getName(X500Principal.RFC2253, KEYWORDS);
  }
}
