package dev.brski.authority.intake;

import dev.brski.verdict.Check;

/** Why a certificate under our own root does not count as that of a signer. */
public enum SignerCheck implements Check {
  /** It has a path, but the ledger has no such certificate. */
  ISSUED_HERE("AU-signer-issued-here", "it was not issued to a device or registrar of this domain"),
  /** It was revoked, or rejected by its device. */
  IN_FORCE("AU-signer-in-force", "it is not in force");

  private final String id;
  private final String told;

  SignerCheck(String id, String told) {
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
