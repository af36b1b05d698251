package dev.brski.wire;

import dev.brski.verdict.Check;

/** What can be wrong with a TLS server's certificates, beside what path validation finds. */
public enum ServerCheck implements Check {
  /** The certificates do not sign one another (RFC 8995 section 5.1). */
  INCONSISTENT_CHAIN("TLS-chain", "the server's certificates do not belong together"),
  /** The certificate is for another host (RFC 9525 section 6). */
  HOST("TLS-host", "the server's certificate is for another host");

  private final String id;
  private final String told;

  ServerCheck(String id, String told) {
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
