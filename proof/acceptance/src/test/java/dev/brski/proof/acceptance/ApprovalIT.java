package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authority that asks a person: devices wait, whoever said so first, and are let in or not. */
class ApprovalIT {

  @TempDir static Path folder;
  private static Plant plant;

  @BeforeAll
  static void start() throws Exception {
    plant = Plant.resting(folder);
    plant.authority().configure("approval: manual");
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void stop() {
    plant.close();
  }

  private static Device waiting(String serial) throws Exception {
    var device = plant.device(serial);
    var run = device.onboarded(plant.registrar(), "--wait", "0", "--json");
    run.expecting(4);
    assertThat(run.json().required("outcome").asString()).isEqualTo("waiting");
    return device;
  }

  @Test
  @Proves({"CMP-R6", "CMP-R14", "EN-23"})
  void aDeviceWaitsUntilAPersonApproves() throws Exception {
    var device = waiting("AP-1");
    var held = plant.held("AP-1");
    assertThat(held.required("manufacturer").asString()).isNotBlank();
    assertThat(held.required("registrar").asString()).isEqualTo("registrar-1");
    assertThat(held.required("subject").asString()).contains("AP-1");
    assertThat(held.required("idevidIssuer").asString()).contains("ACME");
    assertThat(held.required("age").asLong()).isNotNegative();
    assertThat(plant.certificates("AP-1")).isEmpty();
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);

    plant.authority().killAndStart();
    var id = held.required("id").asString();
    var authority = plant.authority().folder();
    var ruled =
        plant
            .run(
                "authority", "approve", "--dir", authority, id, "--reason", "on the list", "--json")
            .json();
    assertThat(ruled.required("device").asString()).isEqualTo("AP-1");
    device.onboarded(plant.registrar(), "--wait", "60s").expecting(0);
    assertThat(device.file("ldevid.pem")).exists();
    assertThat(plant.certificates("AP-1"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.required("serial").asString())
                    .isEqualTo(ruled.required("serial").asString()));

    var line = plant.authority().awaitJournal("enrollment.issuing", "AP-1");
    var details = line.required("details");
    assertThat(details.required("by").asString()).isEqualTo(System.getProperty("user.name"));
    assertThat(details.required("reason").asString()).isEqualTo("on the list");
    for (var verb : new String[] {"approve", "deny"}) {
      var again = plant.brski().run("authority", verb, "--dir", authority, id).expecting(3);
      assertThat(again.err()).contains("was approved by").contains("AP-1");
    }
  }

  @Test
  @Proves({"CMP-H19", "CMP-R6"})
  void aDeniedDeviceIsRefused() throws Exception {
    var device = waiting("AP-2");
    var id = plant.held("AP-2").required("id").asString();
    plant.run(
        "authority", "deny", "--dir", plant.authority().folder(), id, "--reason", "who is that");
    var run = device.onboarded(plant.registrar(), "--wait", "60s").expecting(3);
    assertThat(run.out() + run.err()).doesNotContain("who is that");
    assertThat(device.file("ldevid.pem")).doesNotExist();
    assertThat(plant.certificates("AP-2")).isEmpty();
  }

  @Test
  @Proves({"CMP-R14", "EN-7"})
  void theRegistrarThatSaidWaitingFirstGoesOnAsking() throws Exception {
    plant.authority().stop();
    var device = waiting("AP-3");
    plant.authority().start();
    var id = plant.held("AP-3").required("id").asString();
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    plant.authority().stop();
    plant.run("authority", "approve", "--dir", plant.authority().folder(), id);
    assertThat(plant.certificates("AP-3")).hasSize(1);
    plant.authority().start();
    device.onboarded(plant.registrar(), "--wait", "120s").expecting(0);
    assertThat(plant.certificates("AP-3")).hasSize(1);
    assertThat(Files.readString(device.file("ldevid.pem"))).contains("BEGIN CERTIFICATE");
  }

  @Test
  void anIdThatIsNotThereIsRefused() throws Exception {
    var authority = plant.authority().folder();
    var run = plant.brski().run("authority", "approve", "--dir", authority, "nonsense");
    assertThat(run.expecting(3).err()).contains("nonsense").contains("authority pending");
    plant.brski().run("authority", "approve", "--dir", authority).expecting(2);
  }
}
