package dev.brski.trust;

import dev.brski.verdict.Check;

/** The rules that a certificate on a certification path can break (RFC 5280 section 6.1). */
public enum PathCheck implements Check {
  /** No chain of names leads to a trust anchor. */
  UNTRUSTED("5280-6.1-anchor", "the certificate does not lead to a trust anchor"),
  /** The notAfter date has passed. */
  EXPIRED("5280-6.1.3-notAfter", "a certificate has expired"),
  /** The notBefore date is still to come. */
  NOT_YET_VALID("5280-6.1.3-notBefore", "a certificate is not yet valid"),
  /** An issuer is not a certification authority. */
  NOT_A_CA("5280-6.1.4-basicConstraints", "an issuer is not a certification authority"),
  /** An issuer allows fewer authorities below it. */
  PATH_LENGTH("5280-6.1.4-pathLenConstraint", "the certification path is longer than allowed"),
  /** A name lies outside the space that an issuer may name. */
  NAME_CONSTRAINTS("5280-6.1.3-nameConstraints", "a name is outside the name constraints"),
  /** The keyUsage extension forbids what the key is used for. */
  KEY_USAGE("5280-4.2.1.3-keyUsage", "the key usage does not fit"),
  /** The extendedKeyUsage extension lacks what the purpose needs. */
  EXTENDED_KEY_USAGE("5280-4.2.1.12-extKeyUsage", "the extended key usage does not fit"),
  /** A key or signature algorithm is too weak or unknown (RFC 9481). */
  ALGORITHM("9481-3-algorithm", "a key or signature algorithm is not accepted"),
  /** A signature is not by the issuer's key. */
  SIGNATURE("5280-6.1.3-signature", "a certificate's signature does not verify"),
  /** A critical extension is not understood. */
  CRITICAL_EXTENSION("5280-4.2-critical", "a critical extension is not understood"),
  /** The certificate policies do not satisfy an issuer's policy constraints. */
  POLICY("5280-6.1.5-policy", "the certificate policies do not fit"),
  /** A certificate does not have the structure of RFC 5280 section 4.1. */
  MALFORMED("5280-4.1-structure", "a certificate is malformed"),
  /** The search went over a limit of {@link ValidationLimits}. */
  TOO_COMPLEX("path-limits", "the certification path is too complex");

  private final String id;
  private final String told;

  PathCheck(String id, String told) {
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
