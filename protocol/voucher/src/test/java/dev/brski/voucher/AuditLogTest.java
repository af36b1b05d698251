package dev.brski.voucher;

import static dev.brski.voucher.Scene.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuditLogTest {

  private static final VoucherLimits LIMITS = VoucherLimits.standard();

  @Test
  @Proves("MA-13")
  void whatIsWrittenNamesEveryMemberAndIsReadBack() {
    var log =
        AuditLog.whole(
            List.of(
                new AuditLog.Event(
                    Pki.NOW,
                    "BduJhdHPpfhQLyponf48JzXSGZ8=",
                    Optional.of(new Nonce("VOUFT-WwrEv0NuAQEHoV7Q")),
                    Assertion.PROXIMITY,
                    Optional.empty()),
                new AuditLog.Event(
                    Pki.NOW, "AA==", Optional.empty(), Assertion.LOGGED, Optional.of(3L))));

    assertThat(accepted(AuditLog.parse(log.toJson(), LIMITS))).isEqualTo(log);
    assertThat(new String(log.toJson(), StandardCharsets.UTF_8))
        .contains("\"nonce\":null", "\"truncation\":{\"nonced duplicates\":0,");
  }

  @Test
  @Proves({"VEC-3", "AU-5", "ERR-6"})
  void theExampleWithItsCountersInStringsIsRead() throws IOException {
    var log = accepted(AuditLog.parse(Examples.telemetry("example-auditlog.json"), LIMITS));

    assertThat(log.events()).hasSize(2);
    assertThat(log.events().getFirst().truncated()).contains(0L);
    assertThat(log.noncelessDuplicates()).isEqualTo(1);
    assertThat(log.arbitrary()).isEqualTo(2);
    assertThat(log.tolerances()).isEqualTo(Set.of(Tolerance.STRING_NUMBER));
  }

  @Test
  @Proves({"AU-4", "ERR-13"})
  void theDomainIsItsKeyIdentifierOrElseTheHashOfItsKey() throws IOException {
    var pin = new Scene().domainCa.leaf();
    assertThat(Base64.getDecoder().decode(AuditLog.domainId(pin)))
        .isEqualTo(Certificates.subjectKeyIdentifier(pin).orElseThrow());
    var bare = Examples.rfc8995Certificate("registrar.crt.pem");
    assertThat(Base64.getDecoder().decode(AuditLog.domainId(bare)))
        .isEqualTo(Certificates.spkiSha256(bare));
  }

  @Test
  void aMalformedLogIsRefused() {
    for (var json :
        List.of(
            "[]",
            "{}",
            "{\"version\":1}",
            "{\"version\":1,\"events\":{}}",
            "{\"version\":1,\"events\":[1]}",
            "{\"version\":1,\"events\":[{}]}")) {
      assertThat(AuditLog.parse(json.getBytes(StandardCharsets.UTF_8), LIMITS))
          .as(json)
          .isInstanceOf(Verdict.Refused.class);
    }
  }
}
