-- Certificates of registrars by their serial number: the DER that follows on the version, v3,
-- which is the first in a certificate that looks like this.
CREATE INDEX registrar_number
  ON registrar (substr(certificate, instr(certificate, x'a003020102') + 5, 22));
