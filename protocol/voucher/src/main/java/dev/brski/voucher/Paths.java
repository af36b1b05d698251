package dev.brski.voucher;

/** Where the operations of RFC 8995 are found (RFC 8995 section 8.3.2). */
public final class Paths {

  /** A voucher is asked for, of the registrar and of the MASA (RFC 8995 sections 5.2 and 5.5). */
  public static final String REQUEST_VOUCHER = "/.well-known/brski/requestvoucher";

  /** The audit log is asked for (RFC 8995 section 5.8). */
  public static final String REQUEST_AUDIT_LOG = "/.well-known/brski/requestauditlog";

  /** The pledge says what it thinks of the voucher (RFC 8995 section 5.7). */
  public static final String VOUCHER_STATUS = "/.well-known/brski/voucher_status";

  /** The pledge says how its enrollment ended (RFC 8995 section 5.9.4). */
  public static final String ENROLL_STATUS = "/.well-known/brski/enrollstatus";

  private Paths() {}
}
