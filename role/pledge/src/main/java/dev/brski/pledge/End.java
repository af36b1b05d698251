package dev.brski.pledge;

import dev.brski.cmp.Body;
import dev.brski.cmp.Information;
import dev.brski.verdict.Refusal;
import dev.brski.wire.PeerFailure;

/** What an operation has come to, for this run or for good. */
sealed interface End {

  /** Nothing is decided; what is outstanding stays so. */
  record Unfinished(Outcome.Unfinished outcome) implements End {}

  /** Whoever answers at the registrar's address is not of the domain; nothing was sent there. */
  record Stranger(String step, PeerFailure failure) implements End {}

  /** A certificate came, and was confirmed where that was wanted. */
  record Granted(Transaction transaction) implements End {}

  /** The certificate is revoked. */
  record Revoked() implements End {}

  /** The question is answered. */
  record Informed(Information information) implements End {}

  /** The PKI said no. */
  record Rejected(Body.StatusInfo status, Refusal refusal) implements End {}

  /** What came is not acceptable. */
  record Failed(Refusal refusal) implements End {}
}
