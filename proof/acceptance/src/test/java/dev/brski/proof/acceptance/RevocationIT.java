package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A registrar is revoked by its authority, whose list openssl and the manufacturer's MASA believe:
 * from then on it lets no device in.
 */
class RevocationIT {

  @TempDir static Path folder;
  private static Plant plant;
  private static Role branch;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder.resolve("plant"));
    plant.authority().configure("crl-url: \"http://pki.example.com/domain.crl\"");
    plant.authority().start();
    branch = plant.registrar("branch");
    branch
        .run(
            "manufacturer add",
            plant.anchor(),
            "--masa",
            plant.masa().address(),
            "--masa-tls",
            plant.masa().folder().resolve("tls-anchor.pem"))
        .expecting(0);
    branch.start();
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    branch.close();
    plant.close();
  }

  @Test
  @Proves("MA-5")
  void aRevokedRegistrarLetsNoDeviceInAndTheOtherGoesOn() throws Exception {
    var first = plant.device("REV-1");
    first.onboarded(branch).expecting(0);

    var revoked =
        plant
            .authority()
            .run(
                "revoke --json",
                "--registrar",
                "branch",
                "--reason",
                "key-compromise",
                "--note",
                "the machine was broken into")
            .expecting(0)
            .json();
    assertThat(revoked).hasSize(1);
    assertThat(plant.authority().awaitJournal("revocation", RevocationIT::isOfBranch).toString())
        .contains("the machine was broken into");
    var list = publish();
    assertThat(verified(list, branch.folder().resolve("registrar.pem"))).contains("revoked");
    assertThat(verified(list, plant.registrar().folder().resolve("registrar.pem")))
        .contains(": OK");

    var second = plant.device("REV-2");
    var turnedAway = second.onboarded(branch).expecting(3);
    assertThat(turnedAway.out() + turnedAway.err()).contains("8995-5.5.3-revoked");
    assertThat(plant.masa().program().err()).contains("8995-5.5.3-revoked");
    second.onboarded(plant.registrar()).expecting(0);

    plant
        .authority()
        .run("revoke", "--device", "REV-2", "--reason", "cessation-of-operation")
        .expecting(0);
    assertThat(verified(publish(), second.file("ldevid.pem"))).contains("revoked");
    assertThat(verified(list, first.file("ldevid.pem"))).contains(": OK");
    assertThat(plant.certificates("REV-2").getFirst().required("revoked").isNull()).isFalse();
  }

  private static boolean isOfBranch(JsonNode line) {
    return line.path("kind").asString("").equals("certificate.revoked");
  }

  /** The list as it is carried to the manufacturer. */
  private static Path publish() throws IOException, InterruptedException {
    var carried = folder.resolve("carried.crl");
    plant.authority().run("crl", "--out", carried).expecting(0);
    var lists = Files.createDirectories(plant.masa().folder().resolve("crls"));
    Files.copy(carried, folder.resolve("domain.crl"));
    return Files.move(
        folder.resolve("domain.crl"),
        lists.resolve("domain.crl"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static String verified(Path list, Path certificate)
      throws IOException, InterruptedException {
    var run =
        Foreign.demand("openssl", folder, "version")
            .run(
                "verify",
                "-crl_check",
                "-CAfile",
                plant.domainCa().toString(),
                "-untrusted",
                plant.authority().folder().resolve("keys/issuing-ca.pem").toString(),
                "-CRLfile",
                list.toString(),
                certificate.toString());
    return run.out() + run.err();
  }
}
