package dev.brski.masa.ledger;

import dev.brski.store.Change;
import dev.brski.store.Reading;
import dev.brski.store.Row;
import dev.brski.store.Store;
import dev.brski.store.Transaction;
import dev.brski.trust.Description;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The vouchers that were issued and their audit log, one commit for each. */
public final class Ledger {

  private static final int LONGEST_REASON = 512;

  private final Store store;
  private final Budget budget;

  /**
   * A ledger in a store with the tables of {@link Schema}.
   *
   * @param perDay how many vouchers one device may get within 24 hours, at least one
   */
  public Ledger(Store store, int perDay) {
    this.store = store;
    this.budget = new Budget(perDay);
  }

  /**
   * To be called before a new voucher is made.
   *
   * @throws dev.brski.store.StoreUnavailable if the disk has no room for it
   */
  public void requireRoom() {
    store.requireRoom();
  }

  /** A number for a new voucher. */
  public String nextId() {
    return store.ids().next();
  }

  /**
   * How the ledger stands to one more voucher now; that a device has had too many goes into the
   * journal, once for each time.
   */
  public Standing standing(Occasion occasion, Instant now) {
    record Found(Standing standing, boolean told) {}
    var found =
        store.read(
            reading -> {
              var standing = standing(reading, occasion, now);
              return new Found(standing, isTold(reading, occasion, standing));
            });
    return found.told
        ? found.standing
        : store.commit(
            transaction -> tell(transaction, occasion, standing(transaction, occasion, now)));
  }

  /**
   * Keeps a voucher, with its audit event and journal line, if the ledger still stands so; if
   * another was kept for the same occasion meanwhile, that one is issued, and nothing is added.
   *
   * @param unproven what could not be found out about the registrar, and is told in the journal
   * @param condition what else the commit of a new voucher must contain, or be undone by
   * @return never {@link Standing.Free}
   */
  public Standing record(
      Occasion occasion, IssuedVoucher voucher, List<String> unproven, Change condition) {
    var domainKey = DomainKeys.of(voucher.voucher());
    return store.commit(
        transaction ->
            switch (standing(transaction, occasion, voucher.issuedAt())) {
              case Standing.Free _ -> {
                condition.in(transaction);
                yield new Standing.Issued(add(transaction, occasion, voucher, unproven, domainKey));
              }
              case Standing standing -> tell(transaction, occasion, standing);
            });
  }

  private Standing standing(Reading reading, Occasion occasion, Instant now) {
    return find(reading, occasion)
        .<Standing>map(Standing.Issued::new)
        .orElseGet(() -> budget.standing(reading, occasion, now));
  }

  private boolean isTold(Reading reading, Occasion occasion, Standing standing) {
    return switch (standing) {
      case Standing.Exhausted(var until) -> budget.isNoted(reading, occasion, until);
      case Standing.Issued _, Standing.Free _, Standing.Spent _ -> true;
    };
  }

  private Standing tell(Transaction transaction, Occasion occasion, Standing standing) {
    if (standing instanceof Standing.Exhausted(var until)) {
      budget.note(transaction, occasion, until);
    }
    return standing;
  }

  /** The audit log of the device, or devices, with a serial number; empty for an unknown one. */
  public static AuditLog auditLog(Store store, String serialNumber) {
    return store.read(
        reading ->
            AuditLog.whole(
                reading.query(
                    """
                    SELECT at, domain_id, nonce, assertion FROM audit_event
                    JOIN device ON device.id = audit_event.device
                    WHERE device.serial_number = ? COLLATE NOCASE ORDER BY audit_event.voucher
                    """,
                    Ledger::event,
                    serialNumber)));
  }

  private static IssuedVoucher add(
      Transaction transaction,
      Occasion occasion,
      IssuedVoucher voucher,
      List<String> unproven,
      byte[] domainKey) {
    var device = device(transaction, occasion, voucher);
    var details = told(transaction, device, occasion, voucher);
    if (!unproven.isEmpty()) {
      details.put(
          "registrar-status",
          Description.printable("unknown: " + String.join("; ", unproven), LONGEST_REASON));
    }
    transaction.updateOne(
        "INSERT INTO voucher (id, device, request_sha256, said_sha256, pin_sha256, signer_sha256,"
            + " issued_at, expires_on, request, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        voucher.id(),
        device,
        occasion.requestSha256(),
        occasion.saidSha256(),
        occasion.pinSha256(),
        occasion.signerSha256(),
        voucher.issuedAt(),
        voucher.expiresOn(),
        voucher.request(),
        voucher.voucher());
    transaction.updateOne(
        "INSERT INTO audit_event (voucher, device, at, domain_id, nonce, assertion, domain_key)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        voucher.id(),
        device,
        voucher.issuedAt(),
        voucher.domainId(),
        voucher.nonce().map(Nonce::text),
        voucher.assertion().name(),
        domainKey);
    transaction.journal("voucher issued", Optional.of(voucher.serialNumber()), details);
    return voucher;
  }

  private static Map<String, String> told(
      Reading reading, String device, Occasion occasion, IssuedVoucher voucher) {
    var details = new LinkedHashMap<String, String>();
    details.put("voucher", voucher.id());
    details.put("domain", voucher.domainId());
    if (voucher.nonce().isEmpty()) {
      details.put("nonce", "none");
      details.put("expires", voucher.expiresOn().map(Instant::toString).orElse("never"));
      renewed(reading, device, occasion).ifPresent(old -> details.put("renews", old));
    }
    return details;
  }

  private static Optional<String> renewed(Reading reading, String device, Occasion occasion) {
    return reading.one(
        """
        SELECT voucher.id FROM voucher JOIN audit_event ON audit_event.voucher = voucher.id
        WHERE voucher.device = ? AND pin_sha256 = ? AND nonce IS NULL ORDER BY voucher.id DESC LIMIT 1
        """,
        row -> row.text("id"),
        device,
        occasion.pinSha256());
  }

  private static String device(Transaction transaction, Occasion occasion, IssuedVoucher voucher) {
    transaction.update(
        "INSERT INTO device (id, serial_number, idevid_issuer, serial_key, first_seen)"
            + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        voucher.id(),
        occasion.serialNumber(),
        occasion.idevidIssuer().value(),
        occasion.serialKey(),
        voucher.issuedAt());
    return transaction
        .one(
            "SELECT id FROM device WHERE serial_number = ? AND idevid_issuer = ?",
            row -> row.text("id"),
            occasion.serialNumber(),
            occasion.idevidIssuer().value())
        .orElseThrow();
  }

  private static Optional<IssuedVoucher> find(Reading reading, Occasion occasion) {
    return find(reading, "request_sha256 = ?", occasion.requestSha256())
        .or(
            () ->
                find(
                    reading,
                    "serial_number = ? AND idevid_issuer = ? AND said_sha256 = ? AND pin_sha256 ="
                        + " ?",
                    occasion.serialNumber(),
                    occasion.idevidIssuer().value(),
                    occasion.saidSha256(),
                    occasion.pinSha256()))
        .or(() -> occasion.instead().flatMap(lasting -> instead(reading, occasion, lasting)));
  }

  private static Optional<IssuedVoucher> instead(
      Reading reading, Occasion occasion, Occasion.Lasting lasting) {
    return find(
        reading,
        """
        serial_number = ? AND idevid_issuer = ? AND pin_sha256 = ?
        AND signer_sha256 = ? AND nonce IS NULL
        AND CASE WHEN ? IS NULL THEN expires_on IS NULL ELSE expires_on > ? END
        ORDER BY voucher.id DESC LIMIT 1
        """,
        occasion.serialNumber(),
        occasion.idevidIssuer().value(),
        occasion.pinSha256(),
        occasion.signerSha256(),
        lasting.beyond(),
        lasting.beyond());
  }

  private static Optional<IssuedVoucher> find(Reading reading, String which, Object... args) {
    return reading.one(
        """
        SELECT voucher.id, serial_number, idevid_issuer, issued_at, expires_on, domain_id, nonce,
          assertion, request, content
        FROM voucher
        JOIN device ON device.id = voucher.device
        JOIN audit_event ON audit_event.voucher = voucher.id
        """
            + "WHERE "
            + which,
        Ledger::voucher,
        args);
  }

  private static IssuedVoucher voucher(Row row) {
    return new IssuedVoucher(
        row.text("id"),
        row.text("serial_number"),
        new IdevidIssuer(row.bytes("idevid_issuer")),
        row.instant("issued_at"),
        row.optionalInstant("expires_on"),
        row.text("domain_id"),
        row.optionalText("nonce").map(Nonce::new),
        new Assertion(row.text("assertion")),
        row.bytes("request"),
        row.bytes("content"));
  }

  static AuditLog.Event event(Row row) {
    return new AuditLog.Event(
        row.instant("at"),
        row.text("domain_id"),
        row.optionalText("nonce").map(Nonce::new),
        new Assertion(row.text("assertion")),
        Optional.empty());
  }
}
