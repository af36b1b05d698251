package dev.brski.masa.ownership;

/** Who may have a device that no sales record names (RFC 8995 section 7.4.2). */
public enum Unsold {
  /** Any domain that the device is near. */
  ALLOW,
  /** The domains of known customers ("know your customer", RFC 8995 section 11.1). */
  CUSTOMERS,
  /** Nobody. */
  REFUSE
}
