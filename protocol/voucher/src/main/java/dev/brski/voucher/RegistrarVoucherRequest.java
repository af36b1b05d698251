package dev.brski.voucher;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a registrar says when it asks the MASA for a voucher, the RVR (RFC 8995 section 5.5).
 *
 * @param createdOn when it was made
 * @param assertion carried forward from the pledge; the MASA does not rely on it
 * @param serialNumber the device's serial number, taken from its IDevID
 * @param idevidIssuer whose serial number it is
 * @param nonce the pledge's, unchanged; absent when the pledge is not there
 * @param priorSignedVoucherRequest the pledge's request, its exact octets
 * @param proximityRegistrarCert present only in a request that breaks the rules
 */
public record RegistrarVoucherRequest(
    Optional<Instant> createdOn,
    Optional<Assertion> assertion,
    String serialNumber,
    Optional<IdevidIssuer> idevidIssuer,
    Optional<Nonce> nonce,
    Optional<byte[]> priorSignedVoucherRequest,
    Optional<X509Certificate> proximityRegistrarCert) {

  /** Copies the octets in. */
  public RegistrarVoucherRequest {
    priorSignedVoucherRequest = priorSignedVoucherRequest.map(byte[]::clone);
  }

  /** A copy of the octets. */
  @Override
  public Optional<byte[]> priorSignedVoucherRequest() {
    return priorSignedVoucherRequest.map(byte[]::clone);
  }

  /**
   * The request for a pledge whose own request has been validated.
   *
   * @param pledgeRequest the pledge's request; its nonce and assertion are carried forward
   * @param idevid the pledge's certificate; serial-number and idevid-issuer come from it
   * @param serialNumber the serial number found in the IDevID
   */
  public static RegistrarVoucherRequest onBehalfOf(
      Signed<PledgeVoucherRequest> pledgeRequest,
      X509Certificate idevid,
      String serialNumber,
      Instant createdOn) {
    return new RegistrarVoucherRequest(
        Optional.of(createdOn),
        pledgeRequest.leaves().assertion(),
        serialNumber,
        Optional.of(IdevidIssuer.of(idevid)),
        pledgeRequest.leaves().nonce(),
        Optional.of(pledgeRequest.artifact().encoded()),
        Optional.empty());
  }

  /**
   * The request for a voucher without a nonce, made while the pledge is not there (RFC 8995 section
   * 3.1): nothing is known of the device but what came with it on paper.
   *
   * @param idevidIssuer from the same source as the serial number, if that has it
   */
  public static RegistrarVoucherRequest inAdvance(
      String serialNumber, Optional<IdevidIssuer> idevidIssuer, Instant createdOn) {
    return new RegistrarVoucherRequest(
        Optional.of(createdOn),
        Optional.empty(),
        serialNumber,
        idevidIssuer,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The JSON text to sign. */
  public byte[] toJson() {
    return new LeafWriter(Modules.REQUEST)
        .instant("created-on", createdOn)
        .text("assertion", assertion.map(Assertion::name))
        .text("serial-number", Optional.of(serialNumber))
        .binary("idevid-issuer", idevidIssuer.map(IdevidIssuer::value))
        .text("nonce", nonce.map(Nonce::text))
        .binary("prior-signed-voucher-request", priorSignedVoucherRequest)
        .certificate("proximity-registrar-cert", proximityRegistrarCert)
        .toJson();
  }
}
