package dev.brski.cmp;

import dev.brski.trust.CryptoSuite;
import dev.brski.trust.RevocationReason;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import javax.security.auth.x500.X500Principal;

/**
 * What is asked for in an rr (RFC 9483 section 4.2).
 *
 * @param transactionId fresh, or that of an operation resumed
 * @param issuer of the certificate to be revoked, to whom the message is addressed too
 * @param serialNumber of that certificate
 */
public record RevocationDraft(
    TransactionId transactionId,
    X500Principal issuer,
    BigInteger serialNumber,
    RevocationReason reason) {

  /** An rr for a certificate, with a fresh transactionID. */
  public static RevocationDraft of(
      X509Certificate certificate, RevocationReason reason, CryptoSuite suite) {
    return new RevocationDraft(
        TransactionId.fresh(suite),
        certificate.getIssuerX500Principal(),
        certificate.getSerialNumber(),
        reason);
  }
}
