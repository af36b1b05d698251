package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.CERT_CONF_BODY;
import static dev.brski.cmp.CmpCheck.CERT_HASH;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** certConf (RFC 9483 sections 4.1.1 and 5.1.2). */
final class ConfirmationRules {

  private static final String SHA256 = "2.16.840.1.101.3.4.2.1";

  private ConfirmationRules() {}

  static Room room() {
    var rules = new ArrayList<Rule>();
    rules.addAll(bodies());
    rules.addAll(transactions());
    return new Room("Confirmations: certConf", rules);
  }

  private static List<Rule> bodies() {
    return List.of(
        body(
                "CMP-F6",
                "there are two CertStatus",
                made -> Tlv.sequence(made.children().getFirst(), made.children().getFirst()))
            .both(error(FailBit.badRequest, CERT_CONF_BODY)),
        status("CMP-F6", "certReqId is 1", hash -> Bodies.confirmation(hash, 1))
            .both(error(FailBit.badRequest, CERT_CONF_BODY)),
        status(
                "CMP-F6",
                "the status is waiting",
                hash -> Bodies.confirmation(hash, 0, Tlv.sequence(Tlv.integer(3))))
            .both(error(FailBit.badRequest, CERT_CONF_BODY)),
        status(
                "CMP-F6",
                "the status is accepted, with failInfo",
                hash ->
                    Bodies.confirmation(
                        hash, 0, Tlv.sequence(Tlv.integer(0), new Tlv(0x03, new byte[] {5, 0x20}))))
            .both(error(FailBit.badRequest, CERT_CONF_BODY)),
        status(
                "CMP-F6",
                "hashAlg is there, with pvno 2",
                hash -> Bodies.confirmation(hash, 0, Tlv.context(0, Tlv.sequence(Tlv.oid(SHA256)))))
            .both(error(FailBit.badRequest, CERT_CONF_BODY)),
        status(
                "CMP-F6 CMP-F21 CMP-F23",
                "certHash is of another certificate",
                hash -> Bodies.confirmation(ProtectionRules.flipped(hash), 0))
            .both(error(FailBit.badCertId, CERT_HASH)),
        body("CMP-F6", "there is no CertStatus: it rejects", _ -> Tlv.sequence()).both(taken()),
        Rule.of(
                "3.1",
                "CMP-H8 CMP-F6",
                List.of(Start.CERT_CONF),
                "implicitConfirm is in the header",
                CmpDraft::implicitConfirm)
            .both(taken()));
  }

  private static List<Rule> transactions() {
    return List.of(
        conf("CMP-H7", "recipNonce is another", draft -> draft.field(CmpDraft.RECIP_NONCE, nonce()))
            .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
        conf("CMP-H7", "there is no recipNonce", draft -> draft.without(CmpDraft.RECIP_NONCE))
            .both(error(FailBit.badRecipientNonce, RECIP_NONCE)),
        conf(
                "CMP-H6 CMP-H11",
                "the transaction never began",
                draft -> draft.field(CmpDraft.TRANSACTION_ID, nonce()))
            .both(error(FailBit.badRequest, UNKNOWN_TRANSACTION)),
        conf("CMP-H7", "the senderNonce has 120 bits", ConfirmationRules::shortNonce)
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badSenderNonce, SENDER_NONCE)),
        conf("CMP-H9", "there is no protection", CmpDraft::unprotected)
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badMessageCheck, PROTECTED)),
        conf(
                "CMP-H9",
                "a bit of the protection is changed",
                draft -> draft.protection(ProtectionRules::flipped))
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badMessageCheck, PROTECTION)),
        Rule.with(
                "4.1.1",
                "CMP-H20 CMP-F6",
                List.of(Start.CERT_CONF),
                "another device has signed it",
                (draft, cast) -> draft.signedBy(cast.another()))
            .authority(
                error(FailBit.badRequest, UNKNOWN_TRANSACTION),
                error(FailBit.badRequest, SAME_CREDENTIALS)));
  }

  private static void shortNonce(CmpDraft draft) {
    draft.field(CmpDraft.SENDER_NONCE, Tlv.octets(CmpDraft.random(15)));
  }

  private static Tlv nonce() {
    return Tlv.octets(CmpDraft.random(16));
  }

  private static Rule.Open status(String ids, String broken, UnaryStatus change) {
    return body(
        ids,
        broken,
        made -> change.with(made.children().getFirst().children().getFirst().content()));
  }

  /** Makes a certConf for a certHash. */
  private interface UnaryStatus {
    Tlv with(byte[] certHash);
  }

  private static Rule.Open body(String ids, String broken, UnaryOperator<Tlv> change) {
    return Rule.of("4.1.1", ids, List.of(Start.CERT_CONF), broken, draft -> draft.content(change));
  }

  private static Rule.Open conf(String ids, String broken, Rule.Change change) {
    return Rule.of("3.5", ids, List.of(Start.CERT_CONF), broken, change);
  }
}
