ALTER TABLE enrollment ADD COLUMN alternative_names BLOB;
ALTER TABLE enrollment ADD COLUMN key_usage INTEGER NOT NULL DEFAULT 128;
ALTER TABLE enrollment ADD COLUMN extended_key_usages TEXT NOT NULL DEFAULT '1.3.6.1.5.5.7.3.2';
ALTER TABLE enrollment ADD COLUMN valid_for INTEGER;
ALTER TABLE enrollment ADD COLUMN listed INTEGER NOT NULL DEFAULT 1;

CREATE TABLE acp_registrar (
  ordinal INTEGER PRIMARY KEY,
  id INTEGER NOT NULL UNIQUE,
  since INTEGER NOT NULL
) STRICT;

CREATE TABLE acp_address (
  manufacturer TEXT NOT NULL,
  serial_number TEXT NOT NULL,
  routing_subdomain TEXT NOT NULL,
  address TEXT NOT NULL UNIQUE,
  addressing TEXT NOT NULL,
  registrar_id INTEGER NOT NULL,
  node_number INTEGER NOT NULL,
  assigned INTEGER NOT NULL,
  PRIMARY KEY (manufacturer, serial_number, routing_subdomain),
  UNIQUE (addressing, registrar_id, node_number)
) STRICT;

CREATE TRIGGER acp_address_is_append_only_on_update BEFORE UPDATE ON acp_address
BEGIN SELECT RAISE(ABORT, 'addresses are given once'); END;
CREATE TRIGGER acp_address_is_append_only_on_delete BEFORE DELETE ON acp_address
BEGIN SELECT RAISE(ABORT, 'addresses are given once'); END;
