PRAGMA defer_foreign_keys = ON;

CREATE TABLE enrollment_before AS SELECT * FROM enrollment;
DELETE FROM enrollment;
DROP TABLE enrollment;

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
  modified INTEGER NOT NULL,
  implicit_confirm INTEGER NOT NULL,
  received INTEGER NOT NULL,
  serial_number TEXT UNIQUE,
  not_before INTEGER,
  not_after INTEGER,
  ruled_by TEXT,
  ruled_at INTEGER,
  ruled_because TEXT,
  state TEXT NOT NULL,
  state_until INTEGER,
  state_since INTEGER NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((serial_number IS NULL) = (not_before IS NULL)),
  CHECK ((serial_number IS NULL) = (not_after IS NULL)),
  CHECK ((ruled_by IS NULL) = (ruled_at IS NULL))
) STRICT;

INSERT INTO enrollment
SELECT id, ordinal, device, registrar, profile, idevid, transaction_id, request_sha256, imprint,
  sequence, subject, public_key, public_key_sha256, modified, implicit_confirm,
  (SELECT at FROM message m WHERE m.enrollment = b.id AND m.kind = 'REQUEST'),
  serial_number, not_before, not_after, NULL, NULL, NULL, state, state_until, state_since, version
FROM enrollment_before b;
DROP TABLE enrollment_before;

CREATE INDEX enrollment_by_device ON enrollment (device, profile);
CREATE INDEX enrollment_by_key ON enrollment (public_key_sha256);
CREATE INDEX enrollment_by_state ON enrollment (state);

CREATE TABLE secret (
  name TEXT PRIMARY KEY,
  content BLOB NOT NULL
) STRICT;
