package dev.brski.registrar.behalf;

import dev.brski.verdict.Check;

/** What can keep a registrar from having something done in another's place. */
public enum BehalfCheck implements Check {
  /** It is said what is meant, and that is known. */
  OBJECT("behalf-object", "nothing of that kind is known"),
  /** The subject asked for is the device's name (RFC 9483 section 5.3.1). */
  SUBJECT("behalf-subject", "the subject does not name the device"),
  /** The request is one that the device can have made. */
  REQUEST("behalf-request", "the certification request is not usable"),
  /** The authority is one that can be asked for it. */
  ELSEWHERE("behalf-elsewhere", "this is not asked for here"),
  /** The authority decides at once. */
  WAITS("behalf-waits", "the authority has not decided yet"),
  /** The authority answers. */
  AWAY("behalf-away", "the authority gives no answer that counts"),
  /** The authority does it. */
  REJECTED("behalf-rejected", "the authority does not do it"),
  /** The certificate is one for the key that was shown, of this domain. */
  CERTIFICATE("behalf-certificate", "the certificate is of no use"),
  /** It has not ended yet. */
  OVER("behalf-over", "it has ended before");

  private final String id;
  private final String told;

  BehalfCheck(String id, String told) {
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
