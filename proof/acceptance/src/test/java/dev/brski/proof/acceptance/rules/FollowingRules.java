package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.PROTECTED;
import static dev.brski.cmp.CmpCheck.PROTECTION;
import static dev.brski.cmp.CmpCheck.RECIP_NONCE;
import static dev.brski.cmp.CmpCheck.SAME_CREDENTIALS;
import static dev.brski.cmp.CmpCheck.SENDER_NONCE;
import static dev.brski.cmp.CmpCheck.UNKNOWN_TRANSACTION;
import static dev.brski.proof.acceptance.rules.Outcome.error;

import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.util.List;

/**
 * What holds of every message that follows on another in its transaction (RFC 9483 section 3.5).
 * Where an authority knows no such transaction of the signer, it says so before anything else.
 */
final class FollowingRules {

  private FollowingRules() {}

  /**
   * The rules of such a message.
   *
   * @param section where RFC 9483 has it
   * @param id the requirement on its fields
   */
  static List<Rule> of(Start start, String section, String id) {
    var following = new Following(start);
    return List.of(
        following
            .rule(
                "CMP-H7 CMP-H11",
                "recipNonce is another",
                draft -> draft.field(CmpDraft.RECIP_NONCE, random(16)))
            .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
        following
            .rule(
                "CMP-H7 CMP-H11",
                "there is no recipNonce",
                draft -> draft.without(CmpDraft.RECIP_NONCE))
            .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
        following
            .rule(
                "CMP-H6 CMP-H11",
                "the transaction never began",
                draft -> draft.field(CmpDraft.TRANSACTION_ID, random(16)))
            .both(error(FailBit.badRequest, UNKNOWN_TRANSACTION)),
        following
            .rule(
                "CMP-H7 CMP-H11",
                "the senderNonce has 120 bits",
                draft -> draft.field(CmpDraft.SENDER_NONCE, random(15)))
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badSenderNonce, SENDER_NONCE)),
        following
            .rule("CMP-H9 CMP-H11", "there is no protection", CmpDraft::unprotected)
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badMessageCheck, PROTECTED)),
        following
            .rule(
                "CMP-H9 CMP-H11",
                "a bit of the protection is changed",
                draft -> draft.protection(ProtectionRules::flipped))
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badMessageCheck, PROTECTION)),
        Rule.with(
                section,
                "CMP-H20 " + id,
                List.of(start),
                "another device has signed it",
                (draft, cast) -> draft.signedBy(cast.another()))
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badRequest, SAME_CREDENTIALS)));
  }

  private record Following(Start start) {

    Rule.Open rule(String ids, String broken, Rule.Change change) {
      return Rule.of("3.5", ids, List.of(start), broken, change);
    }
  }

  private static Tlv random(int octets) {
    return Tlv.octets(CmpDraft.random(octets));
  }
}
