package dev.brski.authority.ledger;

import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.trust.Oids;
import java.util.List;
import java.util.Map;
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
                SELECT c.serial_number, c.issued, e.subject, e.not_after, e.state,
                  d.serial_number AS device, r.at AS revoked
                FROM certificate c
                JOIN enrollment e ON e.id = c.enrollment
                JOIN device d ON d.id = e.device
                LEFT JOIN revocation r ON r.serial_number = c.serial_number
                ORDER BY e.ordinal
                """,
                IssuedCertificates::read));
  }

  private static IssuedCertificate read(Row row) {
    return new IssuedCertificate(
        row.text("serial_number"),
        new X500Principal(row.bytes("subject")).getName(X500Principal.RFC2253, KEYWORDS),
        row.text("device"),
        row.instant("issued"),
        row.instant("not_after"),
        row.optionalInstant("revoked"),
        row.text("state"));
  }
}
