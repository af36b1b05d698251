CREATE TABLE registrar_update (
  id TEXT PRIMARY KEY,
  registrar TEXT NOT NULL REFERENCES registrar (id),
  transaction_id BLOB NOT NULL UNIQUE,
  received INTEGER NOT NULL,
  request BLOB NOT NULL,
  request_sha256 BLOB NOT NULL,
  public_key BLOB NOT NULL,
  key_data_sha256 BLOB NOT NULL UNIQUE,
  modified INTEGER NOT NULL,
  implicit_confirm INTEGER NOT NULL,
  serial_number TEXT NOT NULL UNIQUE,
  not_before INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  successor TEXT UNIQUE REFERENCES registrar (id),
  response BLOB,
  cert_conf BLOB,
  pki_conf BLOB,
  state TEXT NOT NULL,
  state_until INTEGER,
  state_since INTEGER NOT NULL,
  version INTEGER NOT NULL,
  CHECK ((cert_conf IS NULL) = (pki_conf IS NULL))
) STRICT;

CREATE INDEX registrar_update_by_day ON registrar_update (received);
CREATE INDEX registrar_update_by_state ON registrar_update (state);

CREATE TRIGGER registrar_update_is_kept BEFORE DELETE ON registrar_update
BEGIN SELECT RAISE(ABORT, 'updates of registrars are kept'); END;
CREATE TRIGGER registrar_update_keeps_octets BEFORE UPDATE ON registrar_update
WHEN OLD.request IS NOT NEW.request
  OR (OLD.response IS NOT NULL AND OLD.response IS NOT NEW.response)
  OR (OLD.pki_conf IS NOT NULL AND OLD.pki_conf IS NOT NEW.pki_conf)
BEGIN SELECT RAISE(ABORT, 'messages are append-only'); END;
