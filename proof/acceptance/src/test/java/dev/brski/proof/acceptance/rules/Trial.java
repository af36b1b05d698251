package dev.brski.proof.acceptance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.CmpCheck;
import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.CmpLine;
import dev.brski.proof.kit.cmp.CmpReply;
import java.util.Set;

/**
 * One message to one server, and whether what came back is what must come back.
 *
 * @param target the server
 * @param start what kind of message it is
 */
public record Trial(Target target, Start start) {

  private static final int ERROR = 23;
  private static final int SHORTEST_NONCE = 16;

  /** The message as it should be passes, so that a refusal is for the one change. */
  public void demandSound() throws Exception {
    var draft = target.begin(start);
    demandTaken(draft, target.send(start, draft));
  }

  /** The message with one rule broken is answered as the table says. */
  public void demand(Rule rule) throws Exception {
    var draft = target.begin(start);
    rule.breach().change(draft, target.cast());
    var answer = target.send(start, draft);
    switch (rule.at(target.side())) {
      case Outcome.Refused refused -> demandRefused(refused, draft, answer);
      case Outcome.Taken() -> demandTaken(draft, answer);
      case Outcome.Http(int status) -> assertThat(answer.status()).isEqualTo(status);
      case Outcome.NotThere(String why) -> throw new IllegalArgumentException(why);
    }
    if (rule.isBadInput()) {
      new Trial(target, Start.GENM).demandSound();
    }
  }

  private void demandTaken(CmpDraft draft, CmpLine.Answer answer) {
    var reply = reply(draft, answer);
    assertThat(reply.type()).as(reply.said()).isEqualTo(start.answer());
    assertThat(reply.status().isEmpty() || reply.grants()).as(reply.said()).isTrue();
  }

  private void demandRefused(Outcome.Refused refused, CmpDraft draft, CmpLine.Answer answer) {
    var reply = reply(draft, answer);
    assertThat(reply.type())
        .as(reply.said())
        .isEqualTo(refused.inResponse() ? start.answer() : ERROR);
    assertThat(reply.status()).as(reply.said()).hasValue(CmpReply.REJECTION);
    assertThat(reply.failInfo()).as(reply.said()).isEqualTo(refused.failInfo());
    if (target.isOurs()) {
      assertThat(reply.text()).contains(refused.check().told());
    }
    if (!Set.of(CmpCheck.SYNTAX, CmpCheck.LIMITS, CmpCheck.TRANSACTION_ID)
        .contains(refused.check())) {
      demandFitting(draft, reply);
    }
  }

  /** Any answer is signed by somebody whom the anchor vouches for. */
  private CmpReply reply(CmpDraft draft, CmpLine.Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.isCmp()).as(answer.mediaType()).isTrue();
    var reply = CmpReply.of(answer.content()).unnested();
    var signer = reply.signer(target.anchor());
    assertThat(signer).isNotNull();
    assertThat(reply.pvno()).isIn(2, 3);
    assertThat(reply.octetsOf(CmpDraft.SENDER_NONCE).orElseThrow())
        .hasSizeGreaterThanOrEqualTo(SHORTEST_NONCE)
        .isNotEqualTo(draft.octetsOf(CmpDraft.SENDER_NONCE).orElseGet(() -> new byte[0]));
    return reply;
  }

  /** It belongs to the message (RFC 9483 section 3.1). */
  private static void demandFitting(CmpDraft draft, CmpReply reply) {
    draft
        .octetsOf(CmpDraft.TRANSACTION_ID)
        .ifPresent(id -> assertThat(reply.octetsOf(CmpDraft.TRANSACTION_ID)).hasValue(id));
    draft
        .octetsOf(CmpDraft.SENDER_NONCE)
        .ifPresent(nonce -> assertThat(reply.octetsOf(CmpDraft.RECIP_NONCE)).hasValue(nonce));
  }
}
