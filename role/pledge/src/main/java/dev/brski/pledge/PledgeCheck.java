package dev.brski.pledge;

import dev.brski.verdict.Check;

/** The rules by which a pledge judges registrars and what they answer. */
public enum PledgeCheck implements Check {
  /** The certificates of the provisional connection do not fit together. */
  CHAIN("8995-5.1-chain", "The certificates do not fit together."),
  /** Between two connections of one exchange the registrar changed its certificates. */
  CHANGED("8995-5-changed", "The certificates are not those of the first connection."),
  /** The registrar will not give this device a voucher. */
  REJECTED("8995-5.6-rejected", "The request was rejected."),
  /** The registrar sends the pledge about. */
  REDIRECTION("8995-5.6-redirection", "The redirection was not followed."),
  /** The answer is not one that the specification knows. */
  ANSWER("8995-5.6-answer", "The answer was not understood."),
  /** No voucher came within the pledge's own deadline. */
  DEADLINE("8995-5.6-deadline", "The voucher did not come in time."),
  /** The voucher is not acceptable. */
  VOUCHER("8995-5.6.1-voucher", "The voucher was not acceptable."),
  /** The voucher says whose domain this is, and the registrar is not of it. */
  REGISTRAR("8995-5.6.2-registrar", "The voucher does not vouch for this registrar."),
  /** The registrar does not speak the enrollment protocol (RFC 9733 section 4.3). */
  PROTOCOL("9733-4.3-protocol", "The enrollment protocol is not supported."),
  /** The registrar refused the enrollment at the level of HTTP. */
  ENROLLMENT_REJECTED("9733-4.2-rejected", "The enrollment was rejected."),
  /** A response of the PKI is not valid. */
  RESPONSE("9483-3.5-response", "The response of the PKI was not valid."),
  /** The PKI rejected the certification request, or ended the operation by an error. */
  PKI_REJECTED("9483-3.6-rejected", "The certification request was rejected."),
  /** The certificate is not the one that was asked for. */
  CERTIFICATE("9483-4.1.1-certificate", "The certificate was not acceptable."),
  /** Only a member of a domain, whose certificate is valid, can do this. */
  MEMBERSHIP("9483-4.1.3-membership", "The device has no valid certificate of a domain."),
  /** The revocation list cannot be believed. */
  REVOCATION_LIST("9483-4.3.4-list", "The revocation list was not acceptable."),
  /** The new root is not bound to the one that is trusted. */
  ROOT_UPDATE("9483-4.3.2-root", "The new root was not acceptable.");

  private final String id;
  private final String told;

  PledgeCheck(String id, String told) {
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
