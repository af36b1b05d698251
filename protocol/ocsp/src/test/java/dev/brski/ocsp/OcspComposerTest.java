package dev.brski.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.ocsp.OcspComposer.Told;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers are what Bouncy Castle's reader of them understands, and what is judged here. */
class OcspComposerTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Provider PROVIDER = new BouncyCastleProvider();
  private static final Instant NOW = Instant.parse("2026-03-01T10:15:30Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final Validity YEAR = Validity.years(NOW.minusSeconds(60), 1);

  private final Credential issuer = ca("CA");
  private final Credential signer = signer(issuer);
  private final CertId certId = IssuerHashes.of(issuer.leaf()).certId(new BigInteger("4711"));

  private static Credential ca(String name) {
    return new CertificateIssuer(SUITE).selfSigned(CertificateProfile.rootCa(name, YEAR));
  }

  private static Credential signer(Credential issuer) {
    return new CertificateIssuer(SUITE)
        .credential(issuer, CertificateProfile.ocspSigner("OCSP", YEAR));
  }

  private byte[] answer(Credential by, CertStatus status, Optional<byte[]> nonce) {
    return new OcspComposer(SUITE).answer(by, List.of(new Told(certId, status)), NOW, LATER, nonce);
  }

  private static BasicOCSPResp read(byte[] der) throws Exception {
    var response = new OCSPResp(der);
    assertThat(response.getStatus()).isZero();
    var basic = (BasicOCSPResp) response.getResponseObject();
    assertThat(
            basic.isSignatureValid(
                new JcaContentVerifierProviderBuilder()
                    .setProvider(PROVIDER)
                    .build(basic.getCerts()[0])))
        .isTrue();
    return basic;
  }

  @Test
  void goodIsNoStatusAtAll() throws Exception {
    var basic = read(answer(signer, new CertStatus.Good(), Optional.empty()));
    var single = basic.getResponses()[0];
    assertThat(single.getCertStatus()).isEqualTo(CertificateStatus.GOOD);
    assertThat(single.getCertID().getSerialNumber()).isEqualTo(certId.serialNumber());
    assertThat(single.getThisUpdate().toInstant()).isEqualTo(NOW);
    assertThat(single.getNextUpdate().toInstant()).isEqualTo(LATER);
    assertThat(basic.getProducedAt().toInstant()).isEqualTo(NOW);
    assertThat(basic.hasExtensions()).isFalse();
    assertThat(basic.getCerts()).containsExactly(new JcaX509CertificateHolder(signer.leaf()));
    assertThat(basic.getResponderId().toASN1Primitive().getKeyHash())
        .isEqualTo(IssuerHashes.keyHash(signer.leaf()));
  }

  @ParameterizedTest
  @EnumSource
  void revokedSaysSinceWhenAndWhy(RevocationReason reason) throws Exception {
    var at = NOW.minusSeconds(1000);
    var basic = read(answer(signer, new CertStatus.Revoked(at, reason), Optional.empty()));
    var status = (RevokedStatus) basic.getResponses()[0].getCertStatus();
    assertThat(status.getRevocationTime().toInstant()).isEqualTo(at);
    if (reason == RevocationReason.UNSPECIFIED) {
      assertThat(status.hasRevocationReason()).isFalse();
    } else {
      assertThat(status.getRevocationReason()).isEqualTo(reason.number());
    }
  }

  @Test
  void unknownIsThat() throws Exception {
    var basic = read(answer(signer, new CertStatus.Unknown(), Optional.empty()));
    assertThat(basic.getResponses()[0].getCertStatus()).isInstanceOf(UnknownStatus.class);
  }

  @Test
  void aNonceIsRepeated() throws Exception {
    var nonce = SUITE.randomBytes(32);
    var basic = read(answer(signer, new CertStatus.Good(), Optional.of(nonce)));
    var extension = basic.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    assertThat(ASN1OctetString.getInstance(extension.getParsedValue()).getOctets())
        .isEqualTo(nonce);
  }

  /** One length of RSA is as good as another, and made sooner. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"RSA_3072", "RSA_4096", "RSA_PSS_3072", "RSA_PSS_4096"})
  void everyKindOfKeySigns(KeyKind kind) throws Exception {
    var by =
        new CertificateIssuer(SUITE, kind)
            .credential(issuer, CertificateProfile.ocspSigner("OCSP", YEAR));
    assertThat(read(answer(by, new CertStatus.Good(), Optional.empty())).getResponses()).hasSize(1);
  }

  private Verdict<Boolean> judged(byte[] der) {
    return OcspReply.isGood(der, OcspRequest.of(certId), issuer.leaf(), SUITE, NOW);
  }

  @Test
  void aReplyIsJudged() {
    assertThat(judged(answer(signer, new CertStatus.Good(), Optional.empty())))
        .isEqualTo(Verdict.accepted(true));
    assertThat(judged(answer(signer, new CertStatus.Unknown(), Optional.empty())))
        .isEqualTo(Verdict.accepted(false));
  }

  @Test
  @Proves("6960-3.2-answer")
  void aReplyOfSomebodyElseCountsForNothing() {
    var right = answer(signer, new CertStatus.Good(), Optional.empty());
    var changed = right.clone();
    changed[changed.length / 3]++;
    var stranger = signer(ca("CA"));
    var device =
        new CertificateIssuer(SUITE)
            .credential(
                issuer, CertificateProfile.ldevid(CertificateProfile.commonName("x"), YEAR));
    var other = OcspRequest.of(IssuerHashes.of(issuer.leaf()).certId(new BigInteger("4712")));
    assertThat(
            List.of(
                judged(changed),
                judged(answer(stranger, new CertStatus.Good(), Optional.empty())),
                judged(answer(device, new CertStatus.Good(), Optional.empty())),
                judged(OcspError.TRY_LATER.encoded()),
                judged("<html>".getBytes(StandardCharsets.US_ASCII)),
                OcspReply.isGood(right, other, issuer.leaf(), SUITE, NOW),
                OcspReply.isGood(
                    right,
                    OcspRequest.of(certId),
                    issuer.leaf(),
                    SUITE,
                    NOW.plus(Duration.ofDays(400)))))
        .allSatisfy(
            verdict ->
                assertThat(verdict)
                    .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused ->
                            assertThat(refused.refusal().check()).isEqualTo(OcspCheck.ANSWER)));
  }

  private Verdict<Boolean> judgedAt(Instant now) {
    return OcspReply.isGood(
        answer(signer, new CertStatus.Good(), Optional.empty()),
        OcspRequest.of(certId),
        issuer.leaf(),
        SUITE,
        now);
  }

  /** RFC 6960 section 3.2, items 5 and 6. */
  @Test
  @Proves("6960-3.2-answer")
  void aReplyOfAnotherTimeCountsForNothing() {
    for (var now : List.of(NOW, LATER)) {
      assertThat(judgedAt(now)).as("at %s", now).isEqualTo(Verdict.accepted(true));
    }
    assertCause(judgedAt(LATER.plusSeconds(1)), "over since");
    var ahead = NOW.plus(Duration.ofMinutes(5));
    assertThat(judged(of(ahead))).isEqualTo(Verdict.accepted(true));
    assertCause(judged(of(ahead.plusSeconds(1))), "a time to come");
  }

  private byte[] of(Instant thisUpdate) {
    return new OcspComposer(SUITE)
        .answer(
            signer,
            List.of(new OcspComposer.Told(certId, new CertStatus.Good())),
            thisUpdate,
            LATER,
            Optional.empty());
  }

  private static void assertCause(Verdict<Boolean> verdict, String cause) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().cause()).contains(cause));
  }

  /** An answer of the signer, whose other parts another hand has changed, and signed anew. */
  private byte[] altered(UnaryOperator<ResponseData> change) {
    var basic =
        BasicOCSPResponse.getInstance(
            OCSPResponse.getInstance(answer(signer, new CertStatus.Good(), Optional.empty()))
                .getResponseBytes()
                .getResponse()
                .getOctets());
    var data = change.apply(basic.getTbsResponseData());
    var signed =
        new BasicOCSPResponse(
            data,
            basic.getSignatureAlgorithm(),
            new DERBitString(SUITE.sign(signer.key(), Encoding.der(data))),
            basic.getCerts());
    return Encoding.der(
        new OCSPResponse(
            new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
            new ResponseBytes(
                OCSPObjectIdentifiers.id_pkix_ocsp_basic,
                new DEROctetString(Encoding.der(signed)))));
  }

  private byte[] by(ResponderID responder) {
    return altered(
        data ->
            new ResponseData(
                responder, data.getProducedAt(), data.getResponses(), (Extensions) null));
  }

  @Test
  @Proves("6960-3.2-answer")
  void aReplyThatNamesAnotherSignerOrNoEndCountsForNothing() {
    assertThat(judged(altered(data -> data))).isEqualTo(Verdict.accepted(true));
    assertThat(judged(by(new ResponderID(CertificateProfile.commonName("OCSP")))))
        .as("by its name")
        .isEqualTo(Verdict.accepted(true));
    assertCause(
        judged(by(new ResponderID(CertificateProfile.commonName("CA")))), "names another signer");
    assertCause(
        judged(by(new ResponderID(new DEROctetString(new byte[20])))), "names another signer");
    assertCause(
        judged(
            altered(
                data -> {
                  var single = SingleResponse.getInstance(data.getResponses().getObjectAt(0));
                  var endless =
                      new SingleResponse(
                          single.getCertID(),
                          single.getCertStatus(),
                          single.getThisUpdate(),
                          (ASN1GeneralizedTime) null,
                          (Extensions) null);
                  return new ResponseData(
                      data.getResponderID(),
                      data.getProducedAt(),
                      new DERSequence(endless),
                      (Extensions) null);
                })),
        "until when");
  }

  @Test
  void theSignerIsOneWhoseOwnStatusNobodyAsksFor() throws Exception {
    var holder = new X509CertificateHolder(signer.leaf().getEncoded());
    assertThat(holder.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck).isCritical())
        .isFalse();
    assertThat(signer.leaf().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.9");
  }
}
