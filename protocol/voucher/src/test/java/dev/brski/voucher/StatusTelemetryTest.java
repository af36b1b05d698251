package dev.brski.voucher;

import static dev.brski.voucher.Scene.accepted;
import static dev.brski.voucher.Scene.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

@Proves({"PL-60", "PL-62", "ERR-7"})
class StatusTelemetryTest {

  @Test
  void whatIsWrittenHasLowerCaseKeysAndIsReadBack() {
    for (var telemetry :
        List.of(StatusTelemetry.success(), StatusTelemetry.failure("not this domain"))) {
      assertThat(accepted(parse(telemetry.toJson()))).isEqualTo(telemetry);
    }
    assertThat(new String(StatusTelemetry.failure("no").toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\"version\":1,\"status\":false,\"reason\":\"no\"}");
  }

  @Test
  void theExamplesOfTheSpecificationAreRead() throws IOException {
    var voucher = accepted(parse(Examples.telemetry("example-telemetry.json")));
    assertThat(voucher.status()).isFalse();
    assertThat(voucher.reason()).contains("Informative human readable message");
    assertThat(voucher.reasonContext()).contains("{\"additional\":\"JSON\"}");
    assertThat(accepted(parse(Examples.telemetry("example-enrollstatus.json"))).status()).isTrue();
  }

  @Test
  void numbersAndBooleansInStringsAreTolerated() {
    var telemetry = accepted(parse("{\"version\":\"1\",\"status\":\"true\"}"));
    assertThat(telemetry.status()).isTrue();
    assertThat(telemetry.tolerances())
        .containsExactlyInAnyOrder(Tolerance.STRING_NUMBER, Tolerance.STRING_BOOLEAN);
  }

  @Test
  @Proves("RG-23")
  void aLaterVersionAndUnknownMembersAreReadAndNamed() {
    var telemetry =
        accepted(parse("{\"version\":2,\"status\":true,\"Reason\":\"x\",\"colour\":\"red\"}"));
    assertThat(telemetry.version()).isEqualTo(2);
    assertThat(telemetry.reason()).isEmpty();
    assertThat(telemetry.ignored()).containsExactly("Reason", "colour");
  }

  @Test
  void malformedTelemetryIsRefused() {
    for (var json :
        List.of(
            "",
            "[]",
            "{}",
            "{\"version\":1}",
            "{\"status\":true}",
            "{\"version\":1,\"status\":7}",
            "{\"version\":1.5,\"status\":true}",
            "{\"version\":1,\"status\":true}{}")) {
      assertThat(parse(json)).as(json).isInstanceOf(Verdict.Refused.class);
    }
    assertThat(refused(parse("{\"version\":1}")).check()).isEqualTo(VoucherCheck.LEAF);
  }

  private static Verdict<StatusTelemetry> parse(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict<StatusTelemetry> parse(byte[] json) {
    return StatusTelemetry.parse(json, VoucherLimits.standard());
  }
}
