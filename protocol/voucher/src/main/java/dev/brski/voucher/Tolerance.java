package dev.brski.voucher;

import java.util.Locale;

/**
 * The deviations from the specifications that are accepted because peers in the field show them;
 * whoever reads an artifact learns which of them it needed, to log them.
 */
public enum Tolerance {
  /** eContentType id-data instead of id-ct-animaJSONVoucher, as in RFC 8995 appendix C. */
  CONTENT_TYPE_ID_DATA(
      "the content type is id-data instead of id-ct-animaJSONVoucher", "RFC 8366 section 5.4"),
  /** CMS version 1, the shape of PKCS #7. */
  CMS_VERSION_1("the CMS version is 1 instead of 3", "RFC 5652 section 5.1"),
  /** BER where RFC 8366 section 5.4 demands DER. */
  NOT_DER("the CMS structure is encoded in BER, not in DER", "RFC 8366 section 5.4"),
  /** The body is base64 text. */
  BODY_BASE64("the body is base64 instead of raw DER", "RFC 8995 section 6"),
  /** The body is a PEM text. */
  BODY_PEM("the body is PEM instead of raw DER", "RFC 8995 section 6"),
  /** A binary value without padding. */
  BINARY_UNPADDED("a binary value lacks its base64 padding", "RFC 7951 section 6.6"),
  /** A binary value in the URL-safe alphabet. */
  BINARY_BASE64URL("a binary value is base64url instead of base64", "RFC 7951 section 6.6"),
  /** White space inside a binary value. */
  BINARY_WHITE_SPACE("a binary value has white space in it", "RFC 7951 section 6.6"),
  /** A boolean written as a string. */
  STRING_BOOLEAN("a boolean is written as a string", "RFC 7951 section 6.3"),
  /** A number written as a string. */
  STRING_NUMBER("a number is written as a string", "RFC 8995 section 5.8.1"),
  /** A request under the module name of the voucher. */
  VOUCHER_KEY_IN_REQUEST("the request is named ietf-voucher:voucher", "RFC 8995 section 3.3"),
  /** A nonce that is not 8 to 32 octets of padded base64. */
  NONCE_FORM("the nonce is not 8 to 32 octets in base64", "RFC 8366 section 5.3"),
  /** idevid-issuer in another shape than the whole extension value. */
  IDEVID_ISSUER_FORM(
      "idevid-issuer is not the whole authority key identifier extension", "RFC 8366 section 5.3"),
  /** Serial numbers that differ in upper and lower case only. */
  SERIAL_NUMBER_CASE("the serial number differs in upper and lower case", "RFC 8995 section 5.5"),
  /** A voucher without a leaf that RFC 8366 makes mandatory and its successor does not. */
  VOUCHER_LEAF_MISSING("a leaf that RFC 8366 makes mandatory is missing", "RFC 8366 section 5.3"),
  /** Both nonce and expires-on in a voucher. */
  NONCE_AND_EXPIRY("the voucher has both a nonce and an expiry", "RFC 8366 section 5.3"),
  /** Signed under another certificate than the expected one, but with its key. */
  OTHER_CERTIFICATE_SAME_KEY(
      "the signer is named by another certificate with the same key", "RFC 5652 section 5.3");

  private final String meaning;
  private final String from;

  Tolerance(String meaning, String from) {
    this.meaning = meaning;
    this.from = from;
  }

  /** What was found, for a log line. */
  public String meaning() {
    return meaning;
  }

  /** The text that says otherwise, such as {@code RFC 8366 section 5.4}. */
  public String from() {
    return from;
  }

  /** The name in settings and log lines: lower case, with dashes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
