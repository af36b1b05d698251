package dev.brski.trust;

import dev.brski.verdict.Check;

/** Why a revocation list says nothing about a certificate (RFC 5280 sections 5 and 6.3.3). */
public enum RevocationCheck implements Check {
  /** It does not have the structure of RFC 5280 section 5.1, or is larger than what is read. */
  MALFORMED("5280-5.1-structure", "a revocation list is malformed"),
  /** It says only what changed since another list. */
  DELTA("5280-5.2.4-delta", "a revocation list is not complete"),
  /** A critical extension of it, or of an entry, is not understood. */
  CRITICAL_EXTENSION("5280-5.2-critical", "a critical extension of a list is not understood"),
  /** Another authority issued it. */
  ISSUER("5280-6.3.3-issuer", "a revocation list is of another issuer"),
  /** It is not about such certificates, or not about all reasons. */
  SCOPE("5280-6.3.3-scope", "a revocation list does not cover the certificate"),
  /** Its time is over, not come yet, or without an end. */
  DATES("5280-6.3.3-dates", "a revocation list is out of date"),
  /** It is not signed by the issuer's key, or that may not sign lists. */
  SIGNATURE("5280-6.3.3-signature", "a revocation list's signature does not verify");

  private final String id;
  private final String told;

  RevocationCheck(String id, String told) {
    this.id = id;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }
}
