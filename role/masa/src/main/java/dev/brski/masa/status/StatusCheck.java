package dev.brski.masa.status;

import dev.brski.verdict.Check;

/** Why a registrar's certificates are not taken for valid now (RFC 8995 section 5.5.3). */
public enum StatusCheck implements Check {
  /** Its authority has revoked one, or put it on hold. */
  REVOKED("8995-5.5.3-revoked", "a certificate of the registrar is revoked"),
  /** No valid list of its authority can be had, and without one it is not taken. */
  UNKNOWN("8995-5.5.3-status", "whether the registrar's certificates are revoked is not known");

  private final String id;
  private final String told;

  StatusCheck(String id, String told) {
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
