package dev.brski.masa.ownership;

/** Whether a customer may become known by the domain that first asks for one of its devices. */
public enum FirstUse {
  /** No: a customer is known by the certificates that were given for it. */
  REFUSE,
  /** Yes, if it was added so (RFC 8995 section 7.4.2). */
  ALLOW
}
