package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a device does after it has joined: it renews its certificate, asks, and leaves. */
final class DailyLifeIT {

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.running(folder);
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @Test
  @Proves({"CMP-E11", "CMP-E12", "CMP-F3", "CMP-F12", "CMP-R19", "CMP-B8", "EN-24"})
  void aDeviceRenewsTwiceLeavesIsRefusedAndJoinsAgain() throws Exception {
    var device = plant.device("LIFE-1");
    device.onboarded(plant.registrar()).expecting(0);
    var first = certificate(device);

    device.ran("pledge renew", "--confirm", "implicit").expecting(0);
    var second = certificate(device);
    device.ran("pledge renew", "--confirm", "explicit").expecting(0);
    var third = certificate(device);
    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    verified(device);
    assertThat(states("LIFE-1")).containsExactly("superseded", "superseded", "confirmed");
    assertThat(plant.registered("LIFE-1").required("state").asString())
        .isEqualTo("certificate renewed");

    device.ran("pledge revoke", "--reason", "cessation-of-operation").expecting(0);
    assertThat(revoked("LIFE-1")).hasSize(1);
    assertThat(plant.registered("LIFE-1").required("state").asString()).isEqualTo("revoked");
    device.ran("pledge renew").expecting(3);
    assertThat(plant.certificates("LIFE-1")).hasSize(3);

    device.onboarded(plant.registrar()).expecting(0);
    verified(device);
    assertThat(plant.certificates("LIFE-1")).hasSize(4);
    assertThat(plant.registered("LIFE-1").required("state").asString()).isEqualTo("enrolled");
  }

  @Test
  @Proves({"CMP-R6", "CMP-E13", "CMP-F8", "EN-7", "CMP-B7"})
  void aRenewalWaitsForAnAuthorityThatIsAwayAndIsMadeOnce() throws Exception {
    var device = plant.device("LIFE-2");
    device.onboarded(plant.registrar()).expecting(0);
    var before = certificate(device);
    plant.authority().stop();
    try {
      device.ran("pledge renew", "--wait", "0").expecting(4);
      assertThat(certificate(device)).as("the certificate in use meanwhile").isEqualTo(before);
    } finally {
      plant.authority().start();
    }
    plant.retry();
    device.ran("pledge renew").expecting(0);
    assertThat(certificate(device)).isNotEqualTo(before);
    assertThat(plant.certificates("LIFE-2")).hasSize(2);
  }

  @Test
  @Proves({"CMP-E7", "CMP-E8", "CMP-E9", "CMP-E10", "CMP-F14", "CMP-F15", "EN-8", "EN-9"})
  void aMemberAsksForWhatTheDomainTells() throws Exception {
    var device = plant.device("LIFE-3");
    device.onboarded(plant.registrar()).expecting(0);

    var authorities = folder.resolve("authorities.pem");
    device.ran("cmp get-ca-certs", "--out", authorities).expecting(0);
    assertThat(PemFile.read(authorities).base64())
        .isEqualTo(
            PemFile.read(plant.authority().folder().resolve("keys/issuing-ca.pem")).base64());
    assertThat(device.ran("cmp get-template").expecting(0).out()).containsIgnoringCase("serial");
    assertThat(device.ran("cmp get-root-update").expecting(0).out()).containsIgnoringCase("no ");

    var list = folder.resolve("domain.crl");
    device.ran("cmp get-crl", "--out", list).expecting(0);
    assertThat(Files.size(list)).isPositive();
    var _ =
        Foreign.demand("openssl", folder, "version")
            .run("crl", "-in", list.toString(), "-noout", "-issuer")
            .expecting(0);
  }

  private static String certificate(Device device) throws Exception {
    return PemFile.read(device.file("ldevid.pem")).base64();
  }

  private static void verified(Device device) throws Exception {
    var _ =
        Foreign.demand("openssl", folder, "version")
            .run(
                "verify",
                "-CAfile",
                plant.domainCa().toString(),
                "-untrusted",
                device.file("ldevid.pem").toString(),
                device.file("ldevid.pem").toString())
            .expecting(0);
    var key =
        Foreign.demand("openssl", folder, "version")
            .run("pkey", "-in", device.file("ldevid.key").toString(), "-pubout")
            .expecting(0);
    var certified =
        Foreign.demand("openssl", folder, "version")
            .run("x509", "-in", device.file("ldevid.pem").toString(), "-noout", "-pubkey")
            .expecting(0);
    assertThat(key.out()).isEqualTo(certified.out());
  }

  private static List<String> states(String serial) throws Exception {
    return plant.certificates(serial).stream()
        .map(line -> line.required("state").asString())
        .toList();
  }

  private static List<JsonNode> revoked(String serial) throws Exception {
    return plant.certificates(serial).stream()
        .filter(line -> !line.required("revoked").isNull())
        .toList();
  }
}
