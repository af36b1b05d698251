package dev.brski.ocsp;

import dev.brski.verdict.Check;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;

/** What a request, or an answer, can break; and which error tells the asker. */
public enum OcspCheck implements Check {
  /** The octets are no OCSPRequest in DER within the limits. */
  SYNTAX("6960-4.1.1-syntax", "the request is not an OCSPRequest", OcspError.MALFORMED_REQUEST),
  /** There is one version. */
  VERSION("6960-4.1.1-version", "the version is not v1", OcspError.MALFORMED_REQUEST),
  /** It asks for a few certificates, and at least one. */
  REQUESTS(
      "6960-4.1.1-requests",
      "the request names no certificate, or too many",
      OcspError.MALFORMED_REQUEST),
  /** The hashes of a CertID are as long as its algorithm makes them. */
  CERT_ID("6960-4.1.1-cert-id", "a CertID is not one", OcspError.MALFORMED_REQUEST),
  /** What must be understood is. */
  CRITICAL(
      "6960-4.4-critical", "a critical extension is not known here", OcspError.MALFORMED_REQUEST),
  /** A nonce has 1 to 128 octets. */
  NONCE("9654-2.1-nonce", "the nonce is not one of 1 to 128 octets", OcspError.MALFORMED_REQUEST),
  /** One signer speaks for one issuer. */
  ONE_ISSUER(
      "6960-4.2.2.2-one-issuer",
      "the certificates are of more than one issuer",
      OcspError.UNAUTHORIZED),
  /** Nobody speaks for an issuer that has ended, or has not begun. */
  ISSUER_NOT_VALID(
      "6960-4.2.2.2-issuer-not-valid", "the issuer is not valid now", OcspError.UNAUTHORIZED),
  /** The signer cannot be made now. */
  NO_SIGNER("6960-4.2.2.2-no-signer", "there is no signer now", OcspError.TRY_LATER),
  /** More is asked for than can be signed. */
  BUSY("6960-2.3-busy", "too much is asked for now", OcspError.TRY_LATER),
  /** An answer is a signed one, under the issuer whose certificates it is about. */
  ANSWER("6960-3.2-answer", "the answer is not usable", OcspError.INTERNAL_ERROR);

  private final String id;
  private final String told;
  private final OcspError error;

  OcspCheck(String id, String told, OcspError error) {
    this.id = id;
    this.told = told;
    this.error = error;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String told() {
    return told;
  }

  /** What the asker gets. */
  public OcspError error() {
    return error;
  }

  <T> Verdict<T> ofAsker(String cause) {
    return Verdict.refused(
        Refusal.of(this, cause, "Nothing to do here: whoever asks has to ask differently"));
  }
}
