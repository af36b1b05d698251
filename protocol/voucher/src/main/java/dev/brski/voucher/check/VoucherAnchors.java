package dev.brski.voucher.check;

import dev.brski.trust.Anchors;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;

/**
 * What vouchers are verified with, each kind by its own: a key that signs while pledges wait is
 * used all day, and must not be worth a voucher that is good for years (RFC 8995 section 11.6.2.2).
 *
 * @param nonced for vouchers with a nonce
 * @param nonceless for those without
 */
public record VoucherAnchors(Anchors nonced, Anchors nonceless) {

  /** The same for both kinds: for devices that were given no second anchor. */
  public static VoucherAnchors ofBoth(Anchors anchors) {
    return new VoucherAnchors(anchors, anchors);
  }

  /** What a voucher is verified with. */
  public Anchors of(Signed<Voucher> voucher) {
    return voucher.leaves().nonce().isPresent() ? nonced : nonceless;
  }
}
