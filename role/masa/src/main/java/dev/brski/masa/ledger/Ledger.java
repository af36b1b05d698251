package dev.brski.masa.ledger;

import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import java.util.Map;
import java.util.Optional;

/** The vouchers that were issued and their audit log, one commit for each. */
public final class Ledger {

  private final Store store;

  /** A ledger in a store with the tables of {@link Schema}. */
  public Ledger(Store store) {
    this.store = store;
  }

  /** A number for a new voucher. */
  public String nextId() {
    return store.ids().next();
  }

  /** The voucher that was issued for the request with this SHA-256. */
  public Optional<IssuedVoucher> find(byte[] requestSha256) {
    return store.read(reading -> find(reading, requestSha256));
  }

  /**
   * Keeps a voucher, with its audit event and journal line, and returns it; if another was kept for
   * the same request meanwhile, that one, and nothing is added.
   */
  public IssuedVoucher record(byte[] requestSha256, IssuedVoucher voucher) {
    return store.commit(
        transaction ->
            find(transaction, requestSha256)
                .orElseGet(() -> add(transaction, requestSha256, voucher)));
  }

  /** The audit log of the device, or devices, with a serial number; empty for an unknown one. */
  public AuditLog auditLog(String serialNumber) {
    return store.read(
        reading ->
            AuditLog.whole(
                reading.query(
                    """
                    SELECT at, domain_id, nonce, assertion FROM audit_event
                    JOIN device ON device.id = audit_event.device
                    WHERE device.serial_number = ? ORDER BY audit_event.voucher
                    """,
                    Ledger::event,
                    serialNumber)));
  }

  private static IssuedVoucher add(
      Transaction transaction, byte[] requestSha256, IssuedVoucher voucher) {
    var device = device(transaction, voucher);
    transaction.updateOne(
        "INSERT INTO voucher (id, device, request_sha256, issued_at, request, content)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        voucher.id(),
        device,
        requestSha256,
        voucher.issuedAt(),
        voucher.request(),
        voucher.voucher());
    transaction.updateOne(
        "INSERT INTO audit_event (voucher, device, at, domain_id, nonce, assertion)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        voucher.id(),
        device,
        voucher.issuedAt(),
        voucher.domainId(),
        voucher.nonce().map(Nonce::text),
        voucher.assertion().name());
    transaction.journal(
        "voucher issued",
        Optional.of(voucher.serialNumber()),
        Map.of("voucher", voucher.id(), "domain", voucher.domainId()));
    return voucher;
  }

  private static String device(Transaction transaction, IssuedVoucher voucher) {
    transaction.update(
        "INSERT INTO device (id, serial_number, idevid_issuer, first_seen) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        voucher.id(),
        voucher.serialNumber(),
        voucher.idevidIssuer().value(),
        voucher.issuedAt());
    return transaction
        .one(
            "SELECT id FROM device WHERE serial_number = ? AND idevid_issuer = ?",
            row -> row.text("id"),
            voucher.serialNumber(),
            voucher.idevidIssuer().value())
        .orElseThrow();
  }

  private static Optional<IssuedVoucher> find(Reading reading, byte[] requestSha256) {
    return reading.one(
        """
        SELECT voucher.id, serial_number, idevid_issuer, issued_at, domain_id, nonce, assertion,
          request, content
        FROM voucher
        JOIN device ON device.id = voucher.device
        JOIN audit_event ON audit_event.voucher = voucher.id
        WHERE request_sha256 = ?
        """,
        Ledger::voucher,
        requestSha256);
  }

  private static IssuedVoucher voucher(Row row) {
    return new IssuedVoucher(
        row.text("id"),
        row.text("serial_number"),
        new IdevidIssuer(row.bytes("idevid_issuer")),
        row.instant("issued_at"),
        row.text("domain_id"),
        row.optionalText("nonce").map(Nonce::new),
        new Assertion(row.text("assertion")),
        row.bytes("request"),
        row.bytes("content"));
  }

  private static AuditLog.Event event(Row row) {
    return new AuditLog.Event(
        row.instant("at"),
        row.text("domain_id"),
        row.optionalText("nonce").map(Nonce::new),
        new Assertion(row.text("assertion")),
        Optional.empty());
  }
}
