package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Check;
import dev.brski.verdict.Refusal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What we emit is what RFC 9483 sections 3.1 to 3.3 say, and nothing besides. */
class CmpComposerTest {

  private static final Cast CAST = new Cast();
  private static final CmpMessage IR = CAST.ir();
  private static final CmpComposer REGISTRAR = CAST.as(CAST.registrar);
  private static final CmpComposer RESPONDER = CAST.as(CAST.responder);

  private static Nonce fresh() {
    return Nonce.fresh(Cast.SUITE);
  }

  static Stream<Arguments> answers() {
    var replyTo = ReplyTo.of(IR);
    var chain = CAST.authority.chain();
    var certificate = CAST.ldevid(CAST.newKey.getPublic());
    var implicit = new Grant.Confirmation.Implicit();
    return Stream.of(
        Arguments.of(
            RESPONDER.granted(replyTo, Grant.of(certificate, chain, implicit)), BodyType.ip),
        Arguments.of(RESPONDER.rejected(replyTo, Set.of(FailInfo.badPOP), "no"), BodyType.ip),
        Arguments.of(REGISTRAR.waiting(replyTo, "", fresh()), BodyType.ip),
        Arguments.of(REGISTRAR.error(replyTo, Set.of(), "no"), BodyType.error),
        Arguments.of(REGISTRAR.pkiConf(replyTo), BodyType.pkiconf),
        Arguments.of(
            REGISTRAR.pollRep(replyTo, Duration.ofSeconds(9), "", fresh()), BodyType.pollRep));
  }

  @ParameterizedTest
  @MethodSource("answers")
  @Proves({"CMP-B6", "CMP-H1", "CMP-H2", "CMP-H3", "CMP-H5", "CMP-H6", "CMP-H7", "CMP-H10"})
  void anAnswerTakesOverWhatItMust(CmpMessage answer, BodyType type) {
    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.pvno()).isEqualTo(IR.pvno());
    assertThat(answer.transactionId()).isEqualTo(IR.transactionId());
    assertThat(answer.recipNonce()).isEqualTo(IR.senderNonce());
    assertThat(answer.recipient()).isEqualTo(IR.sender());
    assertThat(answer.senderNonce().orElseThrow()).isNotEqualTo(IR.senderNonce().orElseThrow());
    var signer = answer.extraCerts().getFirst();
    assertThat(answer.sender()).contains(signer.getSubjectX500Principal());
    assertThat(answer.senderKid().orElseThrow())
        .isEqualTo(Certificates.subjectKeyIdentifier(signer).orElseThrow());
    assertThat(answer.extraCerts().get(1)).isEqualTo(CAST.authority.leaf());
    assertThat(answer.extraCerts()).noneMatch(Certificates::isSelfIssued);
    assertThat(answer.messageTime()).isEmpty();
  }

  @Test
  @Proves({"CMP-E1", "CMP-E4", "CMP-H3", "CMP-H6", "CMP-H7", "CMP-H8", "CMP-H10"})
  void aFirstRequestIsAsTheProfileSays() {
    assertThat(IR.pvno()).isEqualTo(2);
    assertThat(IR.implicitConfirm()).isTrue();
    assertThat(IR.recipNonce()).isEmpty();
    assertThat(IR.transactionId().octets()).hasSize(16);
    assertThat(IR.senderNonce().orElseThrow().octets()).hasSize(16);
    assertThat(IR.header().recipientName()).isEqualTo(new GeneralName(new X500Name("")));
    assertThat(IR.header().generalInfo()).hasSize(1);
    assertThat(IR.extraCerts()).containsExactly(CAST.device.leaf());
    var template = ((Body.CertificationRequest) IR.body()).only().template();
    assertThat(template.version()).isEmpty();
    assertThat(template.hasProhibitedFields()).isFalse();

    var addressed =
        CAST.as(CAST.device)
            .certificationRequest(
                CAST.draft()
                    .withImplicitConfirm(false)
                    .withRecipient(CAST.authority.leaf().getSubjectX500Principal())
                    .withType(BodyType.cr));
    assertThat(addressed.type()).isEqualTo(BodyType.cr);
    assertThat(addressed.implicitConfirm()).isFalse();
    assertThat(addressed.header().generalInfo()).isEmpty();
    assertThat(addressed.recipient()).contains(CAST.authority.leaf().getSubjectX500Principal());
  }

  @Test
  @Proves("CMP-H7")
  void everyMessageHasAFreshNonce() {
    var nonces = new HashSet<Nonce>();
    for (int i = 0; i < 20; i++) {
      nonces.add(REGISTRAR.pkiConf(ReplyTo.of(IR)).senderNonce().orElseThrow());
    }
    assertThat(nonces).hasSize(20);
  }

  @Test
  @Proves("CMP-H1")
  void anAnswerIsInTheVersionOfItsRequest() {
    var forge = Forge.ir(CAST);
    forge.pvno = 3;
    assertThat(REGISTRAR.waiting(ReplyTo.of(forge.message()), "", fresh()).pvno()).isEqualTo(3);
  }

  @Test
  @Proves({"CMP-F5", "CMP-H8", "CMP-B5", "CMP-H4"})
  void confirmationIsGrantedOrTimed() {
    var certificate = CAST.ldevid(CAST.newKey.getPublic());
    var chain = CAST.authority.chain();
    var implicit =
        RESPONDER.granted(
            ReplyTo.of(IR), Grant.of(certificate, chain, new Grant.Confirmation.Implicit()));
    assertThat(implicit.implicitConfirm()).isTrue();
    assertThat(implicit.confirmWaitTime()).isEmpty();

    var deadline = Cast.NOW.plus(Duration.ofDays(4));
    var until = new Grant.Confirmation.Until(deadline);
    var timed = RESPONDER.granted(ReplyTo.of(IR), Grant.of(certificate, chain, until));
    assertThat(timed.implicitConfirm()).isFalse();
    assertThat(timed.confirmWaitTime()).contains(deadline);
    assertThat(timed.messageTime()).contains(Cast.NOW);

    var withoutClock = new CmpComposer(CAST.responder, Cast.SUITE, Clock.unknown());
    assertThatThrownBy(
            () -> withoutClock.granted(ReplyTo.of(IR), Grant.of(certificate, chain, until)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("confirmWaitTime");
  }

  @Test
  @Proves({"CMP-F5", "CMP-B19"})
  void modificationsAndAnchorsAreTold() {
    var certificate = CAST.ldevid(CAST.newKey.getPublic());
    var ip =
        RESPONDER.granted(
            ReplyTo.of(IR),
            new Grant(
                certificate,
                CAST.authority.chain(),
                true,
                new Grant.Confirmation.Explicit(),
                List.of(CAST.root.leaf())));
    var body = (Body.Response) ip.body();
    assertThat(body.only().status().status()).isEqualTo(PkiStatus.grantedWithMods);
    assertThat(body.only().certificate()).contains(certificate);
    assertThat(body.caPubs()).containsExactly(CAST.root.leaf());
    assertThat(ip.header().generalInfo()).isEmpty();
  }

  private enum Foreign implements Check {
    RULE;

    @Override
    public String id() {
      return "foreign";
    }

    @Override
    public String told() {
      return "no";
    }
  }

  @Test
  @Proves({"CMP-H14", "CMP-R3", "CMP-F23"})
  void aRefusalTakesTheWayItsFaultDemands() {
    var ofBody = CmpCheck.POP_SIGNATURE.refusal("x").withTold("inner message: bad proof");
    var ip = REGISTRAR.refused(ReplyTo.of(IR), ofBody);
    assertThat(ip.type()).isEqualTo(BodyType.ip);
    assertThat(((Body.Response) ip.body()).only().status().text())
        .isEqualTo("inner message: bad proof");

    var pollReq = CAST.as(CAST.device).pollReq(ip, 0);
    assertThat(REGISTRAR.refused(ReplyTo.of(pollReq), ofBody).type()).isEqualTo(BodyType.error);
    assertThat(REGISTRAR.refused(ReplyTo.of(IR), CmpCheck.PROTECTION.refusal("x")).type())
        .isEqualTo(BodyType.error);

    var foreign = REGISTRAR.refused(ReplyTo.of(IR), Refusal.of(Foreign.RULE, "x", "y"));
    assertThat(((Body.ErrorBody) foreign.body()).status())
        .isEqualTo(new Body.StatusInfo(PkiStatus.rejection, Set.of(FailInfo.notAuthorized), "no"));
  }

  @Test
  @Proves({"CMP-E13", "CMP-F9", "CMP-F10"})
  void pollsCarryTheirIdsAndTimes() {
    var waiting = REGISTRAR.waiting(ReplyTo.of(IR), "later", fresh());
    for (long id : List.of(0L, -1L)) {
      var pollReq = CAST.as(CAST.device).pollReq(waiting, id);
      assertThat(((Body.PollRequest) pollReq.body()).certReqIds()).containsExactly(id);
      assertThat(pollReq.recipNonce()).isEqualTo(waiting.senderNonce());
      var nonce = fresh();
      var pollRep =
          REGISTRAR.pollRep(ReplyTo.of(pollReq), Duration.ofMinutes(2), "line down", nonce);
      assertThat(((Body.PollResponse) pollRep.body()).only())
          .isEqualTo(new Body.PollAnswer(id, 120, "line down"));
      assertThat(pollRep.senderNonce()).contains(nonce);
    }
  }

  @Test
  void adviceToCallersIsGivenAtOnce() {
    assertThatThrownBy(() -> CAST.draft().withType(BodyType.p10cr))
        .isInstanceOf(IllegalArgumentException.class);
    var error = REGISTRAR.error(ReplyTo.of(IR), Set.of(), "");
    assertThatThrownBy(() -> REGISTRAR.rejected(ReplyTo.of(error), Set.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AwaitedResponse.to(IR, CAST.newKey.getPublic()).polledBy(error))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PollNonce(new byte[15], Cast.SUITE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Proves("CMP-H8")
  void aProfileCanBeNamed() {
    var draft =
        new CertificationDraft(
            BodyType.ir,
            TransactionId.fresh(Cast.SUITE),
            CAST.device.leaf().getSubjectX500Principal(),
            CAST.newKey,
            Optional.empty(),
            true,
            Optional.empty(),
            Optional.of("sensor"),
            Optional.empty());
    var message = CAST.as(CAST.device).certificationRequest(draft);
    assertThat(message.header().certProfile()).contains("sensor");
    assertThat(message.implicitConfirm()).isTrue();
  }
}
