package dev.brski.masa.ledger;

import java.time.Instant;

/** How the ledger stands to one more voucher. */
public sealed interface Standing {

  /** It was issued already. */
  record Issued(IssuedVoucher voucher) implements Standing {}

  /** It may be issued. */
  record Free() implements Standing {}

  /** What the pledge said has had vouchers for as many other domains as it gets. */
  record Spent() implements Standing {}

  /**
   * The device has had as many vouchers within a day as it gets.
   *
   * @param until when the oldest of them will be a day old
   */
  record Exhausted(Instant until) implements Standing {}
}
