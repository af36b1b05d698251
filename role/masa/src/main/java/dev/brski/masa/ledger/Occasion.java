package dev.brski.masa.ledger;

import dev.brski.voucher.IdevidIssuer;

/**
 * What a voucher is issued for. Two requests in which the same pledge says the same, and that lead
 * to the same pin, are one occasion, whoever signed around it and when.
 *
 * @param requestSha256 of the registrar's request, all of its octets
 * @param serialNumber the device it is for
 * @param idevidIssuer whose serial number that is
 * @param saidSha256 of what the pledge signed, its nonce included; not of the signature and what
 *     lies around it, which others can write differently
 * @param pinSha256 of the certificate that is pinned
 */
public record Occasion(
    byte[] requestSha256,
    String serialNumber,
    IdevidIssuer idevidIssuer,
    byte[] saidSha256,
    byte[] pinSha256) {

  /** Copies the octets in. */
  public Occasion {
    requestSha256 = requestSha256.clone();
    saidSha256 = saidSha256.clone();
    pinSha256 = pinSha256.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] requestSha256() {
    return requestSha256.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] saidSha256() {
    return saidSha256.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] pinSha256() {
    return pinSha256.clone();
  }
}
