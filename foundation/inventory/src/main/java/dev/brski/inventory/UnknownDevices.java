package dev.brski.inventory;

/** What happens to a device that nothing names (RFC 8995 section 5.3). */
public enum UnknownDevices {
  /** It is taken like any other. */
  ADMIT,
  /** It waits until a person decides. */
  HOLD,
  /** It is turned away. */
  REFUSE
}
