package dev.brski.masa.issuing;

import dev.brski.masa.ledger.IssuedVoucher;
import dev.brski.verdict.Refusal;
import java.time.Duration;

/** What becomes of a registrar's request. */
public sealed interface Decision {

  /** It gets this voucher. */
  record Issued(IssuedVoucher voucher) implements Decision {}

  /** It gets none. */
  record Refused(Refusal refusal) implements Decision {}

  /** It gets none before this time has passed. */
  record Later(Refusal refusal, Duration retryAfter) implements Decision {}
}
