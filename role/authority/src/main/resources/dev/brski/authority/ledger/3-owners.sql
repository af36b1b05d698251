ALTER TABLE device ADD COLUMN canonical_serial_number TEXT;
ALTER TABLE enrollment ADD COLUMN key_data_sha256 BLOB;
ALTER TABLE registrar ADD COLUMN key_data_sha256 BLOB;

CREATE INDEX device_by_canonical_serial_number ON device (canonical_serial_number);
CREATE INDEX enrollment_by_key_data ON enrollment (key_data_sha256);
CREATE INDEX registrar_by_key_data ON registrar (key_data_sha256);
CREATE INDEX enrollment_by_day ON enrollment (device, received);
