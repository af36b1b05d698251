-- How far back the protection of the request goes; where it ends at a registrar, whether that one
-- answers for the possession of the key, too, and the device's certificate that it sent along.
ALTER TABLE enrollment ADD COLUMN assurance TEXT NOT NULL DEFAULT 'end-to-end';
ALTER TABLE enrollment ADD COLUMN ra_verified INTEGER NOT NULL DEFAULT 0;
ALTER TABLE enrollment ADD COLUMN device_certificate BLOB;
