package dev.brski.pledge;

/** What a device is told to wait for. */
public enum Awaited {
  /** The voucher (RFC 8995 section 5.6). */
  VOUCHER("voucher"),
  /** The certificate, or that its confirmation was heard (RFC 9483 section 4.4). */
  CERTIFICATE("certificate"),
  /** That the certificate is revoked. */
  REVOCATION("revocation"),
  /** The answer to a question. */
  ANSWER("answer");

  private final String word;

  Awaited(String word) {
    this.word = word;
  }

  /** As it is told to people. */
  public String word() {
    return word;
  }
}
