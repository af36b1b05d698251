package dev.brski.masa.intake;

import dev.brski.verdict.Check;

/** Who sends more requests than the MASA takes of one (RFC 8995 section 11.1). */
public enum QuotaCheck implements Check {
  /** One registrar, by the certificate that signs its requests. */
  REGISTRAR("masa-quotaRegistrar", "this registrar has sent too many requests; ask again later"),
  /** One network address. */
  ADDRESS("masa-quotaAddress", "too many requests have come from this address; ask again later");

  private final String id;
  private final String told;

  QuotaCheck(String id, String told) {
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
