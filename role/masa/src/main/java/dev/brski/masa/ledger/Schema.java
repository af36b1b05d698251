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

  private static final String OWNERS =
      """
      CREATE TABLE customer (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        on_first_use INTEGER NOT NULL,
        added_at INTEGER NOT NULL
      );
      CREATE TABLE customer_certificate (
        customer TEXT NOT NULL REFERENCES customer (id),
        kind TEXT NOT NULL,
        spki_sha256 BLOB NOT NULL,
        subject TEXT NOT NULL,
        learnt INTEGER NOT NULL,
        added_at INTEGER NOT NULL,
        certificate BLOB NOT NULL,
        PRIMARY KEY (customer, spki_sha256)
      );
      CREATE INDEX customer_certificate_by_key ON customer_certificate (spki_sha256);
      CREATE INDEX customer_certificate_by_subject ON customer_certificate (subject);
      CREATE UNIQUE INDEX customer_by_key ON customer_certificate (spki_sha256)
        WHERE kind <> 'issuer';
      CREATE TABLE owned_device (
        serial_key TEXT PRIMARY KEY,
        serial_number TEXT NOT NULL,
        customer TEXT NOT NULL REFERENCES customer (id),
        since INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      CREATE INDEX owned_device_by_customer ON owned_device (customer);
      CREATE TABLE blocked_device (
        serial_key TEXT PRIMARY KEY,
        serial_number TEXT NOT NULL,
        since INTEGER NOT NULL,
        reason TEXT NOT NULL,
        who TEXT NOT NULL
      );
      CREATE TABLE ownership_event (
        id TEXT PRIMARY KEY,
        serial_key TEXT NOT NULL,
        serial_number TEXT NOT NULL,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        previous TEXT,
        next TEXT,
        reason TEXT NOT NULL,
        who TEXT NOT NULL
      );
      CREATE INDEX ownership_event_by_device ON ownership_event (serial_key, id);
      CREATE TABLE denial (
        id TEXT PRIMARY KEY,
        serial_key TEXT NOT NULL,
        at INTEGER NOT NULL,
        ground TEXT NOT NULL,
        domain_id TEXT NOT NULL,
        registrar TEXT NOT NULL,
        origin TEXT NOT NULL
      );
      CREATE INDEX denial_by_device ON denial (serial_key, at);
      """;

  private static final String AUDIT_LOGS =
      """
      ALTER TABLE audit_event ADD COLUMN domain_key BLOB;
      CREATE INDEX audit_event_without_key ON audit_event (voucher) WHERE domain_key IS NULL;
      CREATE INDEX audit_event_by_domain ON audit_event (device, domain_key);
      CREATE TABLE audit_link (
        slug TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        client TEXT NOT NULL,
        content_sha256 BLOB NOT NULL,
        content BLOB NOT NULL,
        ends_at INTEGER NOT NULL
      );
      CREATE INDEX audit_link_by_content ON audit_link (device, client, content_sha256);
      CREATE INDEX audit_link_by_end ON audit_link (ends_at);
      """;

  /** Links that were made for single clients are gone with it; they live for short anyway. */
  private static final String LINKS_OF_DOMAINS =
      """
      DROP TABLE audit_link;
      CREATE TABLE audit_link (
        slug TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        domain_key BLOB NOT NULL,
        domain BLOB NOT NULL,
        content_sha256 BLOB NOT NULL,
        content BLOB NOT NULL,
        ends_at INTEGER NOT NULL
      );
      CREATE INDEX audit_link_by_domain ON audit_link (device, domain_key, ends_at);
      CREATE INDEX audit_link_by_end ON audit_link (ends_at);
      """;

  /**
   * A serial key has what was issued for a serial number alone, which nobody has proven: it is what
   * all ways of writing it have in common.
   */
  private static final String NONCELESS =
      """
      ALTER TABLE customer ADD COLUMN nonceless INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE device ADD COLUMN serial_key TEXT;
      CREATE INDEX device_by_serial ON device (serial_number COLLATE NOCASE);
      CREATE INDEX device_by_serial_key ON device (serial_key);
      """;

  /** Of vouchers from before, nobody knows; as if a signer that is gone had signed them. */
  private static final String SIGNERS = "ALTER TABLE voucher ADD COLUMN signer_sha256 BLOB;";

  /** The migrations, the oldest first. */
  public static final List<String> MIGRATIONS =
      List.of(FIRST, OCCASIONS, OWNERS, AUDIT_LOGS, LINKS_OF_DOMAINS, NONCELESS, SIGNERS);

  private Schema() {}
}
