package dev.brski.proof.acceptance.rules;

import static dev.brski.cmp.CmpCheck.POLL_BODY;
import static dev.brski.proof.acceptance.rules.Outcome.error;
import static dev.brski.proof.acceptance.rules.Outcome.taken;

import dev.brski.proof.kit.cmp.FailBit;
import dev.brski.proof.kit.cmp.Tlv;
import java.util.ArrayList;
import java.util.List;

/** pollReq (RFC 9483 section 4.4). */
final class PollingRules {

  private PollingRules() {}

  /** Whether a rule is broken in an operation that waits. */
  static boolean waits(Rule rule) {
    return rule.starts().contains(Start.POLL_REQ);
  }

  static Room room() {
    var rules = new ArrayList<>(bodies());
    rules.addAll(FollowingRules.of(Start.POLL_REQ, "4.4", "CMP-F9"));
    return new Room("Polling: pollReq", rules);
  }

  private static List<Rule> bodies() {
    return List.of(
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
            .both(taken()));
  }

  private static Tlv twice() {
    return Tlv.sequence(Tlv.sequence(Tlv.integer(0)), Tlv.sequence(Tlv.integer(0)));
  }

  private static Rule.Open poll(String ids, String broken, Rule.Change change) {
    return Rule.of("4.4", ids, List.of(Start.POLL_REQ), broken, change);
  }
}
