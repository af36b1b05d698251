package dev.brski.cmp;

import dev.brski.verdict.Check;

/** A check whose failing is told to the peer in a CMP message; roles add their own to CmpCheck. */
public interface CmpFault extends Check {

  /** The bit that goes into the failInfo field. */
  FailInfo failInfo();

  /**
   * Whether a request for a certificate or a revocation with this fault is answered by ip, cp, kup
   * or rp with status rejection; otherwise, and for all other requests, by an error message (RFC
   * 9483 section 3.6.2).
   */
  boolean bodyFault();
}
