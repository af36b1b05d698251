package dev.brski.masa.ledger;

import dev.brski.voucher.IdevidIssuer;
import java.time.Instant;
import java.util.Optional;

/**
 * What a voucher is issued for. Two requests in which the same pledge says the same, and that lead
 * to the same pin, are one occasion, whoever signed around it and when; of those without a
 * pledge's, two in which the registrar says the same.
 *
 * @param requestSha256 of the registrar's request, all of its octets
 * @param serialNumber the device it is for
 * @param idevidIssuer whose serial number that is; {@link #UNPROVEN} if no device has said so
 * @param serialKey then, what is the same for all ways of writing the serial number
 * @param saidSha256 of what the pledge signed, its nonce included, or else the registrar; not of
 *     the signature and what lies around it, which others can write differently
 * @param pinSha256 of the certificate that is pinned
 * @param signerSha256 of the certificate whose key signs what is issued now
 * @param instead what other voucher without a nonce for the same device and pin does as well
 */
public record Occasion(
    byte[] requestSha256,
    String serialNumber,
    IdevidIssuer idevidIssuer,
    Optional<String> serialKey,
    byte[] saidSha256,
    byte[] pinSha256,
    byte[] signerSha256,
    Optional<Lasting> instead) {

  /** The issuer of a serial number that a registrar has named, and no device has proven. */
  public static final IdevidIssuer UNPROVEN = new IdevidIssuer(new byte[0]);

  /**
   * A voucher of the same signer that is still good for a while.
   *
   * @param beyond after when it expires; if empty, it does not expire
   */
  public record Lasting(Optional<Instant> beyond) {}

  /** Copies the octets in. */
  public Occasion {
    requestSha256 = requestSha256.clone();
    saidSha256 = saidSha256.clone();
    pinSha256 = pinSha256.clone();
    signerSha256 = signerSha256.clone();
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

  /** A copy of the octets. */
  @Override
  public byte[] signerSha256() {
    return signerSha256.clone();
  }
}
