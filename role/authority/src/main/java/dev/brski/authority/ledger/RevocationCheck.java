package dev.brski.authority.ledger;

import dev.brski.verdict.Check;

/** What can be wrong with an operator's wish to revoke. */
public enum RevocationCheck implements Check {
  /** No such certificate. */
  UNKNOWN("AU-revocation-unknown", "there is no such certificate"),
  /** It is revoked. */
  SETTLED("AU-revocation-settled", "it is revoked already"),
  /** The name of the user or the note cannot be kept. */
  RULING("AU-revocation-ruling", "the note is not usable");

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
