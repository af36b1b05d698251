package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each rule of RFC 9483 section 4.2, the rr or rp that breaks it alone. */
class RevocationRulesTest {

  private static final Cast CAST = new Cast();
  private static final RevocationDraft DRAFT =
      RevocationDraft.of(CAST.device.leaf(), RevocationReason.KEY_COMPROMISE, Cast.SUITE);
  private static final CmpMessage RR = CAST.as(CAST.device).revocationRequest(DRAFT);
  private static final AwaitedResponse AWAITED =
      AwaitedResponse.to(RR, new AwaitedResponse.Wanted.Revocation());

  record Broken(CmpCheck check, FailInfo failInfo, String how, byte[] content) {
    @Override
    public String toString() {
      return check.id() + ": " + how;
    }
  }

  private static X500Name issuer() {
    return X500Name.getInstance(CAST.device.leaf().getIssuerX500Principal().getEncoded());
  }

  private static CertTemplate whole() {
    return new CertTemplateBuilder()
        .setIssuer(issuer())
        .setSerialNumber(new ASN1Integer(CAST.device.leaf().getSerialNumber()))
        .build();
  }

  private static Extensions reason(int number) {
    return new Extensions(
        new Extension(Extension.reasonCode, false, Protection.der(new ASN1Enumerated(number))));
  }

  private static byte[] content(ASN1Encodable... details) {
    return Protection.der(new DERSequence(details));
  }

  private static Verdict<Authenticated> judged(byte[] content) {
    return CmpMessage.parse(
            new Forge(CAST.device, BodyType.rr, content).encoded(), CmpLimits.standard())
        .flatMap(message -> Cast.validate(message, CAST.fromDevice(BodyType.rr)));
  }

  static Stream<Broken> requests() {
    var sound = new RevDetails(whole(), reason(1));
    var named =
        Stream.of(
            new Broken(CmpCheck.ONE_REVOCATION, FailInfo.badRequest, "none", content()),
            new Broken(CmpCheck.ONE_REVOCATION, FailInfo.badRequest, "two", content(sound, sound)),
            new Broken(
                CmpCheck.REVOCATION_DETAILS,
                FailInfo.badCertId,
                "no issuer",
                content(
                    new RevDetails(
                        new CertTemplateBuilder().setSerialNumber(new ASN1Integer(7)).build(),
                        reason(1)))),
            new Broken(
                CmpCheck.REVOCATION_DETAILS,
                FailInfo.badCertId,
                "no serialNumber",
                content(
                    new RevDetails(
                        new CertTemplateBuilder().setIssuer(issuer()).build(), reason(1)))),
            new Broken(
                CmpCheck.REVOCATION_REASON,
                FailInfo.badRequest,
                "no crlEntryDetails",
                content(new RevDetails(whole()))),
            new Broken(
                CmpCheck.REVOCATION_REASON,
                FailInfo.badRequest,
                "another entry extension alone",
                content(
                    new RevDetails(
                        whole(),
                        new Extensions(
                            new Extension(Extension.invalidityDate, false, new byte[] {5, 0}))))));
    var ofNoEndEntity =
        IntStream.of(2, 6, 7, 8, 10, 11)
            .mapToObj(
                number ->
                    new Broken(
                        CmpCheck.REVOCATION_REASON,
                        FailInfo.badRequest,
                        "reason " + number,
                        content(new RevDetails(whole(), reason(number)))));
    return Stream.concat(named, ofNoEndEntity);
  }

  @ParameterizedTest
  @MethodSource("requests")
  @Proves({
    "CMP-F12",
    "CMP-H14",
    "LC-4.2-one-RevDetails",
    "LC-4.2-certDetails",
    "LC-4.2-reasonCode",
    "CMP-F23"
  })
  void aFaultyRequestIsRejectedInTheResponseToIt(Broken broken) {
    var refusal = refused(judged(broken.content()));
    assertThat(refusal.check()).isEqualTo(broken.check());
    assertThat(broken.check().failInfo()).isEqualTo(broken.failInfo());

    var rp = CAST.as(CAST.registrar).refused(ReplyTo.of(RR), refusal);
    assertThat(rp.type()).isEqualTo(BodyType.rp);
    assertThat(Cast.parsed(rp.encoded()).body())
        .isEqualTo(
            new Body.RevocationResponse(
                List.of(
                    new Body.StatusInfo(
                        PkiStatus.rejection, Set.of(broken.failInfo()), refusal.told()))));
    assertThat(accepted(CAST.judge(rp, AWAITED)))
        .isEqualTo(
            new Answer.Rejected(
                new Body.StatusInfo(PkiStatus.rejection, Set.of(broken.failInfo()), refusal.told()),
                true));
  }

  @ParameterizedTest
  @EnumSource(
      value = CmpCheck.class,
      names = {"REVOCATION_OF_SIGNER", "REVOCATION_KNOWN", "REVOCATION_OPEN"})
  @Proves({"LC-4.2-signer", "LC-5.1.3-known", "LC-5.1.3-certRevoked", "CMP-B8", "CMP-F13"})
  void whatOnlyTheAuthorityCanJudgeIsRejectedInTheResponseToo(CmpCheck check) {
    var rp = CAST.as(CAST.responder).refused(ReplyTo.of(RR), check.refusal("found"));

    assertThat(((Body.RevocationResponse) rp.body()).only())
        .isEqualTo(
            new Body.StatusInfo(PkiStatus.rejection, Set.of(check.failInfo()), check.told()));
    assertThat(accepted(CAST.judge(rp, AWAITED))).isInstanceOf(Answer.Rejected.class);
  }

  @Test
  @Proves({"CMP-B8", "CMP-F23"})
  void theFailInfoOfWhatTheAuthorityJudgesIsThatOfTheProfile() {
    assertThat(CmpCheck.REVOCATION_OF_SIGNER.failInfo()).isEqualTo(FailInfo.notAuthorized);
    assertThat(CmpCheck.REVOCATION_KNOWN.failInfo()).isEqualTo(FailInfo.badCertId);
    assertThat(CmpCheck.REVOCATION_OPEN.failInfo()).isEqualTo(FailInfo.certRevoked);
  }

  @Test
  @Proves({"CMP-H14", "CMP-F12"})
  void faultsOfHeaderAndProtectionAreToldInAnErrorMessage() {
    var error = CAST.as(CAST.registrar).refused(ReplyTo.of(RR), CmpCheck.PROTECTION.refusal("x"));

    assertThat(error.type()).isEqualTo(BodyType.error);
    assertThat(accepted(CAST.judge(error, AWAITED))).isInstanceOf(Answer.Rejected.class);
  }

  @ParameterizedTest
  @EnumSource(RevocationReason.class)
  @Proves({"CMP-E12", "CMP-F12"})
  void ourRequestSaysWhichCertificateAndWhyAndNothingElse(RevocationReason why) {
    var message =
        CAST.as(CAST.device)
            .revocationRequest(RevocationDraft.of(CAST.device.leaf(), why, Cast.SUITE));

    accepted(Cast.validate(Cast.parsed(message.encoded()), CAST.fromDevice(BodyType.rr)));
    var seen = RevReqContent.getInstance(message.bodyContent()).toRevDetailsArray();
    assertThat(seen).hasSize(1);
    var details = seen[0].getCertDetails();
    assertThat(details.getIssuer()).isEqualTo(issuer());
    assertThat(details.getSerialNumber().getValue())
        .isEqualTo(CAST.device.leaf().getSerialNumber());
    assertThat(details).isEqualTo(whole());
    assertThat(seen[0].getCrlEntryDetails()).isEqualTo(reason(why.number()));
    assertThat(message.recipient()).contains(CAST.device.leaf().getIssuerX500Principal());
    assertThat(message.header().generalInfo()).isEmpty();
    assertThat(message.recipNonce()).isEmpty();
    assertThat(message.pvno()).isEqualTo(2);
    assertThat(message.extraCerts().getFirst()).isEqualTo(CAST.device.leaf());
    assertThat(((Body.RevocationRequest) message.body()).only())
        .isEqualTo(
            new Body.RevocationDetails(
                java.util.Optional.of(DRAFT.issuer()),
                java.util.Optional.of(DRAFT.serialNumber()),
                List.of(why.number())));
  }

  record Response(String how, CmpCheck check, byte[] content) {
    @Override
    public String toString() {
      return how;
    }
  }

  private static byte[] rp(Body.StatusInfo... statuses) {
    var all = new ArrayList<byte[]>();
    for (var status : statuses) {
      var one = BodyWriter.revocationResponse(status);
      try {
        all.add(
            Der.element(one, 0, one.length).children().getFirst().children().getFirst().encoded());
      } catch (MalformedMessage e) {
        throw new AssertionError(e);
      }
    }
    return Der.wrap(Der.SEQUENCE, Der.wrap(Der.SEQUENCE, all.toArray(byte[][]::new)));
  }

  private static Body.StatusInfo status(PkiStatus status, FailInfo... failInfo) {
    return new Body.StatusInfo(status, Set.of(failInfo), "");
  }

  static Stream<Response> responses() {
    var accepted = status(PkiStatus.accepted);
    return Stream.of(
        new Response("no status", CmpCheck.REVOCATION_RESPONSE, rp()),
        new Response("two statuses", CmpCheck.REVOCATION_RESPONSE, rp(accepted, accepted)),
        new Response(
            "accepted and rejection",
            CmpCheck.REVOCATION_RESPONSE,
            rp(accepted, status(PkiStatus.rejection))),
        new Response("waiting", CmpCheck.REVOCATION_RESPONSE, rp(status(PkiStatus.waiting))),
        new Response(
            "grantedWithMods", CmpCheck.REVOCATION_RESPONSE, rp(status(PkiStatus.grantedWithMods))),
        new Response(
            "revocationNotification",
            CmpCheck.REVOCATION_RESPONSE,
            rp(status(PkiStatus.revocationNotification))),
        new Response(
            "accepted with failInfo",
            CmpCheck.REVOCATION_RESPONSE,
            rp(status(PkiStatus.accepted, FailInfo.certRevoked))));
  }

  @ParameterizedTest
  @MethodSource("responses")
  @Proves({"CMP-F13", "CMP-F13-rp", "CMP-H18"})
  void aFaultyResponseEndsTheOperation(Response response) {
    var forge = Forge.answer(CAST.responder, RR, BodyType.rp, response.content());

    assertThat(refused(CAST.judge(forge.message(), AWAITED)).check()).isEqualTo(response.check());
  }

  @Test
  @Proves({"CMP-E12", "CMP-F13"})
  void aResponseThatAcceptsIsBelieved() {
    for (var signer : List.of(CAST.responder, CAST.registrar)) {
      assertThat(accepted(CAST.judge(CAST.as(signer).revoked(ReplyTo.of(RR)), AWAITED)))
          .isEqualTo(new Answer.Revoked());
    }
  }

  @Test
  @Proves({"CMP-E20", "LC-3.4-responder"})
  void aMemberOfTheDomainCannotSayThatACertificateIsRevoked() {
    var member =
        Cast.ISSUER.credential(
            CAST.authority,
            CertificateProfile.ldevid(new X500Name("CN=another device"), Cast.LONG));

    assertThat(refused(CAST.judge(CAST.as(member).revoked(ReplyTo.of(RR)), AWAITED)).check())
        .isEqualTo(CmpCheck.RESPONDER_AUTHORIZED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ip", "kup", "genp", "pkiconf", "pollRep"})
  @Proves({"CMP-E18", "LC-3.5-body-type"})
  void nothingElseAnswersIt(BodyType type) {
    byte[] content =
        switch (type) {
          case genp -> Der.wrap(Der.SEQUENCE);
          case pkiconf -> new byte[] {5, 0};
          case pollRep -> BodyWriter.pollRep(-1, 1, "");
          default -> BodyWriter.response(0, status(PkiStatus.rejection));
        };
    var forge = Forge.answer(CAST.responder, RR, type, content);

    Refusal refusal = refused(CAST.judge(forge.message(), AWAITED));

    assertThat(refusal.check()).isEqualTo(CmpCheck.BODY_TYPE);
  }

  @Test
  @Proves({"CMP-E13", "CMP-E14", "CMP-F8", "CMP-H7"})
  void itIsWaitedForByAnErrorMessageAndPolledForAsAWhole() {
    var registrar = CAST.as(CAST.registrar);
    var waiting = registrar.waiting(ReplyTo.of(RR), "the line is down", Nonce.fresh(Cast.SUITE));
    assertThat(waiting.type()).isEqualTo(BodyType.error);
    assertThat(accepted(CAST.judge(waiting, AWAITED)))
        .isEqualTo(new Answer.Waiting(-1, "the line is down"));

    var pollReq = CAST.as(CAST.device).pollReq(waiting, -1);
    var polling = AWAITED.knowing(waiting.extraCerts()).polledBy(pollReq);
    var pollRep =
        registrar.pollRep(ReplyTo.of(pollReq), Duration.ofSeconds(7), "", Nonce.fresh(Cast.SUITE));
    assertThat(accepted(CAST.judge(pollRep, polling)))
        .isEqualTo(new Answer.PollAgain(-1, Duration.ofSeconds(7), ""));

    assertThat(accepted(CAST.judge(CAST.as(CAST.responder).revoked(ReplyTo.of(RR)), polling)))
        .isEqualTo(new Answer.Revoked());
    var toPoll =
        CAST.as(CAST.responder)
            .toPoll(
                CAST.as(CAST.responder).revoked(ReplyTo.of(RR)),
                pollReq.senderNonce().orElseThrow());
    assertThat(accepted(CAST.judge(toPoll, polling))).isEqualTo(new Answer.Revoked());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0500",
        "3002 0500",
        "3003 3001 30",
        "3008 3006 3000 3000 3000",
        "3009 3007 3005 8101018101 01",
        "300c 300a 3008 8301 01 8103 010101",
        "3006 3004 3000 3100"
      })
  @Proves({"LC-3.5-syntax", "CMP-F12"})
  void noOctetsOfARequestGoUnseen(String hex) {
    var content = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));

    assertThat(refused(judged(content)).check()).isEqualTo(CmpCheck.SYNTAX);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0500",
        "3000",
        "3002 0500",
        "300a 3000 a000 a100 a200 3000",
        "3006 3000 a100 a000",
        "3006 3000 a000 a000",
        "3007 3005 3003 020109"
      })
  @Proves({"LC-3.5-syntax", "CMP-F13"})
  void noOctetsOfAResponseGoUnseen(String hex) {
    var content = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    var message = Forge.answer(CAST.responder, RR, BodyType.rp, content).encoded();

    assertThat(refused(CmpMessage.parse(message, CmpLimits.standard())).check())
        .isEqualTo(CmpCheck.SYNTAX);
  }
}
