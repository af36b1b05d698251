package dev.brski.authority.issuing;

/** Whether devices are relieved of the certConf when they ask for it (RFC 9483 section 4.1.1). */
public enum ConfirmationPolicy {
  /** Granted when asked for. */
  IMPLICIT,
  /** Never granted: every device confirms. */
  EXPLICIT;
}
