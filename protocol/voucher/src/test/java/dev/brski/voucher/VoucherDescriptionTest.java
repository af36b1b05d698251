package dev.brski.voucher;

import static dev.brski.voucher.Pki.SUITE;
import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class VoucherDescriptionTest {

  private final Scene scene = new Scene();

  @Test
  void aRegistrarsRequestIsToldWithThePledgesInside() {
    var pvr = scene.signedByDevice(scene.pledgeRequest());

    var text = describe(scene.signedByRegistrar(scene.registrarRequest(pvr)));

    assertThat(text)
        .startsWith("voucher-request: SHA-256 ")
        .contains("signature: verifies with the key of CN=Plant registrar")
        .contains("prior-signed-voucher-request\n")
        .contains("signature: verifies with the key of ")
        .contains("nonce: " + scene.nonce)
        .contains("idevid-issuer: 041830168014")
        .contains("device serial number: ACME-0001")
        .contains("masa-url: masa.example:9443")
        .contains("extended key usage: id-kp-cmcRA")
        .contains("rules broken: none");
    assertThat(text.split("signature: verifies", -1)).hasSize(3);
  }

  @Test
  void whatDoesNotVerifyAndWhichRulesAreBrokenIsTold() {
    var broken = scene.signedByMasa(scene.voucher());
    broken[broken.length - 1] ^= 1;

    assertThat(describe(broken))
        .startsWith("voucher: ")
        .contains("signature: does not verify: the signature does not verify with the key of");
    assertThat(describe(Scene.sign(bytes("{\"a\":1}"), scene.device, List.of())))
        .contains(
            "V-5.2-module: RFC 8366 section 5.2: the JSON has no object"
                + " ietf-voucher-request:voucher")
        .contains("signature: does not verify: the signer is named as");
    assertThat(describe(Scene.sign(bytes("no"), scene.device, List.of())))
        .contains("content: unreadable: not JSON");
  }

  @Test
  void theExampleOfTheSpecificationIsToldWithItsDeviations() throws IOException {
    assertThat(describe(Examples.rfc8995("rvr.cms.der")))
        .contains("tolerances\n")
        .contains("cms-version-1: RFC 5652 section 5.1: the CMS version is 1 instead of 3")
        .contains("content-type-id-data: RFC 8366 section 5.4: the content type is id-data")
        .contains("device serial number: 00-D0-E5-F2-00-02");
  }

  @Test
  void textFromDevicesCannotSteerATerminal() {
    var text =
        describe(
            Scene.sign(
                bytes(
                    "{\"ietf-voucher-request:voucher\":{\"serial-number\":\"A\\u001b[2J\","
                        + "\"\\u202eevil\":\"\\u2066x\\r\\ny\"}}"),
                scene.device,
                List.of()));
    assertThat(text).contains("\\u{1b}[2J", "\\u{202e}evil", "\\u{2066}x\\u{d}\\u{a}y");
    assertThat(text.codePoints().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
  }

  @Test
  void whatIsNoCmsIsRefused() {
    assertThat(refused(VoucherDescription.describe(bytes("hello"), SUITE)).check())
        .isEqualTo(VoucherCheck.FORMAT);
  }

  private static String describe(byte[] body) {
    return accepted(VoucherDescription.describe(body, SUITE)).toText();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
