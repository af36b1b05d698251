CREATE TABLE domain_root (
  generation INTEGER PRIMARY KEY,
  certificate BLOB NOT NULL UNIQUE,
  since INTEGER NOT NULL
) STRICT;
