package dev.brski.voucher;

/**
 * The deviations from the specifications that are accepted because peers in the field show them;
 * whoever reads an artifact learns which of them it needed, to log them.
 */
public enum Tolerance {
  /** eContentType id-data instead of id-ct-animaJSONVoucher, as in RFC 8995 appendix C. */
  CONTENT_TYPE_ID_DATA("the content type is id-data instead of id-ct-animaJSONVoucher"),
  /** CMS version 1, the shape of PKCS #7. */
  CMS_VERSION_1("the CMS version is 1 instead of 3"),
  /** BER where RFC 8366 section 5.4 demands DER. */
  NOT_DER("the CMS structure is encoded in BER, not in DER"),
  /** The body is base64 text. */
  BODY_BASE64("the body is base64 instead of raw DER"),
  /** The body is a PEM text. */
  BODY_PEM("the body is PEM instead of raw DER"),
  /** A binary value without padding. */
  BINARY_UNPADDED("a binary value lacks its base64 padding"),
  /** A binary value in the URL-safe alphabet. */
  BINARY_BASE64URL("a binary value is base64url instead of base64"),
  /** White space inside a binary value. */
  BINARY_WHITE_SPACE("a binary value has white space in it"),
  /** A boolean written as a string. */
  STRING_BOOLEAN("a boolean is written as a string"),
  /** A number written as a string. */
  STRING_NUMBER("a number is written as a string"),
  /** A request under the module name of the voucher. */
  VOUCHER_KEY_IN_REQUEST("the request is named ietf-voucher:voucher"),
  /** A nonce that is not 8 to 32 octets of padded base64. */
  NONCE_FORM("the nonce is not 8 to 32 octets in base64"),
  /** idevid-issuer in another shape than the whole extension value. */
  IDEVID_ISSUER_FORM("idevid-issuer is not the whole authority key identifier extension"),
  /** Serial numbers that differ in upper and lower case only. */
  SERIAL_NUMBER_CASE("the serial number differs in upper and lower case"),
  /** A voucher without a leaf that RFC 8366 makes mandatory and its successor does not. */
  VOUCHER_LEAF_MISSING("a leaf that RFC 8366 makes mandatory is missing"),
  /** Both nonce and expires-on in a voucher. */
  NONCE_AND_EXPIRY("the voucher has both a nonce and an expiry"),
  /** Signed under another certificate than the expected one, but with its key. */
  OTHER_CERTIFICATE_SAME_KEY("the signer is named by another certificate with the same key");

  private final String meaning;

  Tolerance(String meaning) {
    this.meaning = meaning;
  }

  /** What was found, for a log line. */
  public String meaning() {
    return meaning;
  }
}
