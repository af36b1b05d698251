package dev.brski.proof.acceptance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.brski.proof.acceptance.rules.Side;
import dev.brski.proof.acceptance.rules.Trials;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The table of the rules of RFC 9483, against a running authority and a running registrar. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RulesIT {

  @TempDir private static Path folder;
  private static RulesPlant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = RulesPlant.make(folder);
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @TestFactory
  @Order(1)
  Stream<DynamicNode> soundMessagesPass() {
    return Trials.sound(plant.targets());
  }

  @TestFactory
  @Order(1)
  Stream<DynamicNode> soundMessagesPassWhereAFileSays() {
    return Trials.sound(List.of(plant.described()));
  }

  @TestFactory
  @Order(2)
  @Proves({
    "CMP-H1", "CMP-H2", "CMP-H3", "CMP-H4", "CMP-H5", "CMP-H6", "CMP-H7", "CMP-H8", "CMP-H9",
    "CMP-H10", "CMP-H11", "CMP-H13", "CMP-H14", "CMP-H17", "CMP-H20", "CMP-F1", "CMP-F2", "CMP-F3",
    "CMP-F4", "CMP-F6", "CMP-F12", "CMP-F14", "CMP-F15", "CMP-F16", "CMP-F17", "CMP-F18", "CMP-F21",
    "CMP-F22", "CMP-F23"
  })
  Stream<DynamicNode> rules() {
    return Trials.rules(plant.targets());
  }

  @TestFactory
  @Order(3)
  @Proves({"CMP-F2", "CMP-F3", "CMP-F12"})
  Stream<DynamicNode> whatMembersWishComesTrue() {
    return plant.targets().stream()
        .map(
            target ->
                dynamicTest(target.side().toString(), () -> RulesPlant.lifeOfAMember(target)));
  }

  @Test
  @Order(4)
  @Proves({"EN-13", "CMP-R3", "CMP-B2", "CMP-B3"})
  void nothingElseIsIssued() throws Exception {
    plant.demandNothingElseIsIssued();
  }

  @TestFactory
  @Order(5)
  @Proves({"CMP-F8", "CMP-F9", "CMP-F10", "CMP-H7", "CMP-H20"})
  Stream<DynamicNode> pollsOfAnAuthorityThatHoldsRequests() throws Exception {
    plant.holdEverything();
    return Stream.concat(
        Trials.soundPolls(plant.targets()), Trials.pollingRules(plant.target(Side.AUTHORITY)));
  }

  @TestFactory
  @Order(6)
  @Proves({"CMP-F8", "CMP-F9", "CMP-F10", "CMP-H7", "CMP-H20"})
  Stream<DynamicNode> pollsOfARegistrarThatIsAlone() throws Exception {
    plant.leaveRegistrarAlone();
    return Trials.pollingRules(plant.target(Side.REGISTRAR));
  }
}
