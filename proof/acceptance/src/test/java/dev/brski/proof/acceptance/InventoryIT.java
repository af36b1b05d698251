package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A plant that knows which devices it has ordered. */
class InventoryIT {

  @TempDir static Path folder;
  private static Plant plant;
  private static String maker;

  @BeforeAll
  static void start() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("unknown-devices: hold");
    plant.authority().configure("unknown-devices: refuse");
    plant.authority().start();
    plant.registrar().start();
    try (var files = Files.list(plant.registrar().folder().resolve("manufacturers.d"))) {
      maker =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".yaml"))
              .findFirst()
              .orElseThrow()
              .replace(".yaml", "");
    }
  }

  @AfterAll
  static void stop() {
    plant.close();
  }

  @Test
  @Proves({"RG-12", "CMP-B4"})
  void whatIsOrderedJoinsAndOthersWaitForAPerson() throws Exception {
    var ordered = plant.device("INV-1");
    var stray = plant.device("INV-2");
    var list =
        Files.writeString(
            folder.resolve("ordered.csv"),
            "manufacturer,serial,place,valid-until\n%s,INV-1,\"Hall 2, left\",2090-12-31\n"
                .formatted(maker));
    var broken =
        Files.writeString(folder.resolve("broken.csv"), Files.readString(list) + maker + ",,,\n");

    var refused = registrar("inventory", "import", broken).expecting(2);
    assertThat(refused.err()).contains("line 3").contains("no serial");
    assertThat(registrar("inventory", "ls").expecting(0).out()).contains("is empty");

    registrar("inventory", "import", list, "--dry-run").expecting(0);
    var report = registrar("inventory", "import", list, "--json").expecting(0).json();
    assertThat(report.required("added")).hasSize(1);
    plant.run("authority", "inventory", "import", "--dir", plant.authority().folder(), list);

    ordered.onboarded(plant.registrar()).expecting(0);
    stray.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(text(plant.registered("INV-2"), "state")).isEqualTo("held");
    var held = registrar("pending", "--json").expecting(0).json().get(0);
    assertThat(text(held, "serial")).isEqualTo("INV-2");

    registrar("approve", text(held, "id")).expecting(2);
    registrar("approve", text(held, "id"), "--reason", "found in the storeroom").expecting(0);
    assertThat(plant.registrar().awaitJournal("device-approved", "INV-2").toString())
        .contains("found in the storeroom")
        .contains(System.getProperty("user.name"));

    // The authority has its own list: what the registrar lets in gets nothing there yet.
    var away = stray.onboarded(plant.registrar(), "--wait", "60s").expecting(3);
    assertThat(away.out() + away.err()).doesNotContain("the inventory");
    assertThat(plant.certificates("INV-2")).isEmpty();
    assertThat(plant.certificates("INV-1")).hasSize(1);
  }

  @Test
  @Proves("RG-12")
  void aDeviceThatIsDeniedIsTurnedAwayAndMayBeApprovedLater() throws Exception {
    var device = plant.device("INV-3");
    device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    registrar("deny", "--serial", "INV-3", "--reason", "nobody ordered it").expecting(0);
    var told = device.onboarded(plant.registrar(), "--wait", "60s").expecting(3);
    assertThat(told.out() + told.err()).doesNotContain("nobody ordered it");
    assertThat(text(plant.registered("INV-3"), "state")).isEqualTo("denied: nobody ordered it");

    plant.registrar().stop();
    registrar("approve", "--serial", "INV-3", "--reason", "it was ordered").expecting(0);
    var again = registrar("approve", "--serial", "INV-3", "--reason", "again").expecting(3);
    assertThat(again.err()).contains("approved already").contains("it was ordered");
    plant.registrar().start();
    var list =
        Files.writeString(
            folder.resolve("late.csv"), "serial,manufacturer\nINV-3,%s\n".formatted(maker));
    plant.run("authority", "inventory", "import", "--dir", plant.authority().folder(), list);
    device.onboarded(plant.registrar(), "--wait", "60s").expecting(0);
    var exported =
        plant.run("authority", "inventory", "export", "--dir", plant.authority().folder());
    assertThat(exported.out()).contains("manufacturer,serial").contains(maker + ",INV-3,");
  }

  private static Run registrar(Object... words) throws IOException, InterruptedException {
    var command = new ArrayList<Object>(List.of("registrar"));
    command.addAll(List.of(words));
    command.addAll(List.of("--dir", plant.registrar().folder()));
    return plant.brski().run(command.toArray());
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
