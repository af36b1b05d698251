package dev.brski.voucher;

/**
 * The media types that travel between pledge, registrar and MASA (RFC 8995 sections 5.2 to 5.9).
 */
public final class MediaTypes {

  /** A voucher or voucher-request: JSON signed with CMS, in raw DER (RFC 8366 section 8.3). */
  public static final String VOUCHER_CMS_JSON = "application/voucher-cms+json";

  /** Voucher status, enroll status and audit log (RFC 8995 sections 5.7, 5.8 and 5.9.4). */
  public static final String JSON = "application/json";

  private MediaTypes() {}
}
