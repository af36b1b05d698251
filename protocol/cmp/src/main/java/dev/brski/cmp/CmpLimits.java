package dev.brski.cmp;

/**
 * How much of a message is read before it is refused, counted and never timed.
 *
 * @param octets the most octets of a whole message
 * @param depth the most levels of ASN.1 nesting
 * @param elements the most ASN.1 elements
 * @param extraCerts the most certificates in one extraCerts or caPubs field
 * @param members the most messages in one nested message
 * @param nesting the most levels of nested messages around a message
 */
public record CmpLimits(
    int octets, int depth, int elements, int extraCerts, int members, int nesting) {

  /** For one message of one device, or a nested message around it: 128 KiB. */
  public static CmpLimits standard() {
    return new CmpLimits(128 << 10, 64, 16_384, 16, 16, 2);
  }

  /** For an answer that may hold a revocation list: 2 MiB. */
  public static CmpLimits answer() {
    return new CmpLimits(2 << 20, 64, 1 << 19, 16, 16, 2);
  }

  /** For a batch of up to 500 messages: 8 MiB. */
  public static CmpLimits batch() {
    return new CmpLimits(8 << 20, 64, 1 << 20, 16, 500, 2);
  }
}
