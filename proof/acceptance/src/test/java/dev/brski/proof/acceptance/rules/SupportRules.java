package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.GENERAL_BODY;
import static dev.brski.cmp.CmpCheck.INFO_TYPE;
import static dev.brski.cmp.CmpCheck.INFO_VALUE;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.taken;

import dev.brski.cmp.CmpCheck;
import dev.brski.proof.kit.cmp.CmpDraft;
import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.util.List;

/** genm (RFC 9483 section 4.3). */
final class SupportRules {

  private SupportRules() {}

  static Room room() {
    return new Room(
        "Support messages: genm",
        List.of(
            asks("4.3", "CMP-F14", "nothing is asked", Tlv.sequence()).both(refused(GENERAL_BODY)),
            asks(
                    "4.3",
                    "CMP-F14",
                    "two questions are asked",
                    Tlv.sequence(Bodies.info(Bodies.CA_CERTS), Bodies.info(Bodies.CA_CERTS)))
                .both(refused(GENERAL_BODY)),
            asks(
                    "4.3",
                    "CMP-F14",
                    "the infoType is unknown",
                    Bodies.question("1.3.6.1.4.1.32473.1"))
                .both(refused(INFO_TYPE)),
            asks(
                    "4.3",
                    "CMP-F14",
                    "the infoType is one of RFC 9810 that RFC 9483 leaves out",
                    Bodies.question("1.3.6.1.5.5.7.4.2"))
                .both(refused(INFO_TYPE)),
            asks(
                    "4.3.1",
                    "CMP-F15",
                    "the question for CA certificates has a value",
                    Bodies.question(Bodies.CA_CERTS, Tlv.nothing()))
                .both(refused(INFO_VALUE)),
            asks(
                    "4.3.3",
                    "CMP-F15",
                    "the question for a request template has a value",
                    Bodies.question(Bodies.REQUEST_TEMPLATE, Tlv.nothing()))
                .both(refused(INFO_VALUE)),
            asks(
                    "4.3.2",
                    "CMP-F15",
                    "the old root is no certificate",
                    Bodies.question(Bodies.ROOT_CA, Tlv.sequence(Tlv.integer(1))))
                .both(refused(INFO_VALUE)),
            asks(
                    "4.3.4",
                    "CMP-F15",
                    "the question for a revocation list has no value",
                    Bodies.question(Bodies.CRL_STATUS))
                .both(refused(INFO_VALUE)),
            asks(
                    "4.3.4",
                    "CMP-F15",
                    "there are two CRLStatus",
                    Bodies.question(Bodies.CRL_STATUS, Tlv.sequence(list(), list())))
                .both(refused(INFO_VALUE)),
            asks(
                    "4.3.4",
                    "CMP-F15",
                    "the CRLStatus names no source",
                    Bodies.question(Bodies.CRL_STATUS, Tlv.sequence(Tlv.sequence())))
                .both(refused(INFO_VALUE)),
            asks(
                    "4.3.2",
                    "CMP-F15",
                    "the old root is not said, where one is enough",
                    Bodies.question(Bodies.ROOT_CA))
                .both(taken()),
            asks(
                    "4.3.3",
                    "CMP-F15",
                    "a request template is asked for, without a value",
                    Bodies.question(Bodies.REQUEST_TEMPLATE))
                .both(taken())));
  }

  private static Outcome refused(CmpCheck check) {
    return error(FailBit.badRequest, check);
  }

  private static Tlv list() {
    return Tlv.sequence(
        Tlv.context(1, Tlv.sequence(CmpDraft.name(Names.common("a CA"))).implicit(1)));
  }

  private static Rule.Open asks(String section, String ids, String broken, Tlv content) {
    return Rule.of(section, ids, List.of(Start.GENM), broken, draft -> draft.content(_ -> content));
  }
}
