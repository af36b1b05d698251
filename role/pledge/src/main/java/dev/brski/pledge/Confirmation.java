package dev.brski.pledge;

/** Whether the pledge asks to be spared the certificate confirmation (RFC 9483 section 4.1.1). */
public enum Confirmation {
  /** implicitConfirm is asked for; the certificate is confirmed only when it is not granted. */
  IMPLICIT,
  /** The certificate is confirmed, or rejected, by a message of its own. */
  EXPLICIT
}
