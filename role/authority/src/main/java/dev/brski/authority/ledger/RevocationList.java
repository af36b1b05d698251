package dev.brski.authority.ledger;

import java.time.Instant;

/**
 * A certificate revocation list (RFC 5280 section 5) as the ledger keeps it.
 *
 * @param number larger than that of every list before
 * @param revocations how many there were in all when it was made
 * @param entries how many certificates it names
 * @param content its octets, DER
 */
public record RevocationList(
    long number,
    long revocations,
    long entries,
    Instant thisUpdate,
    Instant nextUpdate,
    byte[] content) {

  /** Copies the octets in. */
  public RevocationList {
    content = content.clone();
  }

  /** A copy of the octets. */
  @Override
  public byte[] content() {
    return content.clone();
  }
}
