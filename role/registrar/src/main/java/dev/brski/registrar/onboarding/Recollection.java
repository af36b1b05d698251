package dev.brski.registrar.onboarding;

import dev.brski.store.Reading;
import dev.brski.store.Transaction;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** The rows behind {@link Memory}: they outlive the exchanges that they come from. */
final class Recollection {

  /** So many nonces of one device are kept, the newest. */
  static final int NONCES = 256;

  /** So many marks of one device are kept, the newest. */
  static final int MARKS = 4096;

  /** So many vouchers that were fetched for one device are remembered, the newest. */
  static final int FETCHED = 64;

  private record Sent(String nonce, boolean vouchered) {}

  private Recollection() {}

  static Memory of(Reading rows, String device) {
    var sent =
        rows.query(
            "SELECT nonce, vouchered FROM sent_nonce WHERE device = ? ORDER BY at, nonce",
            row -> new Sent(row.text("nonce"), row.flag("vouchered")),
            device);
    var since =
        rows.one(
                "SELECT remembers_since FROM device WHERE id = ?",
                row -> row.optionalInstant("remembers_since"),
                device)
            .flatMap(at -> at);
    return new Memory(
        sent.stream().map(Sent::nonce).toList(),
        sent.stream().filter(Sent::vouchered).map(Sent::nonce).toList(),
        rows.query(
            """
            SELECT f.dated FROM fetched_voucher f
            JOIN device d ON d.manufacturer = f.manufacturer AND d.serial_number = f.serial_number
            WHERE d.id = ? ORDER BY f.dated
            """,
            row -> row.instant("dated"),
            device),
        since,
        new HashSet<>(rows.query("SELECT domain_id FROM own_domain", row -> row.text("domain_id"))),
        new HashSet<>(
            rows.query(
                "SELECT mark FROM accepted_mark WHERE device = ?",
                row -> row.text("mark"),
                device)));
  }

  static void sent(Transaction tx, String device, String nonce, Instant now) {
    tx.update(
        """
        INSERT INTO sent_nonce (device, nonce, at, vouchered) VALUES (?, ?, ?, 0)
        ON CONFLICT (device, nonce) DO NOTHING
        """,
        device,
        nonce,
        now);
    oldestBeyond(tx, device)
        .ifPresent(
            at -> {
              tx.update("DELETE FROM sent_nonce WHERE device = ? AND at <= ?", device, at);
              tx.update(
                  "UPDATE device SET remembers_since = coalesce("
                      + "(SELECT min(at) FROM sent_nonce WHERE device = ?), ?) WHERE id = ?",
                  device,
                  now,
                  device);
            });
  }

  private static Optional<Instant> oldestBeyond(Reading rows, String device) {
    return rows.one(
        "SELECT at FROM sent_nonce WHERE device = ? ORDER BY at DESC, nonce LIMIT 1 OFFSET "
            + NONCES,
        row -> row.instant("at"),
        device);
  }

  static void vouchered(Transaction tx, Imprint imprint, String domainId, Instant now) {
    tx.update(
        "UPDATE sent_nonce SET vouchered = 1 WHERE device = ? AND nonce = ?",
        imprint.device(),
        imprint.nonce());
    pinned(tx, domainId, now);
  }

  /** A voucher was fetched that the MASA writes down without a nonce. */
  static void fetched(Transaction tx, StoredVouchers.Fetched voucher, String sha256, Instant now) {
    pinned(tx, voucher.domainId(), now);
    tx.update(
        """
        INSERT INTO fetched_voucher (manufacturer, serial_number, sha256, dated)
        VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        voucher.manufacturer(),
        voucher.serialNumber(),
        sha256,
        voucher.dated());
    tx.update(
        """
        DELETE FROM fetched_voucher WHERE manufacturer = ? AND serial_number = ?
          AND sha256 NOT IN (SELECT sha256 FROM fetched_voucher
            WHERE manufacturer = ? AND serial_number = ? ORDER BY dated DESC, sha256 LIMIT
        """
            + FETCHED
            + ")",
        voucher.manufacturer(),
        voucher.serialNumber(),
        voucher.manufacturer(),
        voucher.serialNumber());
  }

  private static void pinned(Transaction tx, String domainId, Instant now) {
    tx.update(
        """
        INSERT INTO own_domain (domain_id, first_seen) VALUES (?, ?)
        ON CONFLICT (domain_id) DO NOTHING
        """,
        domainId,
        now);
  }

  static void accepted(Transaction tx, String device, List<String> marks, Instant now) {
    for (var mark : marks) {
      tx.update(
          """
          INSERT INTO accepted_mark (device, mark, at) VALUES (?, ?, ?)
          ON CONFLICT (device, mark) DO NOTHING
          """,
          device,
          mark,
          now);
    }
    tx.update(
        "DELETE FROM accepted_mark WHERE device = ? AND mark NOT IN ("
            + "SELECT mark FROM accepted_mark WHERE device = ? ORDER BY at DESC, mark LIMIT "
            + MARKS
            + ")",
        device,
        device);
  }
}
