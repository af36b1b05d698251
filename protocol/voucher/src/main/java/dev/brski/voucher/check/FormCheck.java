package dev.brski.voucher.check;

import dev.brski.verdict.Check;

/**
 * Rules on the form of artifacts that nobody refuses an artifact for: whoever looks into one is
 * told of their breach.
 */
public enum FormCheck implements Check {
  CREATED_ON("V-5.3-createdOn", "created-on is missing"),
  EXPIRES_ON("V-5.3-expiresOn", "expires-on must not stand beside a nonce"),
  EXPIRY_OF_PIN("V-5.3-expiryOfPin", "the voucher outlives pinned-domain-cert"),
  LAST_RENEWAL("V-5.3-lastRenewal", "last-renewal-date needs expires-on"),
  PIN_VALIDITY("5280-6.1-pin", "pinned-domain-cert is not valid now"),
  IDEVID_ISSUER("8995-5.5-idevidIssuer", "a registrar's request must have idevid-issuer");

  private final String id;
  private final String told;

  FormCheck(String id, String told) {
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
