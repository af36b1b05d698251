package dev.brski.voucher;

/** Where the operations of RFC 8995 are found (RFC 8995 section 8.3.2). */
public final class Paths {

  /** Under which all of them are, unless a MASA says otherwise (RFC 8995 section 2.3.2). */
  public static final String BASE = "/.well-known/brski";

  /** A voucher is asked for, of the registrar and of the MASA (RFC 8995 sections 5.2 and 5.5). */
  public static final String REQUEST_VOUCHER = BASE + "/requestvoucher";

  /** The audit log is asked for (RFC 8995 section 5.8). */
  public static final String REQUEST_AUDIT_LOG = BASE + "/requestauditlog";

  /** The pledge says what it thinks of the voucher (RFC 8995 section 5.7). */
  public static final String VOUCHER_STATUS = BASE + "/voucher_status";

  /** The pledge says how its enrollment ended (RFC 8995 section 5.9.4). */
  public static final String ENROLL_STATUS = BASE + "/enrollstatus";

  private Paths() {}
}
