package dev.brski.authority.evidence;

import dev.brski.verdict.Check;

/** Why there is no evidence of a certificate. */
public enum EvidenceCheck implements Check {
  /** No such certificate, or more than one. */
  UNKNOWN("AU-evidence-unknown", "there is no such certificate"),
  /** Something that it rests on is not in the ledger or the folder. */
  INCOMPLETE("AU-evidence-incomplete", "not all of what the certificate rests on is here");

  private final String id;
  private final String told;

  EvidenceCheck(String id, String told) {
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
