package dev.brski.authority.ledger;

import dev.brski.verdict.Check;

/** What can be wrong with an operator's word on a request. */
public enum ApprovalCheck implements Check {
  /** No such request. */
  UNKNOWN("AU-approval-unknown", "there is no such request"),
  /** It is decided. */
  SETTLED("AU-approval-settled", "the request is decided already"),
  /** What the device asked with was revoked since. */
  SIGNER("AU-approval-signer", "the certificate that the device asked with is good no more"),
  /** The key is none that is certified any more. */
  KEY("AU-approval-key", "the key of the request is not certified any more"),
  /** The name or the reason cannot be kept. */
  RULING("AU-approval-ruling", "the reason is not usable");

  private final String id;
  private final String told;

  ApprovalCheck(String id, String told) {
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
