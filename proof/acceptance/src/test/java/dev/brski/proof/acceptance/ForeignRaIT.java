package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * CmpRaComponent stands as an RA between registrar and authority: it unpacks what the registrar
 * nests, verifies it, and nests it anew with a credential of its own, which is whom the authority
 * trusts.
 */
final class ForeignRaIT {

  private static final String CMP = "/.well-known/cmp";

  @TempDir private static Path folder;
  private static Plant plant;
  private static Program ra;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.authority().configure("consent: signature");
    plant.authority().configure("approval: manual");
    plant.authority().start();
    ra =
        Peers.ra(
            plant.authority().url().resolve(CMP),
            CentralRa.credentials(plant, folder.resolve("ra")),
            plant.domainCa(),
            plant.anchor(),
            "nesting");
    var url = ra.awaitOut("^ready (https://\\S+)$").group(1);
    plant.registrar().configure("authority: \"" + url + "\"");
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    ra.close();
    plant.close();
  }

  @Test
  @Proves({"CMP-R1", "CMP-R2", "CMP-E11", "CMP-E12", "CMP-E13", "EN-24"})
  void aDeviceLivesItsLifeBehindAnRaThatNobodyHereWrote() throws Exception {
    var device = plant.device("RA-1");
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    plant.approve("RA-1");
    device.onboarded(plant.registrar()).expecting(0);
    var first = certificate(device);
    assertThat(ra.out()).contains("takes 20", "sends 20", "receives 1");

    device.ran("pledge renew", "--confirm", "implicit").expecting(0);
    device.ran("pledge renew", "--confirm", "explicit").expecting(0);
    assertThat(certificate(device)).isNotEqualTo(first);
    assertThat(plant.certificates("RA-1")).hasSize(3);

    device.ran("cmp get-ca-certs").expecting(0);
    device.ran("pledge revoke", "--reason", "cessation-of-operation").expecting(0);
    device.ran("pledge renew").expecting(3);
    assertThat(plant.certificates("RA-1")).hasSize(3);
  }

  private static String certificate(Device device) throws Exception {
    return PemFile.read(device.file("ldevid.pem")).base64();
  }
}
