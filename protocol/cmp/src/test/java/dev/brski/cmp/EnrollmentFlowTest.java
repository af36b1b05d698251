package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Anchors;
import dev.brski.trust.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The way of an ir through registrar and authority, and of its answers back, in memory. */
class EnrollmentFlowTest {

  private final Cast cast = new Cast();

  @Test
  @Proves({"CMP-E1", "CMP-R1", "CMP-R2", "CMP-B2", "CMP-F1", "CMP-F16"})
  void anApprovedRequestReachesTheAuthorityUntouched() {
    var ir = cast.ir();
    var consent = new Consent("imprint-1", 3, 42, new byte[] {1, 2, 3});

    var nested = Cast.parsed(cast.as(cast.registrar).nested(ir, consent.generalInfo()).encoded());
    var outer =
        accepted(
            Cast.validate(
                nested,
                Expectation.of(
                        Set.of(BodyType.nested),
                        new Expectation.RecipNonce.Ignored(),
                        SignerTrust.anchored(
                            Cast.PATHS, Anchors.of(List.of(cast.root.leaf())), Purpose.REGISTRAR))
                    .in(Expectation.Layer.OUTER)));
    assertThat(outer.role().mayProtect(BodyType.nested)).isTrue();
    var single = (NestedMessage.Single) accepted(NestedMessage.ofRequests(nested));

    assertThat(single.inner().encoded()).isEqualTo(ir.encoded());
    assertThat(nested.transactionId()).isEqualTo(ir.transactionId());
    assertThat(nested.senderNonce()).isEqualTo(ir.senderNonce());
    var evidence = single.consent().orElseThrow();
    assertThat(evidence.imprint()).isEqualTo("imprint-1");
    assertThat(evidence.generation()).isEqualTo(3);
    assertThat(evidence.sequence()).isEqualTo(42);
    assertThat(evidence.voucher()).containsExactly(1, 2, 3);

    var inner = accepted(Cast.validate(single.inner(), cast.fromDevice(BodyType.ir)));
    assertThat(inner.signer()).isEqualTo(cast.device.leaf());
    var requested =
        accepted(
            new RequestValidation(Cast.SUITE, Cast.POLICY)
                .validate(inner.message(), inner.signer(), RequestValidation.Requester.END_ENTITY));
    assertThat(requested.publicKey().getEncoded()).isEqualTo(cast.newKey.getPublic().getEncoded());
    assertThat(requested.identifies(inner.signer(), "SN-4711")).isTrue();
    assertThat(requested.isForKeyOf(inner.signer())).isFalse();
    assertThat(requested.raVerified()).isFalse();
  }

  @Test
  @Proves({"CMP-E4", "CMP-E5", "CMP-E13", "CMP-E18", "CMP-E19", "CMP-H7", "CMP-R6", "CMP-B13"})
  void aDelayedCertificateIsPolledForAndConfirmed() {
    var ir = cast.as(cast.device).certificationRequest(cast.draft().withImplicitConfirm(false));
    var awaited = AwaitedResponse.to(ir, cast.newKey.getPublic());
    var registrar = cast.as(cast.registrar);
    var nonces = new PollNonce(Cast.SUITE.randomBytes(32), Cast.SUITE);

    var waiting = registrar.waiting(ReplyTo.of(ir), "", nonces.make(ir.transactionId()));
    assertThat(accepted(cast.judge(waiting, awaited))).isEqualTo(new Answer.Waiting(0, ""));

    var pollReq = cast.as(cast.device).pollReq(waiting, 0);
    awaited = awaited.knowing(waiting.extraCerts()).polledBy(pollReq);
    accepted(
        Cast.validate(
            pollReq,
            cast.fromDevice(BodyType.pollReq)
                .signedBy(cast.device.leaf())
                .expecting(
                    new Expectation.RecipNonce.Recognised(
                        nonce -> nonces.verify(pollReq.transactionId(), nonce)))));
    var pollRep =
        registrar.pollRep(
            ReplyTo.of(pollReq),
            Duration.ofSeconds(7),
            "ask later",
            nonces.make(pollReq.transactionId()));
    assertThat(accepted(cast.judge(pollRep, awaited)))
        .isEqualTo(new Answer.PollAgain(0, Duration.ofSeconds(7), "ask later"));

    var certificate = cast.ldevid(cast.newKey.getPublic());
    var ip =
        cast.as(cast.responder)
            .granted(
                ReplyTo.of(ir),
                Grant.of(
                    certificate,
                    cast.authority.chain(),
                    new Grant.Confirmation.Until(Cast.NOW.plusSeconds(600))));
    assertThat(ip.confirmWaitTime()).contains(Cast.NOW.plusSeconds(600));
    assertThat(ip.messageTime()).contains(Cast.NOW);
    var issued = (Answer.Issued) accepted(cast.judge(ip, awaited));
    assertThat(issued.certificate()).isEqualTo(certificate);
    assertThat(issued.confirm()).isTrue();

    var certConf = cast.as(cast.device).certConfAccepting(ip, certificate);
    var pkiConf = cast.as(cast.responder).pkiConf(ReplyTo.of(certConf));
    assertThat(accepted(cast.judge(pkiConf, awaited.confirmedBy(certConf))))
        .isEqualTo(new Answer.Confirmed());
  }

  @Test
  @Proves({"CMP-E19", "CMP-H7", "CMP-R6"})
  void theFinalAnswerToAPollDiffersInRecipNonceAndProtectionOnly() {
    var ir = cast.as(cast.device).certificationRequest(cast.draft().withImplicitConfirm(false));
    var responder = cast.as(cast.responder);
    var waiting = responder.waiting(ReplyTo.of(ir), "", Nonce.fresh(Cast.SUITE));
    var pollReq = cast.as(cast.device).pollReq(waiting, 0);
    var ip =
        responder.granted(
            ReplyTo.of(ir),
            Grant.of(
                cast.ldevid(cast.newKey.getPublic()),
                cast.authority.chain(),
                new Grant.Confirmation.Until(Cast.NOW.plusSeconds(600))));

    var polled = Cast.parsed(responder.toPoll(ip, pollReq.senderNonce().orElseThrow()).encoded());

    assertThat(polled.recipNonce()).isEqualTo(pollReq.senderNonce());
    assertThat(polled.senderNonce()).isEqualTo(ip.senderNonce());
    assertThat(polled.bodyContent()).isEqualTo(ip.bodyContent());
    assertThat(polled.extraCerts()).isEqualTo(ip.extraCerts());
    assertThat(polled.messageTime()).isEqualTo(ip.messageTime());
    assertThat(polled.confirmWaitTime()).isEqualTo(ip.confirmWaitTime());
    assertThat(polled.recipient()).isEqualTo(ip.recipient());
    assertThat(polled.encoded()).isNotEqualTo(ip.encoded());
    var awaited = AwaitedResponse.to(ir, cast.newKey.getPublic()).polledBy(pollReq);
    assertThat(accepted(cast.judge(polled, awaited))).isInstanceOf(Answer.Issued.class);
  }
}
