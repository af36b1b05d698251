package dev.brski.wire;

import dev.brski.verdict.Check;

/** What can be wrong with a TLS server's certificate, beside what path validation finds. */
public enum ServerCheck implements Check {
  /** The certificate is for another host (RFC 9525 section 6). */
  HOST("9525-6-host", "the server's certificate is for another host");

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
