package dev.brski.registrar;

/** Whether a registrar renews its own credential (RFC 9483 section 4.1.3). */
public enum RenewalPolicy {
  /** By itself, in the last third of its validity. */
  AUTOMATIC,
  /** Only when an operator wants it. */
  OFF
}
