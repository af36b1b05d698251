package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.CERT_CONF_BODY;
import static dev.brski.cmp.CmpCheck.CERT_HASH;
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
    rules.addAll(FollowingRules.of(Start.CERT_CONF, "4.1.1", "CMP-F6"));
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
}
