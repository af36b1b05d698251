package dev.brski.authority.ledger;

import dev.brski.trust.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Object;

/** Writing, and reading back what only this program wrote. */
final class Stored {

  private Stored() {}

  static byte[] encoded(ASN1Object object) {
    try {
      return object.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException("what is in memory cannot fail to be written", e);
    }
  }

  static X509Certificate certificate(byte[] der) {
    try {
      return Certificates.parse(der);
    } catch (CertificateException e) {
      throw new IllegalStateException("a certificate in the ledger is not one", e);
    }
  }
}
