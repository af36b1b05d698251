package dev.brski.masa.issuing;

import dev.brski.verdict.Check;

/** Why a request that is right in itself gets no voucher. */
public enum IssuingCheck implements Check {
  /** A pledge asks for one domain, not for ever more of them (RFC 8995 section 5.6). */
  OUTSTANDING(
      "masa-outstanding", "vouchers for other domains were issued for this request of the pledge"),
  /** The audit log of a device does not grow without bound. */
  BUDGET("masa-budget", "this device has got too many vouchers; ask again later");

  private final String id;
  private final String told;

  IssuingCheck(String id, String told) {
    this.id = id;
    this.told = told;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }
}
