package dev.brski.authority.ledger;

import dev.brski.store.Row;
import dev.brski.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Certificates that were issued to devices, with the messages that led to them. */
public final class Issuances {

  /**
   * A certificate of a device, without what it was issued on.
   *
   * @param serial its serial number, lower-case hexadecimal
   * @param device whose it is
   * @param stage where the enrollment stands
   * @param revoked since when it is revoked, if it is
   */
  public record Found(String serial, Device device, Stage stage, Optional<Instant> revoked) {}

  private final Store store;

  /** The issuances of one store. */
  public Issuances(Store store) {
    this.store = store;
  }

  /** The certificates of every device that has a serial number, oldest first. */
  public List<Found> ofDevice(String serialNumber) {
    return store.read(
        reading ->
            reading.query(
                """
                SELECT c.serial_number, d.id, d.manufacturer, d.serial_number AS device_serial_number,
                  e.state, r.at AS revoked
                FROM certificate c
                JOIN enrollment e ON e.id = c.enrollment
                JOIN device d ON d.id = e.device
                LEFT JOIN revocation r ON r.serial_number = c.serial_number
                WHERE d.serial_number = ?
                ORDER BY e.ordinal
                """,
                row ->
                    new Found(
                        row.text("serial_number"),
                        device(row),
                        Stage.of(row.text("state")),
                        row.optionalInstant("revoked")),
                serialNumber));
  }

  /**
   * The issuance of a certificate.
   *
   * @param serial the certificate's serial number, lower-case hexadecimal
   */
  public Optional<Issuance> of(String serial) {
    return store.read(
        reading ->
            reading.one(
                """
                SELECT c.octets, c.issued, e.idevid, e.state, e.assurance, e.ra_verified,
                  e.device_certificate,
                  d.id, d.manufacturer, d.serial_number AS device_serial_number,
                  g.id AS registrar, g.name, g.certificate, g.revoked,
                  q.octets AS request, n.octets AS nested, a.octets AS response
                FROM certificate c
                JOIN enrollment e ON e.id = c.enrollment
                JOIN device d ON d.id = e.device
                JOIN registrar g ON g.id = e.registrar
                JOIN message q ON q.enrollment = e.id AND q.kind = 'REQUEST'
                LEFT JOIN message n ON n.enrollment = e.id AND n.kind = 'NESTED'
                JOIN message a ON a.enrollment = e.id AND a.kind = 'RESPONSE'
                WHERE c.serial_number = ?
                  AND (n.octets IS NOT NULL OR e.assurance = 'hop-by-hop')
                """,
                Issuances::read,
                serial));
  }

  private static Issuance read(Row row) {
    return new Issuance(
        device(row),
        new Registrar(
            row.text("registrar"),
            row.text("name"),
            Stored.certificate(row.bytes("certificate")),
            row.optionalInstant("revoked"),
            Optional.empty()),
        Stored.certificate(row.bytes("idevid")),
        Assurance.of(row.text("assurance")),
        row.optionalBytes("device_certificate").map(Stored::certificate),
        row.flag("ra_verified"),
        new Exchange(row.bytes("request"), row.optionalBytes("nested"), row.bytes("response")),
        Stored.certificate(row.bytes("octets")),
        row.instant("issued"),
        Stage.of(row.text("state")));
  }

  private static Device device(Row row) {
    return new Device(row.text("id"), row.text("manufacturer"), row.text("device_serial_number"));
  }
}
