package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.wire.Response;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when a MASA gives no voucher (RFC 8995 section 5.6). */
class MasaWordsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "400, 406, could not read this registrar's voucher-request",
    "403, 403, 'not signed as it wants, too old, or the device is another owner''s'",
    "404, 404, Compare the serial number",
    "406, 406, cannot give a voucher that the device could process",
    "413, 406, too large",
    "415, 415, does not know the form of the request",
    "301, 202, correct masa in the manufacturer's file",
    "405, 202, no vouchers are given at that address",
    "401, 202, masa-access",
  })
  @Proves({"W2", "RG-17"})
  void eachStatusHasWordsAndARemedy(int masaSays, int deviceGets, String words) throws Exception {
    try (var world = new World(folder);
        var log = LogLines.of("dev.brski.registrar");
        var device = world.device("4711")) {
      world.masa.script(_ -> Response.text(masaSays, "because"));

      var request = device.voucherRequest();
      var reply = deviceGets == 202 ? device.askForVoucher(request) : device.decision(request);
      assertThat(reply.status()).isEqualTo(deviceGets);
      assertThat(log.all()).anySatisfy(line -> assertThat(line).contains(words));
    }
  }
}
