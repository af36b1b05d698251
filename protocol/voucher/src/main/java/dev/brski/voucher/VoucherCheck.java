package dev.brski.voucher;

import dev.brski.verdict.Check;
import dev.brski.verdict.Refusal;

/**
 * The rules that voucher artifacts are held to, each with the HTTP status that answers its breach.
 *
 * <p>Rules on a voucher carry 502: what a registrar says when its MASA's voucher breaks them.
 */
public enum VoucherCheck implements Check {
  SIZE("V-5.4-size", 413, "the artifact is larger than is accepted here"),
  FORMAT("V-5.3-format", 406, "only JSON signed with CMS in DER is understood here"),
  CMS("V-5.4-cms", 400, "the CMS structure is malformed"),
  SIGNERS("V-5.4-signers", 400, "the CMS structure must have exactly one signer"),
  CERTIFICATES("V-5.4-certificates", 400, "the certificates in the CMS structure are unusable"),
  CONTENT_TYPE("V-5.4-contentType", 400, "the CMS content is not a JSON voucher artifact"),
  SIGNED_ATTRIBUTES("V-5.4-signedAttrs", 400, "the CMS signed attributes are missing or wrong"),
  JSON("V-5.2-json", 400, "the signed content is not well-formed JSON"),
  MODULE("V-5.2-module", 400, "the signed content is not the artifact expected here"),
  LEAF("V-5.3-leaf", 400, "a leaf is missing or malformed"),
  SIGNER("V-5.4-signer", 403, "the signer's certificate cannot be found"),
  ALGORITHM("V-5.4-algorithm", 403, "the signature algorithm is not accepted"),
  SIGNATURE("V-5.4-signature", 403, "the signature does not verify"),
  TOLERANCE("BRSKI-tolerance", 400, "a deviation from the specification is not accepted here"),

  PVR_SIGNER("8995-5.2-signer", 403, "the request is not signed with the IDevID of this client"),
  PVR_ASSERTION("8995-5.2-assertion", 401, "the assertion must be proximity"),
  PVR_PROXIMITY(
      "8995-5.2-proximity", 401, "proximity-registrar-cert is not this registrar's certificate"),
  PVR_NONCE("8995-5.2-nonce", 400, "the request has no nonce"),
  PVR_SERIAL("8995-5.5-pvrSerial", 403, "the serial-number is not that of the IDevID"),

  RVR_CHAIN("8995-5.5.2-chain", 403, "the registrar's certificates do not form a valid chain"),
  RVR_SIGNATURE("8995-5.5.3-signature", 403, "the registrar's signature does not verify"),
  RVR_STALE("8995-5.6-stale", 403, "the request is stale"),
  RVR_REGISTRAR("8995-5.5.4-cmcRA", 403, "the signer is not a registrar: id-kp-cmcRA is missing"),
  RVR_PROXIMITY_PRESENT(
      "8995-5.5-noProximity", 400, "a registrar's request must not have proximity-registrar-cert"),
  RVR_PRIOR_MISSING("8995-5.5.5-prior", 403, "prior-signed-voucher-request is required here"),
  RVR_PRIOR_FORM("8995-5.5.5-priorForm", 400, "prior-signed-voucher-request is malformed"),
  RVR_PRIOR_SIGNATURE("8995-5.5.5-priorSignature", 403, "the pledge's signature does not verify"),
  RVR_DEVICE("8995-5.6-device", 404, "the device is not known here"),
  RVR_PROXIMITY(
      "8995-5.5.5-proximity",
      403,
      "the pledge's proximity-registrar-cert is not of the chain that signed the request"),
  RVR_SERIAL("8995-5.5.5-serial", 403, "the serial-number is not that of the pledge's IDevID"),
  RVR_IDEVID_ISSUER("V-5.3-rvrIssuer", 403, "the idevid-issuer is not that of the pledge's IDevID"),
  RVR_NONCE("8995-5.5.6-nonce", 403, "the nonce is not that of the pledge's request"),
  RVR_NONCELESS("8995-5.5.4-nonceless", 403, "vouchers without a nonce are not issued here"),
  RVR_RENEWAL("Vb-10.1-renewal", 403, "the old voucher is not one to be renewed by this request"),

  VOUCHER_SIGNER("8995-5.6.1-signer", 502, "the voucher's signer is not trusted"),
  VOUCHER_SIGNATURE("8995-5.6.1-signature", 502, "the voucher's signature does not verify"),
  VOUCHER_SERIAL("8995-5.6.1-serial", 502, "the voucher is for another serial-number"),
  VOUCHER_IDEVID_ISSUER("V-5.3-idevidIssuer", 502, "the voucher is for another idevid-issuer"),
  VOUCHER_NONCE("8995-5.6.1-nonce", 502, "the voucher's nonce is another"),
  VOUCHER_NONCELESS("8995-7.2-nonceless", 502, "a voucher without nonce is not accepted"),
  VOUCHER_EXPIRED("V-5.3-expired", 502, "the voucher has expired"),
  VOUCHER_EXPIRY_UNKNOWABLE("V-5.3-expiry", 502, "the voucher's expiry cannot be judged"),
  VOUCHER_NOT_YET("8995-2.6.1-createdOn", 502, "the voucher is dated in the future"),
  VOUCHER_ASSERTION("V-5.3-assertion", 502, "the voucher's assertion is not accepted"),
  VOUCHER_REVOCATION(
      "V-5.3-revocation", 502, "the voucher demands a revocation check that cannot be made"),
  VOUCHER_PIN("8995-5.6.1-pin", 502, "the voucher has no usable pinned-domain-cert"),

  HANDOVER_REGISTRAR("8995-5.6.2-registrar", 406, "the voucher does not vouch for this registrar"),
  HANDOVER_AUTHORITY(
      "9733-5.1-authority", 406, "the voucher does not vouch for this domain's authority"),
  HANDOVER_ASSERTION(
      "8995-5.6-assertion", 406, "the voucher asserts less than this registrar wants");

  private final String id;
  private final int status;
  private final String told;

  VoucherCheck(String id, int status, String told) {
    this.id = id;
    this.status = status;
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

  /** The text that has the rule of an id, such as {@code RFC 8995 section 5.6.1}. */
  public static String source(Check check) {
    var parts = check.id().split("-", 3);
    return switch (parts[0]) {
      case "V" -> "RFC 8366 section " + parts[1];
      case "Vb" -> "draft-ietf-anima-rfc8366bis section " + parts[1];
      case "BRSKI" -> "a rule of this program";
      default -> "RFC " + parts[0] + " section " + parts[1];
    };
  }

  /** The HTTP status that answers the breach (RFC 8995 sections 5.2, 5.3 and 5.6). */
  public int status() {
    return status;
  }

  /** The HTTP status for a refusal of this room; 500 for one that is not of this room. */
  public static int status(Refusal refusal) {
    return refusal.check() instanceof VoucherCheck check ? check.status : 500;
  }
}
