package dev.brski.voucher;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a MASA says about whose a device is (RFC 8366 section 5.3, RFC 8995 section 5.6).
 *
 * @param createdOn when it was issued
 * @param expiresOn until when it may be used; only for vouchers without a nonce
 * @param assertion how the MASA knows
 * @param serialNumber the device it is for
 * @param idevidIssuer whose serial number that is
 * @param pinnedDomainCert the certificate that vouches for the registrar
 * @param domainCertRevocationChecks whether the pledge must (true) or must not (false) ask for the
 *     revocation of the domain's certificates
 * @param nonce the pledge's, unchanged
 * @param lastRenewalDate until when it is expected to be renewed
 */
public record Voucher(
    Optional<Instant> createdOn,
    Optional<Instant> expiresOn,
    Optional<Assertion> assertion,
    String serialNumber,
    Optional<IdevidIssuer> idevidIssuer,
    Optional<X509Certificate> pinnedDomainCert,
    Optional<Boolean> domainCertRevocationChecks,
    Optional<Nonce> nonce,
    Optional<Instant> lastRenewalDate) {

  /** The voucher that answers a request with a nonce (RFC 8995 section 5.6). */
  public static Voucher nonced(
      Instant createdOn,
      Assertion assertion,
      String serialNumber,
      X509Certificate pin,
      Nonce nonce) {
    return new Voucher(
        Optional.of(createdOn),
        Optional.empty(),
        Optional.of(assertion),
        serialNumber,
        Optional.empty(),
        Optional.of(pin),
        Optional.empty(),
        Optional.of(nonce),
        Optional.empty());
  }

  /**
   * The voucher for a device that need not be there (RFC 8995 sections 5.6 and 7.4.1).
   *
   * @param expiresOn until when it may be used; for a device without a clock it has no end
   */
  public static Voucher nonceless(
      Instant createdOn,
      Optional<Instant> expiresOn,
      Assertion assertion,
      String serialNumber,
      X509Certificate pin) {
    return new Voucher(
        Optional.of(createdOn),
        expiresOn,
        Optional.of(assertion),
        serialNumber,
        Optional.empty(),
        Optional.of(pin),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The JSON text to sign. */
  public byte[] toJson() {
    return new LeafWriter(Modules.VOUCHER)
        .instant("created-on", createdOn)
        .instant("expires-on", expiresOn)
        .text("assertion", assertion.map(Assertion::name))
        .text("serial-number", Optional.of(serialNumber))
        .binary("idevid-issuer", idevidIssuer.map(IdevidIssuer::value))
        .certificate("pinned-domain-cert", pinnedDomainCert)
        .truth("domain-cert-revocation-checks", domainCertRevocationChecks)
        .text("nonce", nonce.map(Nonce::text))
        .instant("last-renewal-date", lastRenewalDate)
        .toJson();
  }
}
