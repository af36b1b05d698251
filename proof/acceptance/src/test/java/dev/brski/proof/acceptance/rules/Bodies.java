package dev.brski.proof.acceptance.rules;

import dev.brski.proof.kit.cmp.Identity;
import dev.brski.proof.kit.cmp.Tlv;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;

/** Bodies of messages by hand; those whose type is not said come without their tag. */
final class Bodies {

  static final String CA_CERTS = "1.3.6.1.5.5.7.4.17";
  static final String REQUEST_TEMPLATE = "1.3.6.1.5.5.7.4.19";
  static final String ROOT_CA = "1.3.6.1.5.5.7.4.20";
  static final String CRL_STATUS = "1.3.6.1.5.5.7.4.22";

  private static final String REASON_CODE = "2.5.29.21";

  private Bodies() {}

  /** An ip, cp or kup that rejects. */
  static Tlv rejection(int type) {
    var response = Tlv.sequence(Tlv.integer(0), Tlv.sequence(Tlv.integer(2)));
    return Tlv.context(type, Tlv.sequence(Tlv.sequence(response)));
  }

  /** An rp. */
  static Tlv revocationResponse() {
    return Tlv.context(12, Tlv.sequence(Tlv.sequence(Tlv.sequence(Tlv.integer(0)))));
  }

  /** A pollRep. */
  static Tlv pollRep() {
    var answer = Tlv.sequence(Tlv.integer(0), Tlv.integer(60));
    return Tlv.context(26, Tlv.sequence(answer));
  }

  /** An error message. */
  static Tlv errorMessage() {
    return Tlv.context(23, Tlv.sequence(Tlv.sequence(Tlv.integer(2))));
  }

  /** The content of a genm with one question. */
  static Tlv question(String infoType, Tlv... value) {
    return Tlv.sequence(info(infoType, value));
  }

  /** An InfoTypeAndValue. */
  static Tlv info(String infoType, Tlv... value) {
    return value.length == 0
        ? Tlv.sequence(Tlv.oid(infoType))
        : Tlv.sequence(Tlv.oid(infoType), value[0]);
  }

  /** The content of an rr for a certificate, for no reason that is said. */
  static Tlv revocation(X509Certificate certificate) {
    return Tlv.sequence(
        Tlv.sequence(certDetails(certificate.getSerialNumber(), issuer(certificate)), reason(0)));
  }

  /** The issuer of a certificate. */
  static Tlv issuer(X509Certificate certificate) {
    return Tlv.of(certificate.getIssuerX500Principal().getEncoded());
  }

  /** What names a certificate by number and issuer. */
  static Tlv certDetails(BigInteger serialNumber, Tlv issuer) {
    return Tlv.sequence(Tlv.integer(serialNumber).implicit(1), Tlv.context(3, issuer));
  }

  /** The crlEntryDetails with a reasonCode. */
  static Tlv reason(int code) {
    return Tlv.sequence(Identity.extension(REASON_CODE, Tlv.enumerated(code)));
  }

  /** The content of a certConf with one CertStatus. */
  static Tlv confirmation(byte[] certHash, long certReqId, Tlv... more) {
    var status = new Tlv[2 + more.length];
    status[0] = Tlv.octets(certHash);
    status[1] = Tlv.integer(certReqId);
    System.arraycopy(more, 0, status, 2, more.length);
    return Tlv.sequence(Tlv.sequence(status));
  }

  /** The content of a pollReq. */
  static Tlv poll(long certReqId) {
    return Tlv.sequence(Tlv.sequence(Tlv.integer(certReqId)));
  }

  /** SHA-256 of a certificate. */
  static byte[] sha256(X509Certificate certificate) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(Identity.encoded(certificate).encoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
