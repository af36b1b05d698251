package dev.brski.masa.ledger;

import dev.brski.voucher.Assertion;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.Nonce;
import java.time.Instant;
import java.util.Optional;

/**
 * A voucher as the ledger keeps it.
 *
 * @param id its number in the ledger
 * @param serialNumber the device it is for
 * @param idevidIssuer whose serial number that is
 * @param issuedAt when it was issued
 * @param expiresOn until when it may be used, if it has an end
 * @param domainId the domain it was issued to (RFC 8995 section 5.8.2), in base64
 * @param nonce the nonce in it
 * @param assertion the assertion in it
 * @param request the registrar's request, its exact octets
 * @param voucher the voucher, its exact octets
 */
public record IssuedVoucher(
    String id,
    String serialNumber,
    IdevidIssuer idevidIssuer,
    Instant issuedAt,
    Optional<Instant> expiresOn,
    String domainId,
    Optional<Nonce> nonce,
    Assertion assertion,
    byte[] request,
    byte[] voucher) {

  /** Copies the octets in. */
  public IssuedVoucher {
    request = request.clone();
    voucher = voucher.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] request() {
    return request.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] voucher() {
    return voucher.clone();
  }
}
