package dev.brski.authority.issuing;

import dev.brski.cmp.CmpFault;
import dev.brski.cmp.FailInfo;
import dev.brski.verdict.Refusal;

/** What a device may not ask for (RFC 9483 section 5.1.1, RFC 9810 section 8.10). */
public enum TemplateCheck implements CmpFault {
  /** A usage that would let the device act as a part of the PKI. */
  PKI_USAGE(
      "AU-template-pki-usage",
      "inner message: certificates that act for the PKI are not issued to devices"),
  /** A certificate that could certify others. */
  CERTIFICATION_AUTHORITY(
      "AU-template-ca", "inner message: CA certificates are not issued to devices"),
  /** Extensions that cannot be read. */
  EXTENSIONS("AU-template-extensions", "inner message: the requested extensions are malformed"),
  /** A certProfile that does not exist here. */
  PROFILE("AU-template-profile", "inner message: there is no such certificate profile here"),
  /** A public key that cannot be decoded. */
  PUBLIC_KEY("AU-template-key", "inner message: the public key cannot be used"),
  /** A key that is stronger than what protects the request for it (RFC 9481 section 7). */
  STRENGTH("9481-7-strength", "inner message: the key is stronger than what signs the request");

  private final String id;
  private final String told;

  TemplateCheck(String id, String told) {
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

  @Override
  public FailInfo failInfo() {
    return this == STRENGTH ? FailInfo.badAlg : FailInfo.badCertTemplate;
  }

  @Override
  public boolean bodyFault() {
    return true;
  }

  Refusal refusal(String cause) {
    return Refusal.of(
        this, cause, "Have the device ask for an ordinary certificate of an end entity.");
  }
}
