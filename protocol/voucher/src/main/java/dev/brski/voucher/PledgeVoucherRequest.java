package dev.brski.voucher;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a pledge says when it asks for a voucher, the PVR (RFC 8995 sections 3 and 5.2).
 *
 * @param createdOn when it was made, by a pledge that has a clock
 * @param assertion what the pledge claims; proximity in BRSKI
 * @param serialNumber the device's serial number, as in its IDevID
 * @param nonce what the voucher must repeat
 * @param idevidIssuer whose serial number it is; a pledge need not say
 * @param proximityRegistrarCert the end-entity certificate the registrar showed in TLS
 */
public record PledgeVoucherRequest(
    Optional<Instant> createdOn,
    Optional<Assertion> assertion,
    String serialNumber,
    Optional<Nonce> nonce,
    Optional<IdevidIssuer> idevidIssuer,
    Optional<X509Certificate> proximityRegistrarCert) {

  /** The request of RFC 8995 section 5.2: proximity to the registrar behind the certificate. */
  public static PledgeVoucherRequest proximity(
      Optional<Instant> createdOn, String serialNumber, Nonce nonce, X509Certificate registrar) {
    return new PledgeVoucherRequest(
        createdOn,
        Optional.of(Assertion.PROXIMITY),
        serialNumber,
        Optional.of(nonce),
        Optional.empty(),
        Optional.of(registrar));
  }

  /** The JSON text to sign. */
  public byte[] toJson() {
    return new LeafWriter(Modules.REQUEST)
        .instant("created-on", createdOn)
        .text("assertion", assertion.map(Assertion::name))
        .text("serial-number", Optional.of(serialNumber))
        .text("nonce", nonce.map(Nonce::text))
        .binary("idevid-issuer", idevidIssuer.map(IdevidIssuer::value))
        .certificate("proximity-registrar-cert", proximityRegistrarCert)
        .toJson();
  }
}
