package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a certificate rests on is written by the authority and judged by openssl. */
class EvidenceIT {

  @TempDir static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.running(folder.resolve("plant"));
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  private static Run verified(Path evidence, Path... anchor)
      throws IOException, InterruptedException {
    Foreign.demand("openssl", folder, "version");
    var shell = Foreign.demand("sh", folder, "-c", "exit 0");
    return anchor.length == 0
        ? shell.run(evidence.resolve("verify.sh").toString())
        : shell.run(evidence.resolve("verify.sh").toString(), anchor[0].toString());
  }

  @Test
  void opensslFindsWhatTheAuthorityHasWritten() throws Exception {
    var device = plant.device("EVI-1");
    device.onboarded(plant.registrar()).expecting(0);
    plant.device("EVI-2").onboarded(plant.registrar()).expecting(0);
    var certificate = plant.certificates("EVI-1").getFirst().required("serial").asString();

    var running = folder.resolve("running");
    var written =
        plant
            .authority()
            .run("evidence --json", "--serial", "EVI-1", "--out", running)
            .expecting(0)
            .json();
    assertThat(written.required("certificate").asString()).isEqualTo(certificate);
    assertThat(written.required("steps").valueStream().map(step -> step.asString()))
        .containsExactly("01-ir");
    assertThat(running.resolve("01-ir/voucher.vcj"))
        .hasSameBinaryContentAs(device.file("voucher.vcj"));
    assertThat(verified(running).expecting(0).out()).contains("NOTE  01-ir", "OK    all of it");
    assertThat(verified(running, plant.voucherAnchor()).expecting(0).out())
        .doesNotContain("NOTE")
        .contains("OK    all of it, for the device EVI-1");
    assertThat(verified(running, plant.anchor()).expecting(1).out())
        .contains("FAIL  01-ir/voucher.vcj: no path from its signer");
    plant.authority().run("evidence", "--serial", "EVI-1", "--out", running).expecting(3);
    plant
        .authority()
        .run("evidence", "--serial", "EVI-3", "--out", folder.resolve("none"))
        .expecting(3);

    plant.authority().stop();
    var resting = folder.resolve("resting");
    plant
        .authority()
        .run("evidence", "--serial", "EVI-1", "--certificate", certificate, "--out", resting)
        .expecting(0);
    verified(resting, plant.voucherAnchor()).expecting(0);
    for (var name : written.required("files").valueStream().map(file -> file.asString()).toList()) {
      assertThat(resting.resolve(name)).hasSameBinaryContentAs(running.resolve(name));
    }

    var other = folder.resolve("other");
    plant.authority().run("evidence", "--serial", "EVI-2", "--out", other).expecting(0);
    Files.write(
        resting.resolve("01-ir/voucher.vcj"),
        Files.readAllBytes(other.resolve("01-ir/voucher.vcj")));
    assertThat(List.of(verified(resting).expecting(1).out().split("\n")).getLast())
        .isEqualTo("FAIL  01-ir/voucher.vcj is not the voucher in nested.der");
    plant.authority().start();

    device.ran("pledge renew", "--confirm", "explicit").expecting(0);
    var renewed = folder.resolve("renewed");
    plant.authority().run("evidence", "--serial", "EVI-1", "--out", renewed).expecting(0);
    assertThat(renewed.resolve("02-kur")).isDirectory();
    assertThat(verified(renewed, plant.voucherAnchor()).expecting(0).out())
        .contains("OK    02-kur: signer.pem is the certificate of the step before");
  }
}
