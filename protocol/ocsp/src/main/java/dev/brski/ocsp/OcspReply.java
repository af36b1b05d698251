package dev.brski.ocsp;

import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.Description;
import dev.brski.trust.Oids;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x500.X500Name;

/** What came back to a request for one certificate, judged as RFC 6960 section 3.2 has it. */
public final class OcspReply {

  private static final int GOOD = 0;

  /** So far ahead of ours another clock may be. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final String REMEDY = "See who answers there";

  private OcspReply() {}

  /**
   * Whether an answer says that a certificate is good, by a delegate of its issuer.
   *
   * @param der the OCSPResponse
   * @param asked the request that it answers
   * @return whether it is good; refused when the answer cannot be relied on
   */
  public static Verdict<Boolean> isGood(
      byte[] der, OcspRequest asked, X509Certificate issuer, CryptoSuite suite, Instant now) {
    var value = Encoding.read(der);
    if (value.isEmpty()) {
      return refused("it is no DER");
    }
    try {
      var response = OCSPResponse.getInstance(value.get());
      var status = response.getResponseStatus().getIntValue();
      var bytes = response.getResponseBytes();
      if (status != 0 || bytes == null) {
        return refused("it has the status " + status);
      }
      if (!bytes.getResponseType().equals(OCSPObjectIdentifiers.id_pkix_ocsp_basic)) {
        return refused("it is of the type " + bytes.getResponseType());
      }
      return judged(
          BasicOCSPResponse.getInstance(bytes.getResponse().getOctets()),
          asked,
          issuer,
          suite,
          now);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return refused("it cannot be read: " + Description.printable(String.valueOf(e.getMessage())));
    }
  }

  private static Verdict<Boolean> judged(
      BasicOCSPResponse basic,
      OcspRequest asked,
      X509Certificate issuer,
      CryptoSuite suite,
      Instant now)
      throws IOException, GeneralSecurityException {
    if (basic.getCerts() == null) {
      return refused("it has no certificate of its signer");
    }
    var signer = Certificates.parse(basic.getCerts().getObjectAt(0).toASN1Primitive().getEncoded());
    if (!Certificates.isSignedBy(signer, issuer, suite)
        || !Certificates.hasExtendedKeyUsage(signer, Oids.OCSP_SIGNING)) {
      return refused("its signer may not speak for the issuing CA");
    }
    if (now.isAfter(signer.getNotAfter().toInstant())
        || now.isBefore(signer.getNotBefore().toInstant())) {
      return refused("its signer is not valid now");
    }
    var data = basic.getTbsResponseData();
    if (!isNamed(data.getResponderID(), signer)) {
      return refused("it names another signer than the one whose certificate it has");
    }
    if (!suite.verify(
        signer.getPublicKey(),
        basic.getSignatureAlgorithm(),
        Encoding.der(data),
        basic.getSignature().getOctets())) {
      return refused("its signature is not right");
    }
    var single = SingleResponse.getInstance(data.getResponses().getObjectAt(0));
    if (!Arrays.equals(Encoding.der(single.getCertID()), asked.certIds().getFirst().encoded())) {
      return refused("it is about another certificate");
    }
    var thisUpdate = instant(single.getThisUpdate());
    if (thisUpdate.isAfter(now.plus(SKEW))) {
      return refused("it is of a time to come, " + thisUpdate);
    }
    if (single.getNextUpdate() == null) {
      return refused("it does not say until when it may be relied on");
    }
    var nextUpdate = instant(single.getNextUpdate());
    if (now.isAfter(nextUpdate)) {
      return refused("it is over since " + nextUpdate);
    }
    return Verdict.accepted(single.getCertStatus().getTagNo() == GOOD);
  }

  private static boolean isNamed(ResponderID responder, X509Certificate signer) {
    var key = responder.getKeyHash();
    return key == null
        ? X500Name.getInstance(signer.getSubjectX500Principal().getEncoded())
            .equals(responder.getName())
        : Arrays.equals(key, IssuerHashes.keyHash(signer));
  }

  private static Instant instant(ASN1GeneralizedTime time) throws IOException {
    try {
      return time.getDate().toInstant();
    } catch (ParseException e) {
      throw new IOException("a time that is none: " + time.getTimeString(), e);
    }
  }

  private static Verdict<Boolean> refused(String cause) {
    return Verdict.refused(OcspCheck.ANSWER, cause, REMEDY);
  }
}
