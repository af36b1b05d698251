package dev.brski.masa;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks too often is told to come later, over TLS and by curl. */
class QuotaAtTheDoorTest {

  @TempDir Path temporary;

  @Test
  @Proves("MA-17")
  void aRegistrarGetsSoManyRequestsAnHourAndOthersTheirs() throws Exception {
    try (var masa = new Running(temporary, "registrar-requests-per-hour: 3")) {
      var world = masa.world;
      var rvr = world.rvr();
      var garbled = rvr.clone();
      garbled[garbled.length - 1] ^= 1;
      for (int i = 0; i < 5; i++) {
        assertThat(masa.voucher(garbled).status()).isEqualTo(403);
      }
      assertThat(masa.voucher(rvr).status()).isEqualTo(200);
      assertThat(masa.log(rvr).status()).isEqualTo(200);
      assertThat(masa.voucher(masa.anotherRvr()).status()).isEqualTo(200);

      for (var later :
          List.of(masa.voucher(rvr), masa.log(rvr), masa.voucher(garbled), masa.log(garbled))) {
        assertThat(later.status()).isEqualTo(429);
        assertThat(later.text()).startsWith("masa-quotaRegistrar: ");
        assertThat(Integer.parseInt(later.header("Retry-After").orElseThrow())).isBetween(1, 1201);
      }
      assertThat(masa.whole().events()).hasSize(2);
      var other = List.of(world.foreignRegistrar.leaf());
      assertThat(
              masa.log(
                      World.sign(
                          world.registrarRequest(world.pvr()).toJson(),
                          world.foreignRegistrar,
                          other))
                  .text())
          .startsWith("8995-5.5.5-proximity: ");
    }
  }

  @Test
  @Proves("MA-17")
  void anAddressGetsSoManyRequestsAnHourBeforeTheyAreLookedAt() throws Exception {
    try (var masa = new Running(temporary, "address-requests-per-hour: 2")) {
      assertThat(masa.voucher(new byte[] {1}).status()).isBetween(400, 406);
      assertThat(masa.get("/auditlog/x").status()).isEqualTo(404);

      for (var later :
          List.of(
              masa.voucher(masa.world.rvr()),
              masa.log(masa.world.rvr()),
              masa.get("/auditlog/x"))) {
        assertThat(later.status()).isEqualTo(429);
        assertThat(later.text()).startsWith("masa-quotaAddress: ");
        assertThat(Integer.parseInt(later.header("Retry-After").orElseThrow())).isBetween(1, 1801);
      }
      assertThat(masa.whole().events()).isEmpty();
    }
  }
}
