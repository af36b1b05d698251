package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Oids;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Every certificate that was issued to a device. */
public final class IssuedCertificates {

  private static final Map<String, String> KEYWORDS =
      Map.of(Oids.SERIAL_NUMBER_ATTRIBUTE, "serialNumber");

  private final Store store;

  /** The certificates of one store. */
  public IssuedCertificates(Store store) {
    this.store = store;
  }

  /** All of them, oldest first. */
  public List<IssuedCertificate> list() {
    return store.read(
        reading ->
            reading.query(
                """
                SELECT c.serial_number, c.issued, e.subject, e.profile, e.not_after, e.state, e.assurance,
                  d.serial_number AS device, r.at AS revoked
                FROM certificate c
                JOIN enrollment e ON e.id = c.enrollment
                JOIN device d ON d.id = e.device
                LEFT JOIN revocation r ON r.serial_number = c.serial_number
                ORDER BY e.ordinal
                """,
                IssuedCertificates::read));
  }

  /** Whose certificate it is, if it is exactly one that was issued to a device. */
  public Optional<Holder> holder(X509Certificate certificate) {
    return store.read(reading -> holder(reading, certificate));
  }

  static Optional<Holder> holder(Reading reading, X509Certificate certificate) {
    return reading
        .query(
            """
            SELECT c.octets, e.state, e.profile, d.id, d.manufacturer, d.serial_number, r.at AS revoked
            FROM certificate c
            JOIN enrollment e ON e.id = c.enrollment
            JOIN device d ON d.id = e.device
            LEFT JOIN revocation r ON r.serial_number = c.serial_number
            WHERE c.serial_number = ?
            """,
            row -> Map.entry(Stored.certificate(row.bytes("octets")), holder(row)),
            Certificates.serialNumber(certificate))
        .stream()
        .filter(found -> found.getKey().equals(certificate))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Holder holder(Row row) {
    return new Holder(
        new Device(row.text("id"), row.text("manufacturer"), row.text("serial_number")),
        row.text("profile"),
        row.optionalInstant("revoked"),
        Stage.of(row.text("state")));
  }

  private static IssuedCertificate read(Row row) {
    return new IssuedCertificate(
        row.text("serial_number"),
        new X500Principal(row.bytes("subject")).getName(X500Principal.RFC2253, KEYWORDS),
        row.text("device"),
        row.text("profile"),
        row.instant("issued"),
        row.instant("not_after"),
        row.optionalInstant("revoked"),
        row.text("assurance"),
        row.text("state"));
  }
}
