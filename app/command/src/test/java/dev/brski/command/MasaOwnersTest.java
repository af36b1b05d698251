package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.masa.Masa;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Customers, sales, thefts and signers on the command line, beside a MASA that runs and one at
 * rest.
 */
class MasaOwnersTest {

  @TempDir Path folder;

  private Ended masa(String command, Object... words) {
    return brski(
        Stream.concat(
                Stream.concat(Stream.of("masa"), Stream.of(command.split(" ", -1))),
                Stream.concat(Stream.of("--dir", folder.resolve("m")), Stream.of(words)))
            .toArray());
  }

  @BeforeEach
  void make() throws Exception {
    brski("factory", "init", "--dir", folder.resolve("f"), "--name", "ACME");
    assertThat(masa("init", "--factory", folder.resolve("f")).code()).isZero();
    var validity = Validity.lasting(Instant.now().minusSeconds(60), Duration.ofDays(1));
    var root =
        new CertificateIssuer(CryptoSuite.standard())
            .selfSigned(CertificateProfile.rootCa("Plant root", validity));
    Files.writeString(folder.resolve("plant.pem"), Certificates.toPem(List.of(root.leaf())));
  }

  @Test
  @Proves("MA-8")
  void aCustomerIsLetToHaveVouchersWithoutANonceAndNoMore() throws Exception {
    var plant = folder.resolve("plant.pem");
    assertThat(masa("customer add", "Plant", "--nonceless").code()).isEqualTo(3);
    assertThat(masa("customer add", "Plant", "--domain-ca", plant).out())
        .doesNotContain("without a nonce");
    try (var _ = started()) {
      assertThat(masa("customer add", "Plant", "--nonceless").out())
          .contains("Plant  (devices: 0, vouchers without a nonce)")
          .contains("CN=Plant root");
    }
    assertThat(masa("customer ls", "--json").json().get(0).path("nonceless").booleanValue())
        .isTrue();

    var withdrawn = masa("customer remove", "Plant", "--nonceless", "--reason", "x");

    assertThat(withdrawn.out()).isEqualTo("Customer Plant gets no more vouchers without a nonce\n");
    assertThat(masa("customer ls").out()).contains("Plant  (devices: 0)").contains("CN=Plant root");
  }

  @Test
  void signersAreListedAndReplaced() throws Exception {
    var factory = folder.resolve("f");
    assertThat(masa("key rotate", "--factory", factory, "--nonceless").out())
        .contains("Signer 2 of vouchers without a nonce");
    var keys = folder.resolve("m/keys");
    var mixed =
        masa(
            "key rotate",
            "--signer",
            keys.resolve("nonceless-signer.pem"),
            "--signer-key",
            keys.resolve("nonceless-signer.key"));
    assertThat(mixed.code()).isEqualTo(3);
    assertThat(mixed.err()).contains("[masa-signer]");
    var again =
        masa(
            "key rotate",
            "--signer",
            keys.resolve("voucher-signer.pem"),
            "--signer-key",
            keys.resolve("voucher-signer.key"));
    assertThat(again.out()).contains("Signer 2 of vouchers with a nonce");
    assertThat(masa("key rotate").code()).isEqualTo(2);
    assertThat(masa("key rotate", "--signer", keys.resolve("x.pem")).code()).isEqualTo(2);
    assertThat(
            masa("key ls", "--json")
                .json()
                .valueStream()
                .map(
                    key ->
                        key.path("kind").asString() + key.path("generation") + key.path("signs")))
        .containsExactly("nonced1false", "nonced2true", "nonceless1false", "nonceless2true");
    assertThat(masa("key ls").out()).contains("with nonce  2   yes").contains("without");
    assertThat(brski("factory", "rotate", "--dir", factory).out())
        .contains("CN=ACME device CA 2")
        .contains("under CN=ACME device root");
  }

  @Test
  @Proves("MA-18")
  void theWayOfADeviceFromItsSaleToItsTheft() throws Exception {
    var sales = Files.writeString(folder.resolve("sales.csv"), "serial,customer\nS-1,Plant\n");

    var early = masa("sales import", sales);
    assertThat(early.code()).isEqualTo(3);
    assertThat(early.out()).contains("unknown-customer").contains("Nothing was recorded");
    var added = masa("customer add", "Plant", "--domain-ca", folder.resolve("plant.pem"));
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.out()).contains("Plant  (devices: 0)").contains("domain-ca  CN=Plant root");
    var dry = masa("sales import", sales, "--dry-run");
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("1 line: new 1").contains("Nothing was changed");

    try (var _ = started()) {
      assertThat(masa("sales import", sales, "--json").json().path("applied").booleanValue())
          .isTrue();
      assertThat(
              masa("customer add", "Mill", "--on-first-use", "--json")
                  .json()
                  .path("onFirstUse")
                  .booleanValue())
          .isTrue();
      assertThat(masa("transfer", "--serial", "S-1", "--to", "Mill", "--reason", "sold on").out())
          .isEqualTo("Device S-1 is Mill's now; before, it was Plant's\n");
    }

    assertThat(masa("block", "--serial", "S-1", "--reason", "stolen").code()).isZero();
    assertThat(masa("blocked").out()).contains("S-1").contains("Mill").contains("stolen");
    var owner = masa("owner", "--serial", "s-1");
    assertThat(owner.out())
        .startsWith("Device S-1 is Mill's, and is blocked: stolen\n")
        .contains("sold", "transferred", "sales of sales.csv", "sold on");
    assertThat(masa("unblock", "--serial", "S-1", "--reason", "found").code()).isZero();
    assertThat(masa("release", "--serial", "S-1", "--reason", "scrapped").out())
        .isEqualTo("Device S-1 is released from Mill\n");
    assertThat(masa("customer remove", "Mill", "--reason", "gone").out())
        .contains("Customer Mill is removed");
    assertThat(masa("customer ls", "--json").json()).hasSize(1);
    assertThat(masa("owner", "--serial", "S-1", "--json").json().path("events")).hasSize(5);
  }

  private Masa started() throws Exception {
    return switch (Masa.start(folder.resolve("m"), InstantSource.system())) {
      case Verdict.Accepted<Masa>(var masa) -> masa;
      case Verdict.Refused<Masa>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  @Test
  void whatIsInAFileCannotHarmATerminal() throws Exception {
    masa("customer add", "Plant", "--domain-ca", folder.resolve("plant.pem"));
    var sales =
        Files.writeString(
            folder.resolve("sales.csv"),
            "serial,customer\n\u001b]0;owned\u0007,Plant\nS-1,\u001b[2J\nS-\u202e2,Plant\n");

    var told = masa("sales import", sales);
    var json = masa("sales import", sales, "--json");

    assertThat(told.code()).isEqualTo(3);
    assertThat(json.code()).isEqualTo(3);
    assertThat(told.out() + json.out() + told.err() + json.err())
        .doesNotContain("\u001b", "\u0007", "\u202e");
    assertThat(told.out()).contains("serial-form 2").contains("unknown-customer 1");
    var typed = masa("block", "--serial", "\u001b[2J", "--reason", "x");
    assertThat(typed.code()).isEqualTo(3);
    assertThat(typed.err()).contains("[masa-serial]").doesNotContain("\u001b");
  }

  @Test
  void whatCannotBeDoneIsSaidInTwoLines() throws Exception {
    var noise = Files.writeString(folder.resolve("noise"), "no certificate");
    for (var ended :
        List.of(
            masa("customer add", "Plant"),
            masa("customer add", "Plant", "--domain-ca", noise),
            masa("customer add", "Plant", "--domain-ca", folder.resolve("none")),
            masa("customer remove", "Plant", "--reason", "gone"),
            masa("sales import", noise),
            masa("sales import", folder.resolve("none")),
            masa("transfer", "--serial", "S", "--to", "Nobody", "--reason", "r"),
            masa("release", "--serial", "S", "--reason", "r"),
            masa("unblock", "--serial", "S", "--reason", "r"),
            masa("block", "--serial", "S", "--reason", " "))) {
      assertThat(ended.code()).as(ended.err()).isIn(2, 3);
      assertThat(ended.err().lines()).as(ended.err()).hasSize(2);
      assertThat(ended.out()).isEmpty();
    }
    assertThat(masa("block", "--serial", "S").code()).isEqualTo(2);
    assertThat(masa("customer", "Plant").code()).isEqualTo(2);
  }
}
