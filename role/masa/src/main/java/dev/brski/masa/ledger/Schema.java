package dev.brski.masa.ledger;

import java.util.List;

/** The MASA's tables, as a list of migrations that only ever grows. */
public final class Schema {

  private static final String FIRST =
      """
      CREATE TABLE device (
        id TEXT PRIMARY KEY,
        serial_number TEXT NOT NULL,
        idevid_issuer BLOB NOT NULL,
        first_seen INTEGER NOT NULL,
        UNIQUE (serial_number, idevid_issuer)
      );
      CREATE TABLE voucher (
        id TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        request_sha256 BLOB NOT NULL UNIQUE,
        issued_at INTEGER NOT NULL,
        expires_on INTEGER,
        request BLOB NOT NULL,
        content BLOB NOT NULL
      );
      CREATE INDEX voucher_by_device ON voucher (device, id);
      CREATE TABLE audit_event (
        voucher TEXT PRIMARY KEY REFERENCES voucher (id),
        device TEXT NOT NULL REFERENCES device (id),
        at INTEGER NOT NULL,
        domain_id TEXT NOT NULL,
        nonce TEXT,
        assertion TEXT NOT NULL
      );
      CREATE INDEX audit_event_by_device ON audit_event (device, voucher);
      """;

  private static final String OCCASIONS =
      """
      ALTER TABLE voucher ADD COLUMN said_sha256 BLOB;
      ALTER TABLE voucher ADD COLUMN pin_sha256 BLOB;
      CREATE UNIQUE INDEX voucher_by_occasion ON voucher (device, said_sha256, pin_sha256);
      CREATE INDEX voucher_by_day ON voucher (device, issued_at);
      ALTER TABLE device ADD COLUMN exhausted_until INTEGER;
      """;

  /** The migrations, the oldest first. */
  public static final List<String> MIGRATIONS = List.of(FIRST, OCCASIONS);

  private Schema() {}
}
