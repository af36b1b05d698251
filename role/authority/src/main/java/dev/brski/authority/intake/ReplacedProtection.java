package dev.brski.authority.intake;

/**
 * Which requests for certificates are taken whose device's own protection is not there: a registrar
 * has replaced it (RFC 9483 section 5.2.3), or asks on behalf of the device (section 5.3.1). The
 * two look the same.
 */
public enum ReplacedProtection {
  /** None: each one stands in a registrar's nested message. */
  REFUSE,
  /** Those that the requested key has signed as proof of possession (section 5.2.3.1). */
  WITH_PROOF,
  /** Those too whose proof the registrar says to have verified: raVerified (section 5.2.3.2). */
  RA_VERIFIED
}
