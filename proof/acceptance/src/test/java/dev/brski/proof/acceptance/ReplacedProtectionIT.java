package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * A registrar that puts its own protection in place of the device's (RFC 9483 section 5.2.3),
 * before our own authority: alone, and with CmpRaComponent between them, which does the same to
 * what the registrar sends.
 */
final class ReplacedProtectionIT {

  private static final String CMP = "/.well-known/cmp";

  @TempDir private Path folder;
  private Plant plant;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  @BeforeEach
  void make() throws Exception {
    plant = Plant.resting(folder);
    opened.push(plant);
  }

  @AfterEach
  void end() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private void registrar(String forwarding, String resend) throws Exception {
    var yaml = plant.registrar().folder().resolve("brski.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            + """

            upstream:
              resend: %s
              forwarding: %s
            """
                .formatted(resend, forwarding));
    plant.registrar().start();
  }

  private JsonNode only(String serial) throws Exception {
    var certificates = plant.certificates(serial);
    assertThat(certificates).hasSize(1);
    return certificates.getFirst();
  }

  private void isHopByHop(String serial, String state) throws Exception {
    var certificate = only(serial);
    assertThat(certificate.required("assurance").asString()).isEqualTo("hop-by-hop");
    assertThat(certificate.required("state").asString()).isEqualTo(state);
    assertThat(plant.run("authority", "certificates", "--dir", plant.authority().folder()).out())
        .contains("hop-by-hop");
  }

  private Run verified(String serial) throws Exception {
    Foreign.demand("openssl", folder, "version");
    var evidence = folder.resolve("evidence-" + serial);
    plant.authority().run("evidence", "--serial", serial, "--out", evidence).expecting(0);
    return Foreign.demand("sh", folder, "-c", "exit 0")
        .run(evidence.resolve("verify.sh").toString());
  }

  @ParameterizedTest
  @CsvSource({"replaced, with-proof", "ra-verified, ra-verified"})
  @Proves({"CMP-R4", "CMP-R5", "CMP-B3"})
  void theAuthorityTakesTheWordOfItsRegistrarWhereItIsToldTo(String forwarding, String level)
      throws Exception {
    plant.authority().configure("replaced-protection: " + level);
    plant.authority().configure("approval: manual");
    plant.authority().start();
    registrar(forwarding, "same-octets");
    var device = plant.device("WORD-1");
    device.onboarded(plant.registrar(), "--wait", "0", "--confirm", "explicit").expecting(4);
    var held = plant.held("WORD-1");
    assertThat(held.required("assurance").asString()).isEqualTo("hop-by-hop");
    assertThat(held.required("raVerified").asBoolean()).isEqualTo(level.equals("ra-verified"));
    plant.approve("WORD-1");
    device.onboarded(plant.registrar(), "--confirm", "explicit").expecting(0);
    isHopByHop("WORD-1", "confirmed");

    var said = verified("WORD-1");
    assertThat(said.exit()).as(said.out()).isEqualTo(3);
    assertThat(said.out())
        .contains("WORD  01-ir: that this device asked, and belongs here")
        .doesNotContain("FAIL");
  }

  @ParameterizedTest
  @CsvSource({
    "replaced, refuse, AU-nested",
    "ra-verified, refuse, AU-nested",
    "ra-verified, with-proof, LC-5.1.1-raVerified"
  })
  @Proves({"CMP-R4", "CMP-B2", "CMP-B3"})
  void otherwiseItRefusesAndSaysWhatToDo(String forwarding, String level, String check)
      throws Exception {
    plant.authority().configure("replaced-protection: " + level);
    plant.authority().start();
    registrar(forwarding, "same-octets");
    var device = plant.device("WORD-2");
    device.onboarded(plant.registrar()).expecting(3);
    assertThat(device.file("ldevid.pem")).doesNotExist();
    assertThat(plant.certificates("WORD-2")).isEmpty();
    plant.authority().program().awaitErr("refused ir .*" + check + ".*replaced-protection");
  }

  /** The RA sends nothing of the device along: the inventory says whose serial number it is. */
  private Program central() throws Exception {
    var ra =
        Peers.ra(
            plant.authority().url().resolve(CMP),
            CentralRa.credentials(plant, folder.resolve("ra")),
            plant.domainCa(),
            plant.anchor(),
            "replacing");
    opened.push(ra);
    var url = URI.create(ra.awaitOut("^ready (https://\\S+)$").group(1));
    plant.registrar().configure("authority: \"" + url.resolve(CMP) + "\"");
    return ra;
  }

  private void expects(String serial) throws Exception {
    try (var files = Files.list(plant.authority().folder().resolve("manufacturers.d"))) {
      var maker =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".yaml"))
              .findFirst()
              .orElseThrow()
              .replace(".yaml", "");
      var list =
          Files.writeString(
              folder.resolve("ordered.csv"), "manufacturer,serial\n" + maker + "," + serial + "\n");
      plant.run("authority", "inventory", "import", "--dir", plant.authority().folder(), list);
    }
  }

  @ParameterizedTest
  @CsvSource({"replaced, with-proof", "ra-verified, ra-verified"})
  @Proves({"CMP-R4", "CMP-R5", "CMP-B3", "CMP-B4", "CMP-R12"})
  void anRaThatNobodyHereWroteTakesItAndPutsItsOwnInPlaceOfIt(String forwarding, String level)
      throws Exception {
    plant.authority().configure("replaced-protection: " + level);
    plant.authority().start();
    expects("WORD-3");
    var ra = central();
    registrar(forwarding, "never");
    var device = plant.device("WORD-3");
    device.onboarded(plant.registrar(), "--confirm", "explicit").expecting(0);
    assertThat(ra.out()).contains("takes 0 ", "sends 0", "receives 1", "takes 24 ", "sends 24");
    isHopByHop("WORD-3", "confirmed");
    var line = plant.authority().awaitJournal("enrollment.issuing", "WORD-3");
    assertThat(line.toString())
        .contains(level.equals("ra-verified") ? "ra-verified" : "proven")
        .contains("hop-by-hop");

    var stranger = plant.device("WORD-4");
    stranger.onboarded(plant.registrar()).expecting(3);
    assertThat(plant.certificates("WORD-4")).isEmpty();
    plant.authority().program().awaitErr("AU-represented-device.*WORD-4.*inventory import");
  }

  @Test
  @Proves({"CMP-R19", "CMP-R4"})
  void aRenewalIsNotTakenWithoutTheRegistrarsNestedMessage() throws Exception {
    plant.authority().configure("replaced-protection: with-proof");
    plant.authority().start();
    registrar("replaced", "same-octets");
    var device = plant.device("WORD-5");
    device.onboarded(plant.registrar()).expecting(0);
    device.ran("pledge renew").expecting(3);
    isHopByHop("WORD-5", "issued");
    plant.authority().program().awaitErr("refused kur .*AU-nested.*forwarding: nested");
  }
}
