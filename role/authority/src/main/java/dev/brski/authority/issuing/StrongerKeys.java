package dev.brski.authority.issuing;

/** What happens to a request for a key that is stronger than what signs the request. */
public enum StrongerKeys {
  /** It is refused with badAlg (RFC 9481 section 7). */
  REFUSE,
  /** It is certified like any other. */
  ACCEPT
}
