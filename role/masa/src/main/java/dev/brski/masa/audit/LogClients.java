package dev.brski.masa.audit;

/** Whose connections may carry a request for an audit log (RFC 8995 section 5.4). */
public enum LogClients {
  /** Anybody's: the signature of the request counts. */
  ANY,
  /** Those on which a certificate of the domain that signed the request was shown. */
  DOMAIN
}
