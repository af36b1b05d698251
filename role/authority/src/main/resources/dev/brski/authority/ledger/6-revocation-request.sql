CREATE TABLE revocation_request (
  transaction_id BLOB PRIMARY KEY,
  serial_number TEXT NOT NULL UNIQUE REFERENCES revocation (serial_number),
  at INTEGER NOT NULL,
  request_sha256 BLOB NOT NULL,
  request BLOB NOT NULL,
  response BLOB NOT NULL
) STRICT;

CREATE TRIGGER revocation_request_is_append_only_on_update BEFORE UPDATE ON revocation_request
BEGIN SELECT RAISE(ABORT, 'requests for a revocation are append-only'); END;
CREATE TRIGGER revocation_request_is_append_only_on_delete BEFORE DELETE ON revocation_request
BEGIN SELECT RAISE(ABORT, 'requests for a revocation are append-only'); END;
