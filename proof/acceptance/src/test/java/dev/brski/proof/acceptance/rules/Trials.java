package dev.brski.proof.acceptance.rules;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;

/** The table as tests of servers. */
public final class Trials {

  private Trials() {}

  /** That sound messages pass; members' are not among them, for what they ask for comes true. */
  public static Stream<DynamicNode> sound(List<Target> targets) {
    return targets.stream()
        .flatMap(
            target ->
                Stream.of(Start.values())
                    .filter(start -> start != Start.POLL_REQ && !start.isMembers())
                    .filter(start -> start != Start.NESTED || target.side() == Side.AUTHORITY)
                    .map(start -> sound(target, start)));
  }

  /** That a sound pollReq passes, of a server that lets devices wait. */
  public static Stream<DynamicNode> soundPolls(List<Target> targets) {
    return targets.stream().map(target -> sound(target, Start.POLL_REQ));
  }

  private static DynamicNode sound(Target target, Start start) {
    return dynamicTest(target.side() + ": " + start, () -> new Trial(target, start).demandSound());
  }

  /** Every row of the table but those on polling, room by room. */
  public static Stream<DynamicNode> rules(List<Target> targets) {
    return Room.all().stream()
        .map(
            room ->
                dynamicContainer(
                    room.title(),
                    room.rules().stream()
                        .filter(rule -> !PollingRules.waits(rule))
                        .flatMap(rule -> trials(rule, targets))));
  }

  /** The rows on polling, of a server that lets devices wait. */
  public static Stream<DynamicNode> pollingRules(Target target) {
    return Room.all().stream()
        .flatMap(room -> room.rules().stream())
        .filter(PollingRules::waits)
        .flatMap(rule -> trials(rule, List.of(target)));
  }

  private static Stream<DynamicNode> trials(Rule rule, List<Target> targets) {
    return targets.stream()
        .filter(target -> !(rule.at(target.side()) instanceof Outcome.NotThere))
        .flatMap(
            target ->
                rule.starts().stream()
                    .map(
                        start ->
                            dynamicTest(
                                target.side() + ": " + start + ": " + rule.broken(),
                                () -> new Trial(target, start).demand(rule))));
  }
}
