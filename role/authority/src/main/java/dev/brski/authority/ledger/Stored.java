package dev.brski.authority.ledger;

import dev.brski.trust.Certificates;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;

/** Reading back what only this program wrote. */
final class Stored {

  private Stored() {}

  static X509Certificate certificate(byte[] der) {
    try {
      return Certificates.parse(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate in the ledger is not one", e);
    }
  }
}
