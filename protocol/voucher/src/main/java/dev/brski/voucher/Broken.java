package dev.brski.voucher;

import dev.brski.verdict.Refusal;

/** Carries a refusal out of the depth of a parser; it never leaves this room. */
final class Broken extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  Broken(VoucherCheck check, String cause) {
    super(cause, null, false, false);
    refusal =
        Refusal.of(
            check, cause, "Look at the artifact with `brski voucher inspect` and at who made it.");
  }

  Refusal refusal() {
    return refusal;
  }
}
