package dev.brski.voucher.check;

import dev.brski.voucher.Assertion;
import java.time.Duration;
import java.util.Set;

/**
 * What a pledge leaves to its manufacturer's choice (RFC 8366 section 5.3, RFC 8995 section 5.6.1).
 *
 * @param acceptNonceless whether a voucher without a nonce is accepted (RFC 8995 section 7.2)
 * @param assertions the assertions that are good enough
 * @param acceptExpiryWithoutClock whether expires-on is passed over where the time is not known
 * @param clockSkew by how much another's clock may be ahead
 */
public record VoucherPolicy(
    boolean acceptNonceless,
    Set<Assertion> assertions,
    boolean acceptExpiryWithoutClock,
    Duration clockSkew) {

  /** Makes the assertions immutable. */
  public VoucherPolicy {
    assertions = Set.copyOf(assertions);
  }

  /** Nonceless vouchers and the three assertions of RFC 8366; an expiry needs a clock. */
  public static VoucherPolicy standard() {
    return new VoucherPolicy(
        true,
        Set.of(Assertion.VERIFIED, Assertion.LOGGED, Assertion.PROXIMITY),
        false,
        Duration.ofMinutes(5));
  }
}
