CREATE TABLE device (
  id TEXT PRIMARY KEY,
  manufacturer TEXT NOT NULL,
  serial_number TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  UNIQUE (manufacturer, serial_number)
) STRICT;

CREATE TABLE registrar (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  certificate BLOB NOT NULL,
  certificate_sha256 BLOB NOT NULL UNIQUE,
  public_key_sha256 BLOB NOT NULL UNIQUE,
  issued INTEGER NOT NULL,
  revoked INTEGER,
  version INTEGER NOT NULL
) STRICT;

CREATE TABLE enrollment (
  id TEXT PRIMARY KEY,
  ordinal INTEGER NOT NULL UNIQUE,
  device TEXT NOT NULL REFERENCES device (id),
  registrar TEXT NOT NULL REFERENCES registrar (id),
  profile TEXT NOT NULL,
  idevid BLOB NOT NULL,
  transaction_id BLOB NOT NULL UNIQUE,
  request_sha256 BLOB NOT NULL,
  imprint TEXT,
  sequence INTEGER,
  subject BLOB NOT NULL,
  public_key BLOB NOT NULL,
  public_key_sha256 BLOB NOT NULL,
  serial_number TEXT NOT NULL UNIQUE,
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  implicit_confirm INTEGER NOT NULL,
  state TEXT NOT NULL,
  state_until INTEGER,
  state_since INTEGER NOT NULL,
  version INTEGER NOT NULL
) STRICT;

CREATE INDEX enrollment_by_device ON enrollment (device, profile);
CREATE INDEX enrollment_by_key ON enrollment (public_key_sha256);
CREATE INDEX enrollment_by_state ON enrollment (state);

CREATE TABLE consent (
  registrar TEXT NOT NULL REFERENCES registrar (id),
  device TEXT NOT NULL REFERENCES device (id),
  highest_sequence INTEGER NOT NULL,
  PRIMARY KEY (registrar, device)
) STRICT;

CREATE TABLE message (
  id TEXT PRIMARY KEY,
  enrollment TEXT NOT NULL REFERENCES enrollment (id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  sha256 BLOB NOT NULL,
  octets BLOB NOT NULL,
  UNIQUE (enrollment, kind)
) STRICT;

CREATE TABLE certificate (
  serial_number TEXT PRIMARY KEY,
  enrollment TEXT NOT NULL UNIQUE REFERENCES enrollment (id),
  octets BLOB NOT NULL,
  issued INTEGER NOT NULL
) STRICT;

CREATE TRIGGER message_is_append_only_on_update BEFORE UPDATE ON message
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
CREATE TRIGGER message_is_append_only_on_delete BEFORE DELETE ON message
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
