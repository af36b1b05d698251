package dev.brski.wire;

/** What a server asks of its clients in the TLS handshake. */
public enum ClientCertificates {
  /** Nothing. */
  NONE,
  /**
   * A certificate, without naming authorities; any is taken and recorded, so that the HTTP layer
   * judges it and a refusal has a status and a reason (RFC 8995 section 5.1).
   */
  REQUESTED
}
