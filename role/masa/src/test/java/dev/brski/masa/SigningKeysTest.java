package dev.brski.masa;

import static dev.brski.masa.World.accepted;
import static dev.brski.masa.World.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.masa.SigningKey.Kind;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.voucher.VoucherCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One signer of vouchers after the other. */
class SigningKeysTest {

  @TempDir Path temporary;

  private Running masa;
  private SigningKeys keys;

  @BeforeEach
  void start() throws Exception {
    masa = new Running(temporary);
    keys = new SigningKeys(masa.dir, Running.CLOCK);
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  @Proves("MA-19")
  void theNewestSignsFromTheNextStartOnAndWhatWasIssuedStays() throws Exception {
    var request = masa.world.rvr();
    var voucher = masa.voucher(request).content().body();
    assertThat(signer(voucher)).isEqualTo(masa.world.voucherSigner.leaf());
    var second = masa.world.voucherSigner();

    assertThat(accepted(keys.add(Kind.NONCED, second, List.of())).generation()).isEqualTo(2);

    assertThat(signer(masa.voucher(masa.anotherRvr()).content().body()))
        .isEqualTo(masa.world.voucherSigner.leaf());
    masa.restart();
    assertThat(signer(masa.voucher(masa.anotherRvr()).content().body())).isEqualTo(second.leaf());
    assertThat(masa.voucher(request).content().body()).isEqualTo(voucher);
    assertThat(accepted(keys.list()))
        .extracting(key -> key.kind() + " " + key.generation() + " " + key.signs())
        .containsExactly("NONCED 1 false", "NONCED 2 true", "NONCELESS 1 true");
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings()).isEmpty();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(masa.dir.resolve("keys/voucher-signer-2.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  @Proves("MA-19")
  void aSignerThatDevicesWouldNotTakeOrThatSignsTheOtherKindIsNotAdded() throws Exception {
    var world = masa.world;
    for (var wrong : List.of(world.noncelessSigner(), world.registrar)) {
      assertThat(refused(keys.add(Kind.NONCED, wrong, List.of())).check())
          .isEqualTo(MasaCheck.VOUCHER_SIGNER);
    }
    assertThat(refused(keys.add(Kind.NONCELESS, world.voucherSigner(), List.of())).check())
        .isEqualTo(MasaCheck.VOUCHER_SIGNER);
    assertThat(
            refused(
                    keys.add(
                        Kind.NONCELESS, world.voucherSigner(), List.of(world.voucherCa.leaf())))
                .check())
        .as("the folder says what the anchor is")
        .isEqualTo(MasaCheck.VOUCHER_SIGNER);

    Files.delete(masa.dir.resolve("voucher-anchor-nonceless.pem"));
    assertThat(refused(keys.add(Kind.NONCELESS, world.voucherSigner, List.of())).cause())
        .contains("signs the other kind");
    assertThat(accepted(keys.list())).hasSize(2);
    assertThat(
            refused(
                    new SigningKeys(temporary, Running.CLOCK)
                        .add(Kind.NONCED, world.voucherSigner(), List.of()))
                .check())
        .isEqualTo(MasaCheck.FILE);
  }

  @Test
  @Proves("MA-19")
  void aFolderMadeBeforeGetsWhatItLacks() throws Exception {
    for (var name :
        List.of(
            "keys/nonceless-signer.pem",
            "keys/nonceless-signer.key",
            "voucher-anchor-nonceless.pem")) {
      Files.delete(masa.dir.resolve(name));
    }
    assertThat(accepted(keys.list())).hasSize(1);
    var one = masa.world.noncelessSigner();

    var added = accepted(keys.add(Kind.NONCELESS, one, List.of(masa.world.noncelessCa.leaf())));

    assertThat(added.generation()).isEqualTo(1);
    assertThat(Certificates.readPem(masa.dir.resolve("voucher-anchor-nonceless.pem")))
        .containsExactly(masa.world.noncelessCa.leaf());
    assertThat(Credential.read(added.file(), masa.dir.resolve("keys/nonceless-signer.key")).leaf())
        .isEqualTo(one.leaf());
  }

  private static X509Certificate signer(byte[] voucher) {
    return accepted(VoucherCodec.standard().readVoucher(voucher)).artifact().signer().orElseThrow();
  }
}
