package dev.brski.ocsp;

/** Why there is no answer, as the asker is told it (RFC 6960 section 2.3); it is not signed. */
public enum OcspError {
  /** The request is none, or not one that this profile has. */
  MALFORMED_REQUEST(1),
  /** A fault of the responder. */
  INTERNAL_ERROR(2),
  /** It cannot answer now. */
  TRY_LATER(3),
  /** It does not speak for the issuer of that certificate, or not any more (RFC 5019 2.2.3). */
  UNAUTHORIZED(6);

  private static final byte SEQUENCE = 0x30;
  private static final byte ENUMERATED = 0x0a;

  private final int number;

  OcspError(int number) {
    this.number = number;
  }

  /** The OCSPResponseStatus. */
  public int number() {
    return number;
  }

  /** The whole OCSPResponse, DER. */
  public byte[] encoded() {
    return new byte[] {SEQUENCE, 3, ENUMERATED, 1, (byte) number};
  }
}
