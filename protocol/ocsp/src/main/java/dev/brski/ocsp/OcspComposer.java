package dev.brski.ocsp;

import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.RevocationReason;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * Makes answers of the type id-pkix-ocsp-basic (RFC 6960 section 4.2.1): the signer named by its
 * key, its certificate inside and no other (RFC 5019 section 2.2.1).
 *
 * <p>Instances are immutable and safe for concurrent use.
 */
public final class OcspComposer {

  private static final int UNKNOWN = 2;

  private final CryptoSuite suite;

  /** A composer that signs with the suite. */
  public OcspComposer(CryptoSuite suite) {
    this.suite = suite;
  }

  /** What is told of one certificate. */
  public record Told(CertId certId, CertStatus status) {}

  /**
   * The whole OCSPResponse, DER; one signature.
   *
   * @param signer the delegate, its own certificate first
   * @param thisUpdate when that was known, in whole seconds; it is also when it was signed
   * @param nextUpdate when something newer will be known, in whole seconds
   * @param nonce that of the request
   */
  public byte[] answer(
      Credential signer,
      List<Told> told,
      Instant thisUpdate,
      Instant nextUpdate,
      Optional<byte[]> nonce) {
    var responses = new ASN1EncodableVector();
    for (var each : told) {
      responses.add(
          new SingleResponse(
              CertID.getInstance(Encoding.read(each.certId().encoded()).orElseThrow()),
              status(each.status()),
              time(thisUpdate),
              time(nextUpdate),
              (Extensions) null));
    }
    var data =
        new ResponseData(
            new ResponderID(new DEROctetString(IssuerHashes.keyHash(signer.leaf()))),
            time(thisUpdate),
            new DERSequence(responses),
            nonce.map(OcspComposer::extensions).orElse(null));
    var basic =
        new BasicOCSPResponse(
            data,
            suite.signatureAlgorithm(signer.leaf().getPublicKey()),
            new DERBitString(suite.sign(signer.key(), Encoding.der(data))),
            certificates(signer));
    return Encoding.der(
        new OCSPResponse(
            new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
            new ResponseBytes(
                OCSPObjectIdentifiers.id_pkix_ocsp_basic,
                new DEROctetString(Encoding.der(basic)))));
  }

  private static ASN1Sequence certificates(Credential signer) {
    return new DERSequence(Certificate.getInstance(Certificates.encoded(signer.leaf())));
  }

  private static Extensions extensions(byte[] nonce) {
    return new Extensions(
        new Extension(
            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
            false,
            Encoding.der(new DEROctetString(nonce))));
  }

  private static org.bouncycastle.asn1.ocsp.CertStatus status(CertStatus status) {
    return switch (status) {
      case CertStatus.Good() -> new org.bouncycastle.asn1.ocsp.CertStatus();
      case CertStatus.Unknown() ->
          new org.bouncycastle.asn1.ocsp.CertStatus(UNKNOWN, DERNull.INSTANCE);
      case CertStatus.Revoked(var at, var reason) ->
          new org.bouncycastle.asn1.ocsp.CertStatus(
              new RevokedInfo(time(at), reason(reason).orElse(null)));
    };
  }

  /** RFC 5280 section 5.3.1, as in a revocation list: no reason is told as none. */
  private static Optional<CRLReason> reason(RevocationReason reason) {
    return reason == RevocationReason.UNSPECIFIED
        ? Optional.empty()
        : Optional.of(CRLReason.lookup(reason.number()));
  }

  private static ASN1GeneralizedTime time(Instant instant) {
    return new DERGeneralizedTime(Date.from(instant));
  }
}
