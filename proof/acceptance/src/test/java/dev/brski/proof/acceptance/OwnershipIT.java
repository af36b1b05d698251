package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A device is sold, stolen, found again and resold; with real programs, the MASA running. */
@ExtendWith(SharedPlant.class)
class OwnershipIT {

  @TempDir Path folder;

  private final Plant plant;

  OwnershipIT(Plant plant) {
    this.plant = plant;
  }

  private JsonNode masa(String command, Object... more) throws Exception {
    var words = new ArrayList<Object>(List.of("masa"));
    words.addAll(List.of(command.split(" ", -1)));
    words.addAll(List.of("--dir", plant.masa().folder(), "--json"));
    words.addAll(List.of(more));
    return plant.run(words.toArray()).json();
  }

  private static String voucher(Device device) throws Exception {
    return device.brski().run("voucher", "inspect", device.file("voucher.vcj")).expecting(0).out();
  }

  private Run again(Device device) throws Exception {
    plant.run("pledge", "reset", "--dir", device.folder());
    return device.onboarded(plant.registrar());
  }

  @Test
  @Proves({"MA-17", "MA-18"})
  void itsVoucherSaysVerifiedAndWhoeverIsNotItsOwnerGetsNone() throws Exception {
    var device = plant.device("OWN-1");
    device.onboarded(plant.registrar()).expecting(0);
    assertThat(voucher(device)).contains("assertion: proximity");

    masa("customer add", "Plant 7", "--domain-ca", plant.domainCa());
    var sales = Files.writeString(folder.resolve("sales.csv"), "serial,customer\nOWN-1,Plant 7\n");
    assertThat(masa("sales import", sales).required("applied").booleanValue()).isTrue();
    again(device).expecting(0);
    assertThat(voucher(device)).contains("assertion: verified");

    masa("block", "--serial", "OWN-1", "--reason", "stolen");
    assertThat(again(device).expecting(3).err()).contains("403").doesNotContain("stolen");
    assertThat(masa("owner", "--serial", "OWN-1").required("denied"))
        .singleElement()
        .satisfies(
            denied -> {
              assertThat(denied.required("ground").asString()).isEqualTo("blocked");
              assertThat(denied.required("registrar").asString()).contains("registrar-1");
              assertThat(denied.required("address").asString()).isEqualTo("127.0.0.1");
            });
    masa("unblock", "--serial", "OWN-1", "--reason", "found");
    again(device).expecting(0);

    masa("customer add", "Mill", "--on-first-use");
    masa("transfer", "--serial", "OWN-1", "--to", "Mill", "--reason", "resold");
    again(device).expecting(3);
    masa("release", "--serial", "OWN-1", "--reason", "scrapped");
    again(device).expecting(0);
    assertThat(voucher(device)).contains("assertion: proximity");
    assertThat(
            masa("log", "--serial", "OWN-1").required("events").values().stream()
                .map(event -> event.required("assertion").asString()))
        .containsExactly("proximity", "verified", "verified", "proximity");
  }
}
