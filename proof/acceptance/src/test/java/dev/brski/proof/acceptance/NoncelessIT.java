package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A voucher for a device that is still in its box, asked for with openssl and curl; later the
 * device joins with it, while the MASA is not there.
 */
@ExtendWith(SharedPlant.class)
final class NoncelessIT {

  @TempDir Path folder;

  private final Plant plant;
  private Manufacturer maker;
  private HandMadeCms cms;
  private Foreign openssl;
  private Curl curl;

  NoncelessIT(Plant plant) {
    this.plant = plant;
  }

  @BeforeEach
  void make() throws Exception {
    cms = HandMadeCms.demand(folder);
    openssl = Foreign.demand("openssl", folder, "version");
    curl = Curl.demand(folder);
    maker = plant.manufacturer("Offline");
  }

  private void masa(String command, Object... more) throws Exception {
    maker.masa().run(command, more).expecting(0);
  }

  private Curl.Answer ask(String serial, String more) throws IOException, InterruptedException {
    var registrar = plant.registrar().folder();
    var issuers =
        PemFile.read(registrar.resolve("registrar.pem")).writeRest(folder.resolve("issuers.pem"));
    var request =
        cms.signed(
            "{\"ietf-voucher-request:voucher\":{\"created-on\":\"%s\",\"serial-number\":\"%s\"%s}}"
                .formatted(HandMadeVoucher.at(0), serial, more),
            registrar.resolve("registrar.pem"),
            registrar.resolve("registrar.key"),
            issuers,
            plant.domainCa());
    return curl.post(
        maker.masa().url().resolve(HandMadePledge.VOUCHER_REQUEST),
        HandMadePledge.VOUCHER_CMS_JSON,
        request);
  }

  private int verify(byte[] voucher, String anchor) throws IOException, InterruptedException {
    return OpensslVoucher.verified(
            openssl,
            Files.write(folder.resolve("voucher.vcj"), voucher),
            maker.folder().resolve(anchor),
            folder.resolve("voucher.json"))
        .exit();
  }

  @Test
  @Proves({"MA-8", "MA-9", "MA-10", "MA-19", "MA-20", "RED-7", "D00-1"})
  void aDeviceJoinsWithAVoucherThatWasFetchedBeforeItWasThere() throws Exception {
    masa("customer add", "Plant 7", "--domain-ca", plant.domainCa());
    var sales = Files.writeString(folder.resolve("sales.csv"), "serial,customer\nBOX-1,Plant 7\n");
    masa("sales import", sales);
    assertThat(ask("BOX-1", "").text()).startsWith("8995-5.5.4-nonceless: ");

    maker.masa().stop();
    maker.masa().configure("  allowed: true");
    masa("key rotate", "--nonceless", "--factory", maker.folder());
    maker.masa().start();
    assertThat(ask("BOX-1", "").text()).startsWith("masa-ownership: ");
    masa("customer add", "Plant 7", "--nonceless");

    var first = ask("BOX-1", "");
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    assertThat(first.mediaType()).isEqualTo(HandMadePledge.VOUCHER_CMS_JSON);
    assertThat(verify(first.body(), "voucher-anchor.pem")).isNotZero();
    assertThat(verify(first.body(), "voucher-anchor-nonceless.pem")).isZero();
    assertThat(folder.resolve("voucher.json"))
        .content()
        .contains("\"assertion\":\"verified\"", "\"expires-on\"", "\"serial-number\":\"BOX-1\"")
        .doesNotContain("nonce");
    assertThat(ask("BOX-1", "").body()).isEqualTo(first.body());
    assertThat(ask("BOX-2", "").text()).startsWith("masa-ownership: ");

    var renewed =
        ask(
            "BOX-1",
            ",\"prior-signed-voucher-request\":\"%s\""
                .formatted(Base64.getEncoder().encodeToString(first.body())));
    assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
    assertThat(renewed.body()).isNotEqualTo(first.body());
    assertThat(verify(renewed.body(), "voucher-anchor-nonceless.pem")).isZero();
    var log =
        plant
            .run("masa", "log", "--dir", maker.masa().folder(), "--serial", "BOX-1", "--json")
            .json()
            .required("events");
    assertThat(log.valueStream().map(event -> event.required("nonce").isNull()))
        .containsExactly(true, true);

    maker.masa().stop();
    var device = plant.device(maker, "BOX-1");
    var script = ScriptedPeers.giving(_ -> renewed.body());
    try (var _ = ScriptedPeers.masa(maker, script)) {
      device.onboarded(plant.registrar()).expecting(0);
    }
    assertThat(device.file("voucher.vcj")).hasBinaryContent(renewed.body());
    assertThat(plant.registered("BOX-1").required("state").asString()).isEqualTo("enrolled");
  }
}
