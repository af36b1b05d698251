package dev.brski.registrar.renewal;

import dev.brski.verdict.Check;

/** What can keep a registrar from a newer credential. */
public enum RenewalCheck implements Check {
  /** Only a valid credential can be renewed. */
  EXPIRED("renewal-expired", "the credential is valid no more"),
  /** The authority answers. */
  AWAY("renewal-away", "the authority gives no answer"),
  /** The authority decides at once. */
  WAITS("renewal-waits", "the authority has not decided yet"),
  /** The authority grants it. */
  REJECTED("renewal-rejected", "the authority does not renew this credential"),
  /** The answer is as RFC 9483 wants it, and of the domain. */
  ANSWER("renewal-answer", "the answer is not believed"),
  /** The certificate is one that this registrar can use in the place of the present one. */
  CERTIFICATE("renewal-certificate", "the certificate is of no use to this registrar"),
  /** The credential is good for a while. */
  SOON("renewal-soon", "the credential expires soon"),
  /** Its renewal succeeds. */
  FAILED("renewal-failed", "the credential was not renewed"),
  /** The root that the credential stands under is known, or the authority tells of it. */
  ROOT("renewal-root", "the domain's newest root is not known"),
  /** The authority is one at which it can be renewed. */
  ELSEWHERE("renewal-elsewhere", "this credential is not renewed here"),
  /** A credential in the keyring is one of a registrar of this domain. */
  GENERATION("renewal-generation", "the newer credential is not usable");

  private final String id;
  private final String told;

  RenewalCheck(String id, String told) {
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
