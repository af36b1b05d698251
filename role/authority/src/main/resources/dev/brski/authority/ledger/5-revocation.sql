CREATE TABLE revocation (
  serial_number TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  not_after INTEGER NOT NULL,
  reason TEXT NOT NULL,
  ruled_by TEXT NOT NULL,
  note TEXT
) STRICT;

CREATE INDEX revocation_by_end ON revocation (not_after);

CREATE TABLE revocation_list (
  number INTEGER PRIMARY KEY,
  revocations INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  this_update INTEGER NOT NULL,
  next_update INTEGER NOT NULL,
  content BLOB NOT NULL
) STRICT;
