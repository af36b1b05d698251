package dev.brski.masa.audit;

import dev.brski.verdict.Check;

/** Why a request that is right in itself gets no audit log. */
public enum AuditCheck implements Check {
  /** There is no such device, or it never had this domain as its owner (RFC 8995 section 5.8). */
  NEVER_OWNER("8995-5.8-owner", 404, "no audit log is kept of such a device for this domain"),
  /** The connection is not one of the domain that signed the request (RFC 8995 section 5.4). */
  CLIENT(
      "8995-5.4-client", 403, "a TLS client certificate of the domain is needed for the audit log");

  private final String id;
  private final int status;
  private final String told;

  AuditCheck(String id, int status, String told) {
    this.id = id;
    this.status = status;
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

  /** The HTTP status that answers the breach. */
  public int status() {
    return status;
  }
}
