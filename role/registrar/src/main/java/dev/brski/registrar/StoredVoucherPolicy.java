package dev.brski.registrar;

/** When a voucher is used that was fetched in advance (RFC 8995 sections 5.6 and 7.3). */
public enum StoredVoucherPolicy {
  /** When a device waits for its own, and the MASA is away. */
  WHEN_MASA_IS_AWAY,
  /** At no time. */
  NEVER
}
