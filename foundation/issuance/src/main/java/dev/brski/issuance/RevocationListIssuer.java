package dev.brski.issuance;

import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;

/**
 * Makes complete version 2 revocation lists (RFC 5280 section 5).
 *
 * <p>Instances are immutable and safe for concurrent use.
 */
public final class RevocationListIssuer {

  private static final int CRL_SIGN = 6;

  private static final Set<Integer> REASONS = Set.of(0, 1, 2, 3, 4, 5, 6, 9, 10);

  private final CryptoSuite suite;

  /**
   * An entry of the list.
   *
   * @param reason the CRLReason number of RFC 5280 section 5.3.1; 0 (unspecified) is left away
   */
  public record RevokedCertificate(BigInteger serialNumber, Instant at, int reason) {

    /** Demands a reason of RFC 5280 that fits a complete list. */
    public RevokedCertificate {
      if (!REASONS.contains(reason)) {
        throw new IllegalArgumentException("CRLReason " + reason);
      }
    }
  }

  /** An issuer that signs with the suite. */
  public RevocationListIssuer(CryptoSuite suite) {
    this.suite = suite;
  }

  /**
   * A list of everything that is revoked.
   *
   * @param number larger than that of every list before
   * @throws IllegalArgumentException when the issuer's certificate does not allow it to sign lists,
   *     or the list would be out of date when it is made
   */
  public X509CRL issue(
      Credential issuer,
      BigInteger number,
      Instant thisUpdate,
      Instant nextUpdate,
      Collection<RevokedCertificate> revoked) {
    demandAuthority(issuer);
    if (!nextUpdate.isAfter(thisUpdate)) {
      throw new IllegalArgumentException("from " + thisUpdate + " until " + nextUpdate);
    }
    var builder =
        new X509v2CRLBuilder(
            X500Name.getInstance(issuer.leaf().getSubjectX500Principal().getEncoded()),
            Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(nextUpdate));
    for (var entry : revoked) {
      builder.addCRLEntry(entry.serialNumber(), Date.from(entry.at()), entry.reason());
    }
    try {
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(KeyIdentifiers.of(issuer.leaf())));
      builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
      return (X509CRL)
          CertificateFactory.getInstance("X.509")
              .generateCRL(
                  new ByteArrayInputStream(
                      builder.build(suite.contentSigner(issuer.key())).getEncoded()));
    } catch (IOException | CRLException | CertificateException e) {
      throw new IllegalStateException("the revocation list that was made cannot be read", e);
    }
  }

  private static void demandAuthority(Credential issuer) {
    var usage = issuer.leaf().getKeyUsage();
    if (issuer.leaf().getBasicConstraints() < 0 || (usage != null && !usage[CRL_SIGN])) {
      throw new IllegalArgumentException(
          issuer.leaf().getSubjectX500Principal() + " may not sign revocation lists");
    }
  }
}
