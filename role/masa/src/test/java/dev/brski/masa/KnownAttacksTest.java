package dev.brski.masa;

import static dev.brski.masa.World.sign;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.voucher.RegistrarVoucherRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three ways in which MASAs were brought to give vouchers to the wrong domain. */
class KnownAttacksTest {

  @TempDir Path temporary;

  private Running masa;
  private World world;

  @BeforeEach
  void start() throws Exception {
    masa = new Running(temporary);
    world = masa.world;
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  /** Whoever overhears a pledge's request signs one of its own around it. */
  @Test
  @Proves({"MA-7", "MA-20"})
  void aRegistrarThatThePledgeWasNotConnectedToGetsNoVoucher() throws Exception {
    var json = world.registrarRequest(world.pvr()).toJson();
    var stranger = world.foreignRegistrar;
    var withTheVictim = new ArrayList<>(stranger.chain());
    withTheVictim.addAll(world.registrar.chain());
    for (var included : List.of(stranger.chain(), List.of(stranger.leaf()), withTheVictim)) {
      assertRefused(sign(json, stranger, included), 403, "8995-5.5.5-proximity");
    }
    assertRefused(
        sign(
            json, new Credential(stranger.key(), world.registrar.chain()), world.registrar.chain()),
        403,
        "8995-5.5.3-signature");
    assertNothingWasIssued();
  }

  /** The pledge's request is made up: nobody who has the device's key signed it. */
  @Test
  @Proves({"MA-7", "MA-20"})
  void aPledgesRequestThatTheDeviceDidNotSignGetsNoVoucher() throws Exception {
    var pledge = world.pledgeRequest().toJson();
    var flipped = world.pvr();
    flipped[flipped.length - 1] ^= 1;
    var otherContent = world.pvr();
    int at = new String(otherContent, StandardCharsets.ISO_8859_1).indexOf("created-on");
    otherContent[at + "created-on\":\"202".length()] ^= 1;
    var inItsName = new Credential(world.registrar.key(), world.device.chain());

    assertRefused(around(flipped), 403, "8995-5.5.5-priorSignature");
    assertRefused(around(otherContent), 403, "8995-5.5.5-priorSignature");
    assertRefused(
        around(sign(pledge, inItsName, world.device.chain())), 403, "8995-5.5.5-priorSignature");
    assertRefused(around(sign(pledge, world.device, List.of())), 403, "8995-5.5.5-priorSignature");
    assertRefused(
        around(sign(pledge, world.registrar, world.registrar.chain())), 404, "8995-5.6-device");
    assertRefused(around(pledge), 400, "8995-5.5.5-priorForm");
    assertNothingWasIssued();
  }

  /** Two empty serial numbers are equal, and an empty one is that of no device. */
  @Test
  @Proves({"MA-8", "MA-20"})
  void anEmptySerialNumberGetsNoVoucher() throws Exception {
    var rvr = text(world.registrarRequest(world.pvr()).toJson());
    var pvr = text(world.pledgeRequest().toJson());
    for (var serial : List.of("", " ", "\\t")) {
      assertRefused(byRegistrar(rvr.replace("ACME-0001", serial)), 400, "V-5.3-leaf");
      assertRefused(
          around(byDevice(pvr.replace("ACME-0001", serial))), 400, "8995-5.5.5-priorForm");
    }
    var without = rvr.replace("\"serial-number\":\"ACME-0001\",", "");
    assertThat(without).doesNotContain("serial-number");
    assertRefused(byRegistrar(without), 400, "V-5.3-leaf");
    assertNothingWasIssued();
  }

  private byte[] around(byte[] prior) {
    var sound = world.registrarRequest(world.pvr());
    return byRegistrar(
        text(
            new RegistrarVoucherRequest(
                    sound.createdOn(),
                    sound.assertion(),
                    sound.serialNumber(),
                    sound.idevidIssuer(),
                    sound.nonce(),
                    Optional.of(prior),
                    Optional.empty())
                .toJson()));
  }

  private byte[] byRegistrar(String json) {
    return sign(json.getBytes(StandardCharsets.UTF_8), world.registrar, world.registrar.chain());
  }

  private byte[] byDevice(String json) {
    return sign(json.getBytes(StandardCharsets.UTF_8), world.device, world.device.chain());
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private void assertRefused(byte[] rvr, int status, String rule) throws Exception {
    var answer = masa.voucher(rvr);
    assertThat(answer.text()).startsWith(rule + ": ");
    assertThat(answer.status()).isEqualTo(status);
  }

  private void assertNothingWasIssued() throws Exception {
    assertThat(masa.whole().events()).isEmpty();
    assertThat(masa.voucher(world.rvr()).status()).as("a sound one").isEqualTo(200);
  }
}
