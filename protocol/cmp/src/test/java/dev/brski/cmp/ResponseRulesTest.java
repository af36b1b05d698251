package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pledge believes of a response, and what ends the operation. */
class ResponseRulesTest {

  private static final Cast CAST = new Cast();
  private static final CmpMessage IR = CAST.ir();
  private static final AwaitedResponse AWAITED = AwaitedResponse.to(IR, CAST.newKey.getPublic());
  private static final Body.StatusInfo REJECTION =
      new Body.StatusInfo(PkiStatus.rejection, Set.of(FailInfo.badPOP), "no");

  private static Credential under(Credential issuer, CertificateProfile profile) {
    return Cast.ISSUER.credential(issuer, profile);
  }

  private static CertificateProfile ldevid() {
    return CertificateProfile.ldevid(new X500Name("CN=another device"), Cast.LONG);
  }

  private static byte[] granted(X509Certificate certificate, List<X509Certificate> caPubs) {
    return BodyWriter.granted(
        0,
        new Grant(
            certificate, CAST.authority.chain(), false, new Grant.Confirmation.Implicit(), caPubs));
  }

  private static X509Certificate newCertificate() {
    return CAST.ldevid(CAST.newKey.getPublic());
  }

  private static CmpMessage ip(Credential signer, X509Certificate certificate) {
    return CAST.as(signer)
        .granted(
            ReplyTo.of(IR),
            Grant.of(certificate, CAST.authority.chain(), new Grant.Confirmation.Explicit()));
  }

  static Stream<Arguments> responders() {
    return Stream.of(
        Arguments.of("the registrar, with cmcRA", CAST.registrar, true),
        Arguments.of("a registration authority, with cmcRA", CAST.responder, true),
        Arguments.of(
            "a responder of the authority, with cmcCA",
            under(CAST.authority, CertificateProfile.caResponder("ca responder", Cast.LONG)),
            true),
        Arguments.of("a plain LDevID", under(CAST.authority, ldevid()), false),
        Arguments.of(
            "a TLS server of the domain",
            under(CAST.authority, CertificateProfile.tlsServer("www.example", Cast.LONG)),
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("responders")
  @Proves({"CMP-E20", "LC-3.4-responder", "CMP-B10"})
  void onlyAnAuthorisedResponderIsBelieved(String name, Credential signer, boolean believed) {
    var pollReq =
        CAST.as(CAST.device)
            .pollReq(CAST.as(signer).waiting(ReplyTo.of(IR), "", Nonce.fresh(Cast.SUITE)), 0);
    var polling = AWAITED.polledBy(pollReq);
    var responses =
        List.of(
            ip(signer, newCertificate()),
            CAST.as(signer).rejected(ReplyTo.of(IR), Set.of(FailInfo.badPOP), "no"),
            CAST.as(signer).error(ReplyTo.of(IR), Set.of(FailInfo.badAlg), "no"),
            CAST.as(signer).waiting(ReplyTo.of(IR), "", Nonce.fresh(Cast.SUITE)),
            CAST.as(signer)
                .pollRep(ReplyTo.of(pollReq), Duration.ofSeconds(1), "", Nonce.fresh(Cast.SUITE)));
    for (var response : responses) {
      var verdict = CAST.judge(response, polling);
      if (believed) {
        accepted(verdict);
      } else {
        assertThat(refused(verdict).check()).isEqualTo(CmpCheck.RESPONDER_AUTHORIZED);
      }
    }
  }

  @Test
  @Proves({"CMP-E20", "EN-20"})
  void anAuthorityUnderAnotherPinIsNotBelieved() {
    var foreign = new Cast();
    var response =
        foreign
            .as(foreign.responder)
            .granted(
                ReplyTo.of(IR),
                Grant.of(
                    foreign.ldevid(CAST.newKey.getPublic()),
                    foreign.authority.chain(),
                    new Grant.Confirmation.Implicit()));
    assertThat(refused(CAST.judge(response, AWAITED)).check()).isEqualTo(CmpCheck.SIGNER_TRUSTED);
  }

  record Broken(CmpCheck check, String how, CmpMessage response, AwaitedResponse awaited) {
    @Override
    public String toString() {
      return check.id() + ": " + how;
    }
  }

  private static Broken broken(
      CmpCheck check, String how, BodyType type, byte[] content, Consumer<Forge> change) {
    var forge = Forge.answer(CAST.responder, IR, type, content);
    forge.extraCerts = List.of(CAST.responder.leaf(), CAST.authority.leaf());
    change.accept(forge);
    return new Broken(check, how, forge.message(), AWAITED);
  }

  private static byte[] certResponse(long id, Body.StatusInfo status, List<X509Certificate> pair) {
    if (pair.isEmpty()) {
      return BodyWriter.response(id, status);
    }
    var encoded = dev.brski.trust.Certificates.encoded(pair.getFirst());
    try {
      var response = BodyWriter.response(id, status);
      var fields =
          Der.element(response, 0, response.length)
              .children()
              .getFirst()
              .children()
              .getFirst()
              .children();
      return Der.wrap(
          Der.SEQUENCE,
          Der.wrap(
              Der.SEQUENCE,
              Der.wrap(
                  Der.SEQUENCE,
                  fields.get(0).encoded(),
                  fields.get(1).encoded(),
                  Der.wrap(Der.SEQUENCE, Der.wrap(Der.CONTEXT, encoded)))));
    } catch (MalformedMessage e) {
      throw new AssertionError(e);
    }
  }

  private static Body.StatusInfo status(PkiStatus status, FailInfo... failInfo) {
    return new Body.StatusInfo(status, Set.of(failInfo), "");
  }

  static Stream<Broken> cases() {
    var certificate = newCertificate();
    var good = granted(certificate, List.of());
    var waitTime =
        new org.bouncycastle.asn1.cmp.InfoTypeAndValue(
            org.bouncycastle.asn1.cmp.CMPObjectIdentifiers.it_confirmWaitTime,
            new org.bouncycastle.asn1.DERGeneralizedTime("20260601130000Z"));
    var implicit =
        new org.bouncycastle.asn1.cmp.InfoTypeAndValue(
            org.bouncycastle.asn1.cmp.CMPObjectIdentifiers.it_implicitConfirm,
            org.bouncycastle.asn1.DERNull.INSTANCE);
    var two =
        Der.wrap(
            Der.SEQUENCE,
            Der.wrap(
                Der.SEQUENCE,
                Der.wrap(
                    Der.SEQUENCE,
                    Protection.der(new ASN1Integer(0)),
                    Der.wrap(Der.SEQUENCE, Protection.der(new ASN1Integer(2)))),
                Der.wrap(
                    Der.SEQUENCE,
                    Protection.der(new ASN1Integer(0)),
                    Der.wrap(Der.SEQUENCE, Protection.der(new ASN1Integer(2))))));
    return Stream.of(
        broken(
            CmpCheck.RESPONSE_TRANSACTION,
            "another transactionID",
            BodyType.ip,
            good,
            f -> f.transactionId = new byte[16]),
        broken(CmpCheck.RECIP_NONCE, "no recipNonce", BodyType.ip, good, f -> f.recipNonce = null),
        broken(
            CmpCheck.RECIP_NONCE,
            "another recipNonce",
            BodyType.ip,
            good,
            f -> f.recipNonce = new byte[16]),
        broken(CmpCheck.BODY_TYPE, "a cp to an ir", BodyType.cp, good, _ -> {}),
        broken(
            CmpCheck.BODY_TYPE,
            "a pkiConf to an ir",
            BodyType.pkiconf,
            Protection.der(org.bouncycastle.asn1.DERNull.INSTANCE),
            _ -> {}),
        broken(
            CmpCheck.BODY_TYPE,
            "a pollRep without a poll",
            BodyType.pollRep,
            BodyWriter.pollRep(0, 1, ""),
            _ -> {}),
        broken(CmpCheck.PROTECTED, "no protection", BodyType.ip, good, f -> f.protect = false),
        broken(
            CmpCheck.PROTECTED,
            "an error without protection",
            BodyType.error,
            BodyWriter.error(REJECTION),
            f -> f.protect = false),
        broken(
            CmpCheck.SENDER,
            "a sender who is not the signer",
            BodyType.ip,
            good,
            f -> f.sender = Protection.NULL_DN),
        broken(CmpCheck.RESPONSE_BODY, "two CertResponse", BodyType.ip, two, _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "none",
            BodyType.ip,
            Der.wrap(Der.SEQUENCE, Der.wrap(Der.SEQUENCE)),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "certReqId -1 to an ir",
            BodyType.ip,
            certResponse(-1, REJECTION, List.of()),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "accepted without a certificate",
            BodyType.ip,
            certResponse(0, status(PkiStatus.accepted), List.of()),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "accepted with failInfo",
            BodyType.ip,
            certResponse(0, status(PkiStatus.accepted, FailInfo.badAlg), List.of(certificate)),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "rejection with a certificate",
            BodyType.ip,
            certResponse(0, REJECTION, List.of(certificate)),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "waiting with failInfo",
            BodyType.ip,
            certResponse(0, status(PkiStatus.waiting, FailInfo.badAlg), List.of()),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "a status that is none of an answer",
            BodyType.ip,
            certResponse(0, status(PkiStatus.keyUpdateWarning), List.of()),
            _ -> {}),
        broken(
            CmpCheck.RESPONSE_BODY,
            "caPubs beside a rejection",
            BodyType.ip,
            withCaPubs(certResponse(0, REJECTION, List.of())),
            _ -> {}),
        broken(
            CmpCheck.CONFIRMATION_HEADER,
            "confirmWaitTime without messageTime",
            BodyType.ip,
            good,
            f -> f.generalInfo.add(waitTime)),
        broken(
            CmpCheck.CONFIRMATION_HEADER,
            "confirmWaitTime and implicitConfirm",
            BodyType.ip,
            good,
            f -> {
              f.messageTime = Cast.NOW;
              f.generalInfo.addAll(List.of(implicit, waitTime));
            }),
        broken(
            CmpCheck.ERROR_BODY,
            "an error with status accepted",
            BodyType.error,
            BodyWriter.error(status(PkiStatus.accepted)),
            _ -> {}),
        broken(
            CmpCheck.ERROR_BODY,
            "an error waiting with failInfo",
            BodyType.error,
            BodyWriter.error(status(PkiStatus.waiting, FailInfo.badTime)),
            _ -> {}));
  }

  private static CmpMessage request(BodyType type) {
    return CAST.as(CAST.device).certificationRequest(CAST.draft().withType(type));
  }

  private static CmpMessage withCaPubs(CmpMessage request, Credential signer) {
    return CAST.as(signer)
        .granted(
            ReplyTo.of(request),
            new Grant(
                newCertificate(),
                CAST.authority.chain(),
                false,
                new Grant.Confirmation.Implicit(),
                List.of(
                    Cast.ISSUER
                        .selfSigned(CertificateProfile.rootCa("Another root", Cast.LONG))
                        .leaf())));
  }

  @Test
  @Proves({"CMP-F3", "CMP-E6", "CMP-E11", "CMP-F5-response"})
  void anchorsInTheAnswerToAKeyUpdateSpoilIt() {
    var kur = request(BodyType.kur);
    var awaited = AwaitedResponse.to(kur, CAST.newKey.getPublic());
    var responder =
        under(CAST.authority, CertificateProfile.caResponder("ca responder", Cast.LONG));

    assertThat(refused(CAST.judge(withCaPubs(kur, responder), awaited)).check())
        .isEqualTo(CmpCheck.RESPONSE_BODY);
    var kup =
        CAST.as(responder)
            .granted(
                ReplyTo.of(kur),
                Grant.of(
                    newCertificate(), CAST.authority.chain(), new Grant.Confirmation.Implicit()));
    assertThat(accepted(CAST.judge(kup, awaited))).isInstanceOf(Answer.Issued.class);
  }

  @Test
  @Proves({"CMP-F2", "CMP-E6"})
  void anchorsInTheAnswerToACertificationRequestAreNotTaken() {
    var responder =
        under(CAST.authority, CertificateProfile.caResponder("ca responder", Cast.LONG));
    for (var type : List.of(BodyType.ir, BodyType.cr)) {
      var request = request(type);
      var issued =
          (Answer.Issued)
              accepted(
                  CAST.judge(
                      withCaPubs(request, responder),
                      AwaitedResponse.to(request, CAST.newKey.getPublic())));

      assertThat(issued.caPubs()).hasSize(type == BodyType.ir ? 1 : 0);
    }
  }

  @Test
  @Proves({"CMP-F2", "CMP-F3", "CMP-F8", "CMP-E13", "CMP-E18"})
  void aKeyUpdateAndACertificationAreWaitedForInAnswersOfTheirOwnKind() {
    for (var type : List.of(BodyType.cr, BodyType.kur)) {
      var request = request(type);
      var awaited = AwaitedResponse.to(request, CAST.newKey.getPublic());
      var waiting =
          CAST.as(CAST.registrar).waiting(ReplyTo.of(request), "", Nonce.fresh(Cast.SUITE));

      assertThat(waiting.type()).isEqualTo(type.answer().orElseThrow());
      assertThat(accepted(CAST.judge(waiting, awaited))).isEqualTo(new Answer.Waiting(0, ""));
      for (var other : List.of(BodyType.ip, BodyType.cp, BodyType.kup)) {
        if (other != waiting.type()) {
          var forge =
              Forge.answer(CAST.responder, request, other, granted(newCertificate(), List.of()));
          assertThat(refused(CAST.judge(forge.message(), awaited)).check())
              .isEqualTo(CmpCheck.BODY_TYPE);
        }
      }
    }
  }

  private static byte[] withCaPubs(byte[] certRepMessage) {
    try {
      return Der.wrap(
          Der.SEQUENCE,
          Der.wrap(
              Der.CONTEXT | 1,
              Der.wrap(Der.SEQUENCE, dev.brski.trust.Certificates.encoded(CAST.root.leaf()))),
          Der.element(certRepMessage, 0, certRepMessage.length).children().getFirst().encoded());
    } catch (MalformedMessage e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Proves({
    "CMP-H7",
    "CMP-H8",
    "CMP-H9",
    "CMP-H18",
    "CMP-E18",
    "CMP-F5",
    "CMP-F8",
    "CMP-F11",
    "LC-3.1-response-transactionID",
    "CMP-F5-response",
    "LC-3.1-confirmation",
    "CMP-F11-status"
  })
  void aWrongResponseEndsTheOperation(Broken broken) {
    assertThat(refused(CAST.judge(broken.response(), broken.awaited())).check())
        .isEqualTo(broken.check());
  }

  @Test
  @Proves({"CMP-H7", "CMP-E19"})
  void theFinalResponseMayNameTheRequestOrTheLastPoll() {
    var waiting = CAST.as(CAST.registrar).waiting(ReplyTo.of(IR), "", Nonce.fresh(Cast.SUITE));
    var first = CAST.as(CAST.device).pollReq(waiting, 0);
    var second = CAST.as(CAST.device).pollReq(waiting, 0);
    var polling = AWAITED.polledBy(first).polledBy(second);

    var toRequest = ip(CAST.responder, newCertificate());
    accepted(CAST.judge(toRequest, polling));
    for (var poll : List.of(first, second)) {
      var forge =
          Forge.answer(CAST.responder, poll, BodyType.ip, granted(newCertificate(), List.of()));
      forge.extraCerts = List.of(CAST.responder.leaf(), CAST.authority.leaf());
      var verdict = CAST.judge(forge.message(), polling);
      if (poll == second) {
        accepted(verdict);
      } else {
        assertThat(refused(verdict).check()).isEqualTo(CmpCheck.RECIP_NONCE);
      }
    }
  }

  @Test
  @Proves({"CMP-E18", "CMP-F10", "LC-4.4-certReqId"})
  void aPollResponseRepeatsTheCertReqId() {
    var waiting = CAST.as(CAST.registrar).waiting(ReplyTo.of(IR), "", Nonce.fresh(Cast.SUITE));
    var pollReq = CAST.as(CAST.device).pollReq(waiting, 0);
    var forge =
        Forge.answer(CAST.registrar, pollReq, BodyType.pollRep, BodyWriter.pollRep(-1, 1, ""));
    assertThat(refused(CAST.judge(forge.message(), AWAITED.polledBy(pollReq))).check())
        .isEqualTo(CmpCheck.CERT_REQ_ID_ANSWERED);
  }

  @Test
  @Proves({"CMP-E14", "CMP-F8"})
  void aDelayedConfirmationWaitsByAnErrorMessage() {
    var ip = ip(CAST.responder, newCertificate());
    var certConf = CAST.as(CAST.device).certConfAccepting(ip, newCertificate());
    var confirming = AWAITED.confirmedBy(certConf);
    var waiting =
        CAST.as(CAST.registrar).waiting(ReplyTo.of(certConf), "", Nonce.fresh(Cast.SUITE));
    assertThat(waiting.type()).isEqualTo(BodyType.error);
    assertThat(accepted(CAST.judge(waiting, confirming))).isEqualTo(new Answer.Waiting(-1, ""));
    var pollReq = CAST.as(CAST.device).pollReq(waiting, -1);
    var pkiConf = CAST.as(CAST.responder).pkiConf(ReplyTo.of(certConf));
    assertThat(accepted(CAST.judge(pkiConf, confirming.polledBy(pollReq))))
        .isEqualTo(new Answer.Confirmed());
  }

  @Test
  @Proves({"CMP-E5", "CMP-E5-public-key", "CMP-H18"})
  void aCertificateForAnotherKeyIsUnacceptable() {
    var other = CAST.ldevid(Cast.SUITE.generateKeyPair().getPublic());
    var answer = (Answer.Unacceptable) accepted(CAST.judge(ip(CAST.responder, other), AWAITED));
    assertThat(answer.refusal().check()).isEqualTo(CmpCheck.CERTIFICATE_KEY);
    assertThat(answer.confirm()).isTrue();
    var certConf =
        CAST.as(CAST.device)
            .certConfRejecting(
                ip(CAST.responder, other), other, Set.of(FailInfo.badCertTemplate), "not my key");
    var confirm = (Body.CertConfirm) certConf.body();
    assertThat(confirm.rejects()).isTrue();
    assertThat(confirm.only().status().text()).isEqualTo("not my key");
    assertThat(BodyRules.broken(certConf)).isEmpty();
  }

  @Test
  @Proves({"CMP-E5", "CMP-E5-path"})
  void aCertificateOfAnotherDomainIsUnacceptable() {
    var foreign = new Cast().ldevid(CAST.newKey.getPublic());
    var answer = (Answer.Unacceptable) accepted(CAST.judge(ip(CAST.responder, foreign), AWAITED));
    assertThat(answer.refusal().check()).isEqualTo(CmpCheck.CERTIFICATE_PATH);
  }

  @Test
  @Proves({"CMP-H22", "CMP-E6", "LC-4.1-caPubs"})
  void trustAnchorsAreTakenFromThePinnedAuthorityItselfOnly() {
    var extra =
        Cast.ISSUER.selfSigned(CertificateProfile.rootCa("Neighbour root", Cast.LONG)).leaf();
    var offered = List.of(extra, CAST.authority.leaf(), CAST.root.leaf(), CAST.responder.leaf());
    var byResponder =
        issued(
            under(CAST.authority, CertificateProfile.caResponder("CA responder", Cast.LONG)),
            offered,
            CAST.authority.leaf());
    assertThat(byResponder.caPubs()).containsExactly(extra);
    var byRegistrationAuthority = issued(CAST.responder, offered, CAST.authority.leaf());
    assertThat(byRegistrationAuthority.caPubs()).isEmpty();

    var subordinate = under(CAST.root, CertificateProfile.issuingCa("Other CA", Cast.LONG));
    var viaRoot =
        issued(
            under(subordinate, CertificateProfile.responder("far responder", Cast.LONG)),
            offered,
            CAST.root.leaf());
    assertThat(viaRoot.caPubs()).isEmpty();
  }

  private static Answer.Issued issued(
      Credential signer, List<X509Certificate> caPubs, X509Certificate pin) {
    var response =
        CAST.as(signer)
            .granted(
                ReplyTo.of(IR),
                new Grant(
                    newCertificate(),
                    CAST.authority.chain(),
                    false,
                    new Grant.Confirmation.Implicit(),
                    caPubs));
    return (Answer.Issued)
        accepted(
            new ResponseValidation(Cast.SUITE, Cast.POLICY, Cast.PATHS)
                .validate(response, AWAITED, pin, Cast.MOMENT));
  }

  @Test
  @Proves({"EN-20", "CMP-E20", "EN-5"})
  void aPinnedRegistrarMayAnswerByItself() {
    var rejection =
        CAST.as(CAST.registrar).rejected(ReplyTo.of(IR), Set.of(FailInfo.notAuthorized), "no");
    var validation = new ResponseValidation(Cast.SUITE, Cast.POLICY, Cast.PATHS);
    assertThat(
            accepted(validation.validate(rejection, AWAITED, CAST.registrar.leaf(), Cast.MOMENT)))
        .isInstanceOf(Answer.Rejected.class);
    assertThat(
            refused(
                    validation.validate(
                        ip(CAST.responder, newCertificate()),
                        AWAITED,
                        CAST.registrar.leaf(),
                        Cast.MOMENT))
                .check())
        .isEqualTo(CmpCheck.SIGNER_TRUSTED);
  }

  @Test
  @Proves("CMP-E20")
  void theTableSaysWhoMayProtectWhat() {
    assertThat(SignerRole.END_ENTITY.mayProtect(BodyType.ir)).isTrue();
    for (var response :
        List.of(
            BodyType.ip,
            BodyType.cp,
            BodyType.kup,
            BodyType.pollRep,
            BodyType.pkiconf,
            BodyType.error,
            BodyType.nested)) {
      assertThat(SignerRole.END_ENTITY.mayProtect(response)).isFalse();
      assertThat(SignerRole.REGISTRATION_AUTHORITY.mayProtect(response)).isTrue();
    }
    assertThat(SignerRole.AUTHORITY_RESPONDER.mayProtect(BodyType.nested)).isFalse();
    assertThat(SignerRole.AUTHORITY_RESPONDER.mayProtect(BodyType.ir)).isFalse();
    assertThat(CAST.judge(IR, AWAITED)).isInstanceOf(Verdict.Refused.class);
  }
}
