package dev.brski.ocsp;

import dev.brski.trust.RevocationReason;
import java.time.Instant;

/** What is known of a certificate (RFC 6960 section 2.2). */
public sealed interface CertStatus {

  /** It was issued and is not revoked; whether it is expired is for others to see. */
  record Good() implements CertStatus {}

  /**
   * It is good no more.
   *
   * @param at since when
   */
  record Revoked(Instant at, RevocationReason reason) implements CertStatus {}

  /** Nobody here knows of such a certificate. */
  record Unknown() implements CertStatus {}
}
