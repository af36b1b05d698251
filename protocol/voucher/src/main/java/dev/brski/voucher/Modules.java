package dev.brski.voucher;

/** The names under which the JSON of an artifact stands (RFC 8366 section 5.2, RFC 8995 3.3). */
final class Modules {

  static final String VOUCHER = "ietf-voucher:voucher";
  static final String REQUEST = "ietf-voucher-request:voucher";

  private Modules() {}
}
