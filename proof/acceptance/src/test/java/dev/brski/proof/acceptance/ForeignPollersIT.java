package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Clients that nobody here wrote wait for their certificate, through a registrar and an authority:
 * for a person whom the authority asks, and for an authority that is away.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ForeignPollersIT {

  private static final String RECEIVES_POLL_REP = "receives " + PKIBody.TYPE_POLL_REP;
  private static final String SENDS_CERT_CONF = "sends " + PKIBody.TYPE_CERT_CONFIRM;

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("answer-within: 60s");
    plant.authority().configure("approval: manual");
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  private static HandMadePledge imprinted(String serial) throws Exception {
    var pledge = new HandMadePledge(plant.device(serial), plant.registrar());
    pledge.imprint();
    pledge.makeKey();
    return pledge;
  }

  @Test
  @Order(1)
  @Proves({"CMP-R6", "CMP-R14", "CMP-E13", "CMP-H7", "CMP-F9", "CMP-F10", "EN-23"})
  void opensslPollsForAPerson() throws Exception {
    var pledge = imprinted("FP-1");
    try (var polling = pledge.enrolling(plant.domainCa())) {
      polling.awaitOut("received POLLREP");
      plant.approve("FP-1");
      demandSuccess(polling);
      assertThat(polling.out()).contains("sending CERTCONF");
    }
    assertMember(pledge);
    assertThat(plant.certificates("FP-1")).hasSize(1);
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(strings = {"implicit", "explicit"})
  @Proves({"CMP-R6", "CMP-R14", "CMP-E13", "CMP-H7", "CMP-F9", "CMP-F10", "EN-23"})
  void cmpRaComponentPollsForAPerson(String confirmation) throws Exception {
    var serial = "FP-" + confirmation;
    var pledge = imprinted(serial);
    try (var polling = Peers.cmpRaComponent(pledge, plant.domainCa(), confirmation)) {
      polling.awaitOut(RECEIVES_POLL_REP);
      plant.approve(serial);
      demandSuccess(polling);
      assertThat(polling.out().contains(SENDS_CERT_CONF))
          .isEqualTo(confirmation.equals("explicit"));
    }
    assertMember(pledge);
    assertThat(plant.certificates(serial)).hasSize(1);
  }

  @Test
  @Order(2)
  @Proves({"CMP-R6", "CMP-R9", "CMP-H7", "CMP-B7", "EN-7"})
  void theyPollForAnAuthorityThatIsAway() throws Exception {
    plant.authority().stop();
    plant.authority().configure("approval: automatic");
    plant.registrar().stop();
    plant.registrar().configure("answer-within: 1s");
    plant.registrar().start();
    var repeating = imprinted("FP-2");
    var leaving = imprinted("FP-3");
    var ra = imprinted("FP-4");
    var ir = repeating.file("ir.der").toString();

    try (var first = repeating.enrolling(plant.domainCa(), "-reqout", ir);
        var second = leaving.enrolling(plant.domainCa());
        var third = Peers.cmpRaComponent(ra, plant.domainCa(), "explicit")) {
      first.awaitOut("received POLLREP");
      second.awaitOut("received POLLREP");
      third.awaitOut(RECEIVES_POLL_REP);
      plant.authority().start();
      plant.retry();
      demandSuccess(third);
      int firstEnd = first.awaitEnd();
      int secondEnd = second.awaitEnd();

      // What is newer than 3.0 may know that a final response refers to the ir.
      if (firstEnd != 0) {
        assertThat(first.out()).contains("received IP", "recipnonce unmatched");
        repeating.enroll(plant.domainCa(), "-reqin", ir).expecting(0);
      }
      assertMember(repeating);
      assertThat(plant.certificates("FP-2")).hasSize(1);

      assertThat(secondEnd).isEqualTo(firstEnd);
    }
    assertMember(ra);
    assertThat(plant.certificates("FP-4")).hasSize(1);
    leaving.device().onboarded(plant.registrar(), "--wait", "60s").expecting(0);
    assertThat(leaving.file("ldevid.pem")).exists();
    assertThat(live("FP-3")).hasSize(1);
  }

  private static void demandSuccess(Program program) throws InterruptedException {
    if (program.awaitEnd() != 0) {
      throw program.failure("did not take the certificate after its polls");
    }
  }

  private static void assertMember(HandMadePledge pledge) throws Exception {
    pledge.verifyCertificate(plant.domainCa());
    assertThat(pledge.reportEnrolled().status()).isEqualTo(200);
    assertThat(plant.registered(pledge.device().serial()).required("state").asString())
        .isEqualTo("enrolled");
    assertThat(live(pledge.device().serial()))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.required("serial").asString())
                    .isEqualTo(pledge.certificateSerial()));
  }

  private static List<JsonNode> live(String serial) throws Exception {
    return plant.certificates(serial).stream()
        .filter(line -> List.of("issued", "confirmed").contains(line.required("state").asString()))
        .toList();
  }
}
