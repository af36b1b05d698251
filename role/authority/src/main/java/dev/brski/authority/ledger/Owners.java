package dev.brski.authority.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Store;
import java.util.List;

/** By what owners of keys and names are found, for rows from before that was kept. */
public final class Owners {

  private record Found(String id, byte[] content) {}

  private Owners() {}

  /** Adds what is missing, durably; nothing is missing the next time. */
  public static void complete(Store store) {
    var enrollments =
        store.read(reading -> missing(reading, "SELECT id, public_key AS content FROM enrollment"));
    var registrars =
        store.read(reading -> missing(reading, "SELECT id, certificate AS content FROM registrar"));
    var devices =
        store.read(
            reading ->
                reading.query(
                    "SELECT id, serial_number FROM device WHERE canonical_serial_number IS NULL",
                    row -> List.of(row.text("id"), row.text("serial_number"))));
    if (enrollments.isEmpty() && registrars.isEmpty() && devices.isEmpty()) {
      return;
    }
    store.change(
        transaction -> {
          for (var found : enrollments) {
            transaction.updateOne(
                "UPDATE enrollment SET key_data_sha256 = ? WHERE id = ?",
                KeyData.sha256(found.content),
                found.id);
          }
          for (var found : registrars) {
            transaction.updateOne(
                "UPDATE registrar SET key_data_sha256 = ? WHERE id = ?",
                KeyData.sha256(Stored.certificate(found.content).getPublicKey().getEncoded()),
                found.id);
          }
          for (var device : devices) {
            transaction.updateOne(
                "UPDATE device SET canonical_serial_number = ? WHERE id = ?",
                CanonicalName.of(device.getLast()),
                device.getFirst());
          }
        });
  }

  private static List<Found> missing(Reading reading, String select) {
    return reading.query(
        select + " WHERE key_data_sha256 IS NULL",
        row -> new Found(row.text("id"), row.bytes("content")));
  }
}
