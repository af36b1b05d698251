package dev.brski.registrar.onboarding;

import dev.brski.inventory.Inventory;
import java.util.List;

/** The registrar's tables, as a list of migrations that only ever grows. */
public final class Schema {

  private static final String FIRST =
      """
      CREATE TABLE device (
        id TEXT PRIMARY KEY,
        manufacturer TEXT NOT NULL,
        serial_number TEXT NOT NULL,
        first_seen INTEGER NOT NULL,
        UNIQUE (manufacturer, serial_number)
      );
      CREATE TABLE message (
        id TEXT PRIMARY KEY,
        at INTEGER NOT NULL,
        exchange TEXT NOT NULL,
        sender TEXT NOT NULL,
        receiver TEXT NOT NULL,
        kind TEXT NOT NULL,
        media_type TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        content BLOB NOT NULL
      );
      CREATE INDEX message_by_exchange ON message (exchange, id);
      CREATE TABLE imprint (
        id TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        pvr_sha256 TEXT NOT NULL UNIQUE,
        nonce TEXT NOT NULL,
        generation INTEGER NOT NULL,
        idevid TEXT NOT NULL,
        domain TEXT NOT NULL,
        state TEXT NOT NULL,
        voucher TEXT REFERENCES message (id),
        refused_status INTEGER,
        refused_told TEXT,
        status_reason TEXT,
        changed INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      CREATE INDEX imprint_by_device ON imprint (device, id);
      CREATE INDEX imprint_by_idevid ON imprint (idevid, id);
      CREATE TABLE enrollment (
        id TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        imprint TEXT NOT NULL REFERENCES imprint (id),
        transaction_id TEXT NOT NULL UNIQUE,
        sender TEXT NOT NULL,
        protocol TEXT NOT NULL,
        profile TEXT NOT NULL,
        assurance TEXT NOT NULL,
        waiting_owner TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        request_sha256 TEXT NOT NULL,
        state TEXT NOT NULL,
        response TEXT REFERENCES message (id),
        implicit_confirm INTEGER NOT NULL,
        response_nonce TEXT,
        certificate TEXT,
        certificate_serial TEXT,
        told TEXT,
        confirm_sha256 TEXT,
        confirm_response TEXT REFERENCES message (id),
        enrolled INTEGER,
        enrolled_matched INTEGER,
        enrolled_reason TEXT,
        changed INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      CREATE INDEX enrollment_by_device ON enrollment (device, id);
      CREATE INDEX enrollment_by_certificate ON enrollment (certificate);
      CREATE TABLE outbox (
        id TEXT PRIMARY KEY,
        destination TEXT NOT NULL,
        device TEXT NOT NULL REFERENCES device (id),
        exchange TEXT NOT NULL,
        message TEXT NOT NULL REFERENCES message (id),
        state TEXT NOT NULL,
        attempts INTEGER NOT NULL,
        next_attempt INTEGER NOT NULL,
        reason TEXT,
        created INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      CREATE INDEX outbox_due ON outbox (state, next_attempt);
      CREATE INDEX outbox_by_exchange ON outbox (exchange);
      CREATE TABLE secret (name TEXT PRIMARY KEY, content BLOB NOT NULL);
      """;

  /** Whoever said waiting first; what began before has been told so by the registrar. */
  private static final String OWNERS_OF_WAITING =
      """
      ALTER TABLE enrollment ADD COLUMN waiting_response TEXT REFERENCES message (id);
      """;

  /** Peers that are away, and what is due looked up by destination and device. */
  private static final String PEERS_AWAY =
      """
      CREATE TABLE away (
        destination TEXT PRIMARY KEY,
        since INTEGER NOT NULL,
        reason TEXT NOT NULL,
        next_attempt INTEGER NOT NULL
      );
      DROP INDEX outbox_due;
      CREATE INDEX outbox_by_destination ON outbox (state, destination, next_attempt, id);
      CREATE INDEX outbox_by_device ON outbox (device, state, id);
      """;

  /** Who took the consent back, and why. */
  private static final String WITHDRAWALS =
      """
      ALTER TABLE imprint ADD COLUMN withdrawn_by TEXT;
      ALTER TABLE imprint ADD COLUMN withdrawn_reason TEXT;
      ALTER TABLE enrollment ADD COLUMN withdrawn_by TEXT;
      ALTER TABLE enrollment ADD COLUMN withdrawn_reason TEXT;
      """;

  /** Since when each credential is there, and who waits, found without reading everything. */
  private static final String GENERATIONS =
      """
      CREATE TABLE generation (number INTEGER PRIMARY KEY, since INTEGER NOT NULL);
      CREATE INDEX imprint_by_state ON imprint (state, generation);
      CREATE INDEX enrollment_by_state ON enrollment (state);
      CREATE INDEX enrollment_by_imprint ON enrollment (imprint);
      """;

  /** What a device is charged, how long the queue is, and indexes to remove what is old. */
  private static final String LIMITS =
      """
      ALTER TABLE device ADD COLUMN charged_until INTEGER;
      CREATE TABLE queue_length (manufacturer TEXT PRIMARY KEY, waiting INTEGER NOT NULL);
      INSERT INTO queue_length (manufacturer, waiting)
        SELECT d.manufacturer, count(*) FROM outbox o JOIN device d ON d.id = o.device
        WHERE o.state = 'WAITING' GROUP BY d.manufacturer;
      CREATE TRIGGER queue_longer AFTER INSERT ON outbox WHEN NEW.state = 'WAITING'
        BEGIN
          INSERT INTO queue_length (manufacturer, waiting)
            SELECT manufacturer, 1 FROM device WHERE id = NEW.device
            ON CONFLICT (manufacturer) DO UPDATE SET waiting = waiting + 1;
        END;
      CREATE TRIGGER queue_shorter AFTER UPDATE OF state ON outbox
        WHEN OLD.state = 'WAITING' AND NEW.state <> 'WAITING'
        BEGIN
          UPDATE queue_length SET waiting = waiting - 1
            WHERE manufacturer = (SELECT manufacturer FROM device WHERE id = NEW.device);
        END;
      CREATE INDEX imprint_by_voucher ON imprint (voucher);
      CREATE INDEX enrollment_by_response ON enrollment (response);
      CREATE INDEX enrollment_by_confirm_response ON enrollment (confirm_response);
      CREATE INDEX enrollment_by_waiting_response ON enrollment (waiting_response);
      CREATE INDEX outbox_by_message ON outbox (message);
      """;

  /**
   * Audit logs and their reviews, and what a registrar remembers to compare them with. Of devices
   * that came before, only what is still kept is known.
   */
  private static final String AUDIT_LOGS =
      """
      ALTER TABLE outbox ADD COLUMN asks TEXT;
      ALTER TABLE device ADD COLUMN remembers_since INTEGER;
      CREATE TABLE log_review (
        imprint TEXT PRIMARY KEY REFERENCES imprint (id),
        device TEXT NOT NULL REFERENCES device (id),
        state TEXT NOT NULL,
        log BLOB,
        findings TEXT,
        reason TEXT,
        decided_by TEXT,
        since INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      CREATE INDEX log_review_by_device ON log_review (device, imprint);
      CREATE TABLE sent_nonce (
        device TEXT NOT NULL REFERENCES device (id),
        nonce TEXT NOT NULL,
        at INTEGER NOT NULL,
        vouchered INTEGER NOT NULL,
        PRIMARY KEY (device, nonce)
      );
      CREATE INDEX sent_nonce_by_time ON sent_nonce (device, at);
      CREATE TABLE own_domain (domain_id TEXT PRIMARY KEY, first_seen INTEGER NOT NULL);
      CREATE TABLE accepted_mark (
        device TEXT NOT NULL REFERENCES device (id),
        mark TEXT NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (device, mark)
      );
      INSERT INTO sent_nonce (device, nonce, at, vouchered)
        SELECT device, nonce, min(changed), 0 FROM imprint GROUP BY device, nonce;
      UPDATE device SET remembers_since =
        (SELECT max(changed) FROM imprint WHERE imprint.device = device.id);
      """;

  /** What persons say of devices that no list names. */
  private static final String JOIN_REQUESTS =
      """
      CREATE TABLE join_request (
        id TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        state TEXT NOT NULL,
        idevid TEXT,
        idevid_subject TEXT,
        idevid_issuer TEXT,
        ruled_by TEXT,
        ruled_reason TEXT,
        created INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      CREATE INDEX join_request_by_device ON join_request (device, id);
      CREATE INDEX join_request_by_state ON join_request (state, id);
      CREATE UNIQUE INDEX join_request_held ON join_request (device) WHERE state = 'HELD';
      CREATE INDEX device_by_serial_number ON device (serial_number);
      """;

  /**
   * What is removed while it waits makes the queue shorter too; what was missed is counted anew.
   */
  static final String REMOVED_FROM_QUEUE =
      """
      CREATE TRIGGER queue_shorter_by_removal AFTER DELETE ON outbox WHEN OLD.state = 'WAITING'
        BEGIN
          UPDATE queue_length SET waiting = waiting - 1
            WHERE manufacturer = (SELECT manufacturer FROM device WHERE id = OLD.device);
        END;
      DELETE FROM queue_length;
      INSERT INTO queue_length (manufacturer, waiting)
        SELECT d.manufacturer, count(*) FROM outbox o JOIN device d ON d.id = o.device
        WHERE o.state = 'WAITING' GROUP BY d.manufacturer;
      """;

  /**
   * Vouchers that were fetched before their devices came, what is remembered of every fetch,
   * whether a MASA was last asked in vain, and whether a peer that counts as away is there and only
   * busy.
   */
  private static final String STORED_VOUCHERS =
      """
      CREATE TABLE stored_voucher (
        manufacturer TEXT NOT NULL,
        serial_number TEXT NOT NULL,
        content BLOB NOT NULL,
        sha256 TEXT NOT NULL,
        pin BLOB NOT NULL,
        expires_on INTEGER,
        idevid_issuer BLOB,
        fetched INTEGER NOT NULL,
        fetched_by TEXT NOT NULL,
        refused INTEGER,
        PRIMARY KEY (manufacturer, serial_number)
      );
      CREATE TABLE fetched_voucher (
        manufacturer TEXT NOT NULL,
        serial_number TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        dated INTEGER NOT NULL,
        PRIMARY KEY (manufacturer, serial_number, sha256)
      );
      ALTER TABLE imprint ADD COLUMN in_vain INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE away ADD COLUMN busy INTEGER NOT NULL DEFAULT 0;
      """;

  /** Operations of those who are members already, which need not rest on a voucher exchange. */
  private static final String OPERATIONS =
      """
      CREATE TABLE operation (
        id TEXT PRIMARY KEY,
        device TEXT NOT NULL REFERENCES device (id),
        imprint TEXT REFERENCES imprint (id),
        domain TEXT NOT NULL,
        operation TEXT NOT NULL,
        label TEXT NOT NULL,
        transaction_id TEXT NOT NULL UNIQUE,
        sender TEXT NOT NULL,
        protocol TEXT NOT NULL,
        profile TEXT NOT NULL,
        assurance TEXT NOT NULL,
        waiting_owner TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        request_sha256 TEXT NOT NULL,
        state TEXT NOT NULL,
        waiting_response TEXT REFERENCES message (id),
        response TEXT REFERENCES message (id),
        implicit_confirm INTEGER NOT NULL,
        response_nonce TEXT,
        certificate TEXT,
        certificate_serial TEXT,
        told TEXT,
        confirm_sha256 TEXT,
        confirm_response TEXT REFERENCES message (id),
        enrolled INTEGER,
        enrolled_matched INTEGER,
        enrolled_reason TEXT,
        withdrawn_by TEXT,
        withdrawn_reason TEXT,
        changed INTEGER NOT NULL,
        version INTEGER NOT NULL
      );
      INSERT INTO operation SELECT id, device, imprint,
        (SELECT domain FROM imprint WHERE imprint.id = enrollment.imprint), 'IR', 'initialization',
        transaction_id, sender, protocol, profile, assurance, waiting_owner, sequence, generation, request_sha256,
        state, waiting_response, response, implicit_confirm, response_nonce, certificate,
        certificate_serial, told, confirm_sha256, confirm_response, enrolled, enrolled_matched,
        enrolled_reason, withdrawn_by, withdrawn_reason, changed, version FROM enrollment;
      DROP TABLE enrollment;
      ALTER TABLE operation RENAME TO enrollment;
      CREATE INDEX enrollment_by_device ON enrollment (device, id);
      CREATE INDEX enrollment_by_certificate ON enrollment (certificate);
      CREATE INDEX enrollment_by_state ON enrollment (state);
      CREATE INDEX enrollment_by_imprint ON enrollment (imprint);
      CREATE INDEX enrollment_by_response ON enrollment (response);
      CREATE INDEX enrollment_by_confirm_response ON enrollment (confirm_response);
      CREATE INDEX enrollment_by_waiting_response ON enrollment (waiting_response);
      """;

  /** The latest renewal of the registrar's own credential, which there is at most one of. */
  private static final String OWN_RENEWAL =
      """
      CREATE TABLE renewal (
        transaction_id TEXT PRIMARY KEY,
        generation INTEGER NOT NULL,
        state TEXT NOT NULL,
        request BLOB NOT NULL,
        waiting BLOB,
        certificates TEXT,
        confirmation BLOB,
        attempts INTEGER NOT NULL,
        next_attempt INTEGER NOT NULL,
        cause TEXT,
        remedy TEXT,
        changed INTEGER NOT NULL
      );
      """;

  /**
   * What leaves once: when it was about to, and what nobody knows the fate of, which counts as
   * waiting. And in which form each operation goes on to the authority.
   */
  private static final String SENT_ONCE =
      """
      ALTER TABLE outbox ADD COLUMN sent INTEGER;
      ALTER TABLE enrollment ADD COLUMN form TEXT NOT NULL DEFAULT 'NESTED';
      DROP TRIGGER queue_longer;
      DROP TRIGGER queue_shorter;
      DROP TRIGGER queue_shorter_by_removal;
      CREATE TRIGGER queue_longer AFTER INSERT ON outbox
        WHEN NEW.state IN ('WAITING', 'INDETERMINATE')
        BEGIN
          INSERT INTO queue_length (manufacturer, waiting)
            SELECT manufacturer, 1 FROM device WHERE id = NEW.device
            ON CONFLICT (manufacturer) DO UPDATE SET waiting = waiting + 1;
        END;
      CREATE TRIGGER queue_shorter AFTER UPDATE OF state ON outbox
        WHEN OLD.state IN ('WAITING', 'INDETERMINATE')
          AND NEW.state NOT IN ('WAITING', 'INDETERMINATE')
        BEGIN
          UPDATE queue_length SET waiting = waiting - 1
            WHERE manufacturer = (SELECT manufacturer FROM device WHERE id = NEW.device);
        END;
      CREATE TRIGGER queue_shorter_by_removal AFTER DELETE ON outbox
        WHEN OLD.state IN ('WAITING', 'INDETERMINATE')
        BEGIN
          UPDATE queue_length SET waiting = waiting - 1
            WHERE manufacturer = (SELECT manufacturer FROM device WHERE id = OLD.device);
        END;
      """;

  /** Whether the authority must not get the same message twice, as of the latest start. */
  private static final String RESENDING =
      """
      CREATE TABLE resending (once INTEGER NOT NULL);
      """;

  /** What the registrar has done by the authority in the place of others. */
  private static final String ERRANDS =
      """
      CREATE TABLE errand (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        manufacturer TEXT,
        device TEXT NOT NULL,
        object TEXT NOT NULL,
        name TEXT NOT NULL,
        generation INTEGER NOT NULL,
        state TEXT NOT NULL,
        request BLOB NOT NULL,
        waiting BLOB,
        known TEXT NOT NULL DEFAULT '',
        response BLOB,
        certificates TEXT,
        confirmation BLOB,
        unwanted TEXT,
        ordered_by TEXT NOT NULL,
        ordered_reason TEXT NOT NULL,
        ordered INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        next_attempt INTEGER NOT NULL,
        cause TEXT,
        remedy TEXT,
        changed INTEGER NOT NULL
      );
      CREATE INDEX errand_by_object ON errand (object);
      CREATE INDEX errand_by_device ON errand (device);
      CREATE INDEX errand_by_state ON errand (state);
      """;

  /** In the order in which they are applied. */
  public static final List<String> MIGRATIONS =
      List.of(
          FIRST,
          OWNERS_OF_WAITING,
          PEERS_AWAY,
          WITHDRAWALS,
          GENERATIONS,
          LIMITS,
          AUDIT_LOGS,
          Inventory.TABLE,
          JOIN_REQUESTS,
          REMOVED_FROM_QUEUE,
          STORED_VOUCHERS,
          OPERATIONS,
          OWN_RENEWAL,
          SENT_ONCE,
          RESENDING,
          ERRANDS);

  private Schema() {}
}
