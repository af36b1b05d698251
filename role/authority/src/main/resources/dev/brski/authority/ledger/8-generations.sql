CREATE TABLE issuing_ca (
  generation INTEGER PRIMARY KEY,
  subject BLOB NOT NULL UNIQUE,
  certificate BLOB NOT NULL,
  since INTEGER NOT NULL
) STRICT;

ALTER TABLE revocation ADD COLUMN generation INTEGER NOT NULL DEFAULT 1;
CREATE INDEX revocation_by_generation ON revocation (generation, not_after);

CREATE TABLE revocation_list_before AS SELECT * FROM revocation_list;
DROP TABLE revocation_list;

CREATE TABLE revocation_list (
  generation INTEGER NOT NULL,
  number INTEGER NOT NULL,
  revocations INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  this_update INTEGER NOT NULL,
  next_update INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (generation, number)
) STRICT;

INSERT INTO revocation_list
SELECT 1, number, revocations, entries, this_update, next_update, content
FROM revocation_list_before;
DROP TABLE revocation_list_before;
