package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Vouchers that a registrar fetches from a MASA while it can, for devices that come later. */
@ExtendWith(SharedPlant.class)
final class StoredVouchersIT {

  private static final String MAKER = "Depot";

  /** What the registrar calls a manufacturer unless it is told otherwise. */
  private static final String ADMITTED = MAKER + "-device-root";

  @TempDir Path folder;

  private final Plant plant;

  StoredVouchersIT(Plant plant) {
    this.plant = plant;
  }

  @Test
  @Proves({"RG-18", "MA-8", "MA-9", "MA-20", "D00-1"})
  void whatWasFetchedLetsADeviceJoinWhileTheMasaIsAwayAndNobodyElse() throws Exception {
    var maker = plant.manufacturer(MAKER);
    masa(maker, "customer add", "Plant 7", "--domain-ca", plant.domainCa(), "--nonceless");
    var sales =
        Files.writeString(
            folder.resolve("sales.csv"), "serial,customer\nSHELF-1,Plant 7\nSHELF-2,Plant 7\n");
    masa(maker, "sales import", sales);
    assertThat(fetched("SHELF-1").expecting(3).json().get(0).required("cause").asString())
        .contains("8995-5.5.4-nonceless");

    maker.masa().stop();
    maker.masa().configure("  allowed: true");
    masa(maker, "key rotate", "--nonceless", "--factory", maker.folder());
    maker.masa().start();
    var answers = fetched("SHELF-1", "SHELF-3").expecting(3).json();
    assertThat(outcomes(answers)).containsExactly("SHELF-1 kept", "SHELF-3 refused");
    var again = voucher("renew", "--within", "60d").expecting(0).json().get(0);
    assertThat(again.required("same").booleanValue()).isTrue();

    maker.masa().stop();
    assertThat(outcomes(voucher("renew", "--within", "60d").expecting(5).json()))
        .containsExactly("SHELF-1 not-now");
    var shelved = plant.device(maker, "SHELF-1");
    var forgotten = plant.device(maker, "SHELF-2");
    shelved.onboarded(plant.registrar()).expecting(0);
    forgotten.onboarded(plant.registrar(), "--wait", "0").expecting(4);
    assertThat(plant.registered("SHELF-1").required("state").asString()).isEqualTo("enrolled");
    assertThat(plant.registered("SHELF-2").required("state").asString())
        .isEqualTo("waiting for its voucher");
    plant.registrar().awaitJournal("voucher-kept-used", "SHELF-1");
    assertThat(verified(shelved.file("voucher.vcj"), maker))
        .contains("\"serial-number\":\"SHELF-1\"")
        .doesNotContain("nonce");

    maker.masa().start();
    plant.retry();
    forgotten.onboarded(plant.registrar(), "--wait", "60s").expecting(0);
    assertThat(voucher("remove", "SHELF-1", "--reason", "in service").expecting(0).json())
        .hasSize(1);
    assertThat(voucher("ls").expecting(0).json()).isEmpty();
    var log = masa(maker, "log", "--serial", "SHELF-1", "--json").json().required("events");
    assertThat(log.valueStream().map(event -> event.required("nonce").isNull()))
        .as("what its manufacturer knows of it")
        .contains(true);
  }

  private static Run masa(Manufacturer maker, String command, Object... more)
      throws IOException, InterruptedException {
    return maker.masa().run(command, more).expecting(0);
  }

  private Run fetched(String... serials) throws IOException, InterruptedException {
    var more = new ArrayList<Object>(List.of("--manufacturer", ADMITTED));
    for (var serial : serials) {
      more.addAll(List.of("--serial", serial));
    }
    return voucher("fetch", more.toArray());
  }

  private Run voucher(String command, Object... more) throws IOException, InterruptedException {
    return plant.registrar().run("voucher " + command + " --json", more);
  }

  private static List<String> outcomes(JsonNode answers) {
    return answers
        .valueStream()
        .map(line -> line.required("serial").asString() + " " + line.required("outcome").asString())
        .toList();
  }

  /** What openssl finds in a voucher that the key for this kind has signed. */
  private String verified(Path voucher, Manufacturer maker) throws Exception {
    var content = folder.resolve("voucher.json");
    OpensslVoucher.verified(
            Foreign.demand("openssl", folder, "version"),
            voucher,
            maker.folder().resolve("voucher-anchor-nonceless.pem"),
            content)
        .expecting(0);
    return Files.readString(content);
  }
}
