package dev.brski.voucher;

/**
 * How the MASA knows that device and domain belong together (RFC 8366 section 5.3).
 *
 * @param name the value as it is written; others than the three below exist (RFC 8366bis) and are a
 *     matter of policy
 */
public record Assertion(String name) {

  /** Ownership was verified, as by sales records. */
  public static final Assertion VERIFIED = new Assertion("verified");

  /** The issuance was logged, and no more. */
  public static final Assertion LOGGED = new Assertion("logged");

  /** The pledge itself said, signed, which registrar it is connected to. */
  public static final Assertion PROXIMITY = new Assertion("proximity");

  @Override
  public String toString() {
    return name;
  }
}
