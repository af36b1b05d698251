package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.POLL_BODY;
import static dev.brski.cmp.CmpCheck.PROTECTED;
import static dev.brski.cmp.CmpCheck.PROTECTION;
import static dev.brski.cmp.CmpCheck.RECIP_NONCE;
import static dev.brski.cmp.CmpCheck.SAME_CREDENTIALS;
import static dev.brski.cmp.CmpCheck.SENDER_NONCE;
import static dev.brski.cmp.CmpCheck.UNKNOWN_TRANSACTION;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.taken;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.util.List;

/** pollReq (RFC 9483 section 4.4). */
final class PollingRules {

  private static final List<Start> POLL = List.of(Start.POLL_REQ);

  private PollingRules() {}

  /** Whether a rule is broken in an operation that waits. */
  static boolean waits(Rule rule) {
    return rule.starts().contains(Start.POLL_REQ);
  }

  static Room room() {
    return new Room(
        "Polling: pollReq",
        List.of(
            poll("CMP-F9", "it asks for nothing", draft -> draft.content(_ -> Tlv.sequence()))
                .both(error(FailBit.badRequest, POLL_BODY)),
            poll("CMP-F9", "it asks for two responses", draft -> draft.content(_ -> twice()))
                .both(error(FailBit.badRequest, POLL_BODY)),
            poll("CMP-F9", "certReqId is 1", draft -> draft.content(_ -> Bodies.poll(1)))
                .both(error(FailBit.badRequest, POLL_BODY)),
            poll(
                    "CMP-F9",
                    "certReqId is -1, the whole message",
                    draft -> draft.content(_ -> Bodies.poll(-1)))
                .both(taken()),
            poll(
                    "CMP-H7 CMP-H11",
                    "recipNonce is another",
                    draft -> draft.field(CmpDraft.RECIP_NONCE, nonce(16)))
                .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
            poll(
                    "CMP-H7 CMP-H11",
                    "there is no recipNonce",
                    draft -> draft.without(CmpDraft.RECIP_NONCE))
                .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
            poll(
                    "CMP-H6 CMP-H11",
                    "the transaction never began",
                    draft -> draft.field(CmpDraft.TRANSACTION_ID, nonce(16)))
                .both(error(FailBit.badRequest, UNKNOWN_TRANSACTION)),
            poll(
                    "CMP-H7 CMP-H11",
                    "the senderNonce has 120 bits",
                    draft -> draft.field(CmpDraft.SENDER_NONCE, nonce(15)))
                .authority(
                    error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                    error(FailBit.badSenderNonce, SENDER_NONCE)),
            poll("CMP-H9 CMP-H11", "there is no protection", CmpDraft::unprotected)
                .authority(
                    error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                    error(FailBit.badMessageCheck, PROTECTED)),
            poll(
                    "CMP-H9 CMP-H11",
                    "a bit of the protection is changed",
                    draft -> draft.protection(ProtectionRules::flipped))
                .authority(
                    error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                    error(FailBit.badMessageCheck, PROTECTION)),
            Rule.with(
                    "4.4",
                    "CMP-H20 CMP-F9",
                    POLL,
                    "another device has signed it",
                    (draft, cast) -> draft.signedBy(cast.another()))
                .authority(
                    error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                    error(FailBit.badRequest, SAME_CREDENTIALS))));
  }

  private static Tlv twice() {
    return Tlv.sequence(Tlv.sequence(Tlv.integer(0)), Tlv.sequence(Tlv.integer(0)));
  }

  private static Tlv nonce(int octets) {
    return Tlv.octets(CmpDraft.random(octets));
  }

  private static Rule.Open poll(String ids, String broken, Rule.Change change) {
    return Rule.of("4.4", ids, POLL, broken, change);
  }
}
