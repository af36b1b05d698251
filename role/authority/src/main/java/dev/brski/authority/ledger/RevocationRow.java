package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Transaction;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table of revocations, and the certificates that can come into it. */
final class RevocationRow {

  private static final String OF_DEVICES =
      """
      SELECT c.serial_number, c.octets, e.not_after, d.serial_number AS device FROM certificate c
      JOIN enrollment e ON e.id = c.enrollment JOIN device d ON d.id = e.device
      """;

  /**
   * A certificate that might be revoked.
   *
   * @param serial its serial number, lower-case hexadecimal
   * @param holder the serial number of the device, or the registrar's name
   * @param registrar the ledger's id of the registrar, if it is one's
   */
  record Candidate(
      String serial,
      X509Certificate certificate,
      Instant notAfter,
      String holder,
      Optional<String> registrar) {}

  /**
   * Why, and who says so.
   *
   * @param more what else the journal is to say
   */
  record Ruling(
      RevocationReason reason, String by, Optional<String> note, Map<String, String> more) {}

  private RevocationRow() {}

  /** Revokes, with a line in the journal; a registrar brings no requests any more from then on. */
  static RevokedCertificate insert(
      Transaction transaction, Candidate certificate, Ruling ruling, Instant now) {
    transaction.updateOne(
        "INSERT INTO revocation (serial_number, at, not_after, reason, ruled_by, note)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        certificate.serial(),
        now,
        certificate.notAfter(),
        ruling.reason().word(),
        ruling.by(),
        ruling.note());
    certificate
        .registrar()
        .ifPresent(
            id ->
                transaction.updateOne(
                    "UPDATE registrar SET revoked = ?, version = version + 1 WHERE id = ?",
                    now,
                    id));
    var details = new TreeMap<>(ruling.more());
    details.put("serial", certificate.serial());
    details.put("reason", ruling.reason().word());
    details.put("by", ruling.by());
    ruling.note().ifPresent(note -> details.put("note", note));
    certificate.registrar().ifPresent(id -> details.put("registrar", certificate.holder()));
    transaction.journal(
        "certificate.revoked",
        certificate.registrar().isPresent() ? Optional.empty() : Optional.of(certificate.holder()),
        details);
    return new RevokedCertificate(
        certificate.serial(), certificate.holder(), now, ruling.reason().word());
  }

  static Optional<Instant> revokedSince(Reading reading, Candidate certificate) {
    return reading.one(
        "SELECT at FROM revocation WHERE serial_number = ?",
        row -> row.instant("at"),
        certificate.serial());
  }

  /** The certificate of a device with that serial number, lower-case hexadecimal. */
  static Optional<Candidate> ofDevice(Reading reading, String serial) {
    return reading.one(OF_DEVICES + "WHERE c.serial_number = ?", RevocationRow::device, serial);
  }

  /** Exactly this certificate, if it was issued to a device. */
  static Optional<Candidate> ofDevice(Reading reading, X509Certificate certificate) {
    return ofDevice(reading, Certificates.serialNumber(certificate))
        .filter(found -> found.certificate().equals(certificate));
  }

  /** All of the devices of a serial number, oldest first. */
  static List<Candidate> ofDevices(Reading reading, String serialNumber) {
    return reading.query(
        OF_DEVICES + "WHERE d.serial_number = ? ORDER BY e.ordinal",
        RevocationRow::device,
        serialNumber);
  }

  /** A registrar's, by the ledger's id of that. */
  static Candidate ofRegistrar(Reading reading, String id) {
    return reading
        .one(
            "SELECT id, name, certificate FROM registrar WHERE id = ?",
            RevocationRow::registrar,
            id)
        .orElseThrow();
  }

  /** All of registrars, oldest first. */
  static List<Candidate> ofRegistrars(Reading reading) {
    return reading.query(
        "SELECT id, name, certificate FROM registrar ORDER BY id", RevocationRow::registrar);
  }

  private static Candidate device(Row row) {
    return new Candidate(
        row.text("serial_number"),
        Stored.certificate(row.bytes("octets")),
        row.instant("not_after"),
        row.text("device"),
        Optional.empty());
  }

  private static Candidate registrar(Row row) {
    var certificate = Stored.certificate(row.bytes("certificate"));
    return new Candidate(
        Certificates.serialNumber(certificate),
        certificate,
        certificate.getNotAfter().toInstant(),
        row.text("name"),
        Optional.of(row.text("id")));
  }
}
