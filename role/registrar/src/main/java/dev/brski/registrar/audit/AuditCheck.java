package dev.brski.registrar.audit;

import dev.brski.registrar.onboarding.Reviews;
import dev.brski.verdict.Check;

/** What can stand against a device in its audit log (RFC 8995 section 5.8.3). */
public enum AuditCheck implements Check {
  /** No entry is of a domain that is listed as forbidden. */
  FORBIDDEN_DOMAIN("8995-5.8.3-forbidden-domain"),
  /** Every entry is of this domain or of a known one. */
  OTHER_DOMAIN("8995-5.8.3-other-domain"),
  /** Every entry has a nonce: a voucher without one can be used again. */
  NONCELESS("8995-5.8.3-nonceless"),
  /** No entry of others is from before the device was bought. */
  BEFORE_PURCHASE("8995-5.8.3-before-purchase"),
  /** No entry of others is from after the device was bought. */
  SINCE_PURCHASE("8995-5.8.3-since-purchase"),
  /** The assertions of others' entries are among the listed ones. */
  ASSERTION("8995-5.8.3-assertion"),
  /** There are no more entries of others than new equipment has. */
  ENTRIES("8995-5.8.3-entries"),
  /** Nothing was left out for lack of room. */
  TRUNCATION("8995-5.8.1-arbitrary"),
  /** Every entry of this domain is of a request that this registrar sent. */
  OWN_UNKNOWN("8995-5.8.3-own-unknown"),
  /** Every voucher that this registrar got is in the log. */
  OWN_MISSING("8995-5.8.3-own-missing"),
  /** There is a log. */
  NO_LOG("8995-5.8-no-log"),
  /** The log is one that is understood. */
  READABLE("8995-5.8.1-readable");

  private final String id;

  AuditCheck(String id) {
    this.id = id;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return Reviews.TOLD;
  }
}
