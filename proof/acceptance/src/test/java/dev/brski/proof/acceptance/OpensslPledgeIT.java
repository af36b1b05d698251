package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/** A pledge of openssl and curl alone gets into the domain, on line and by waiting. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class OpensslPledgeIT {

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.authority().start();
    registrarAnswersWithin("60s");
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  private static void registrarAnswersWithin(String time) throws Exception {
    plant.registrar().close();
    plant.registrar().configure("answer-within: " + time);
    plant.registrar().start();
  }

  @ParameterizedTest
  @Order(1)
  @ValueSource(booleans = {true, false})
  @Proves({
    "W1", "W4", "W5", "W6", "W17", "W18", "W19", "W21", "RG-1", "RG-3", "RG-20", "RG-24", "RG-28",
    "MA-10", "CMP-R1", "CMP-R2", "CMP-B1", "CMP-B2", "CMP-B5", "CMP-B6", "CMP-H21", "EN-15",
    "EN-20", "PL-63"
  })
  void enrollsOnLine(boolean implicitConfirm) throws Exception {
    var pledge = pledge(implicitConfirm ? "OSSL-1" : "OSSL-2");
    var nonce = pledge.nonce();
    var shown = pledge.registrarShows();
    var request = pledge.signed(pledge.leaves(pledge.device().serial(), nonce, shown.base64()));

    var answer = pledge.askForVoucher(request);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.mediaType()).isEqualTo(HandMadePledge.VOUCHER_CMS_JSON);
    var voucher = pledge.verified(answer.body());
    assertThat(text(voucher, "serial-number")).isEqualTo(pledge.device().serial());
    assertThat(text(voucher, "nonce")).isEqualTo(nonce);
    assertThat(text(voucher, "assertion")).isEqualTo("proximity");
    assertThat(text(voucher, "pinned-domain-cert"))
        .isEqualTo(PemFile.read(plant.domainCa()).base64());

    pledge.verifyRegistrar(plant.domainCa());
    var heard = pledge.tell(HandMadePledge.VOUCHER_STATUS, "{\"version\":1,\"status\":true}");
    assertThat(heard.status()).isEqualTo(200);

    pledge.makeKey();
    var run =
        implicitConfirm
            ? pledge.enroll(plant.domainCa(), "-implicit_confirm")
            : pledge.enroll(plant.domainCa());
    run.expecting(0);
    assertThat(run.out().contains("sending CERTCONF")).isEqualTo(!implicitConfirm);
    assertEnrolled(pledge);
  }

  @Test
  @Order(2)
  @Proves({"CMP-R6", "CMP-R5", "CMP-R9", "CMP-H7", "CMP-E13", "CMP-B13", "EN-7", "EN-23"})
  void waitsForAnAuthorityThatIsAway() throws Exception {
    var pledge = pledge("OSSL-3");
    pledge.imprint();
    pledge.makeKey();
    plant.authority().stop();
    registrarAnswersWithin("1s");
    var poll = pledge.file("poll.der");

    try (var polling =
        pledge.enrolling(
            plant.domainCa(),
            "-reqout",
            pledge.file("ir.der") + "," + poll,
            "-rspout",
            pledge.file("waiting.der") + "," + pledge.file("pollRep.der"))) {
      polling.awaitOut("received POLLREP");
      plant.authority().start();

      // The untouched answer refers to the ir; this client, unless it is newer than 3.0, wants its
      // last poll to be referred to.
      int exit = polling.awaitEnd();
      if (exit != 0) {
        assertThat(polling.out()).contains("received IP", "recipnonce unmatched");
        var answer =
            pledge
                .curl()
                .post(
                    pledge.url(HandMadePledge.INITIALIZATION),
                    HandMadePledge.PKIX_CMP,
                    Files.readAllBytes(poll));
        assertThat(answer.status()).isEqualTo(200);
        var ip = Files.write(pledge.file("ip.der"), answer.body());
        pledge.enroll(plant.domainCa(), "-rspin", ip.toString()).expecting(0);
      }
    }
    assertEnrolled(pledge);
  }

  private static HandMadePledge pledge(String serial) throws Exception {
    return new HandMadePledge(plant.device(serial), plant.registrar());
  }

  private static void assertEnrolled(HandMadePledge pledge) throws Exception {
    pledge.verifyCertificate(plant.domainCa());
    assertThat(pledge.reportEnrolled().status()).isEqualTo(200);

    var serial = pledge.device().serial();
    var registered = plant.registered(serial);
    assertThat(text(registered, "state")).isEqualTo("enrolled");
    assertThat(text(registered, "certificate")).isEqualTo(pledge.certificateSerial());
    List<JsonNode> certificates = plant.certificates(serial);
    assertThat(certificates).hasSize(1);
    assertThat(text(certificates.getFirst(), "serial")).isEqualTo(pledge.certificateSerial());
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
