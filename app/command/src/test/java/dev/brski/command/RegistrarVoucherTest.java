package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.masa.Masa;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.VoucherFetch;
import dev.brski.registrar.control.StoredVouchersDesk.Arrival;
import dev.brski.trust.Certificates;
import dev.brski.trust.CryptoSuite;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stored vouchers on the command line, beside a registrar at rest. */
@Proves("RG-18")
class RegistrarVoucherTest {

  private static final CryptoSuite SUITE = CryptoSuite.standard();

  @TempDir Path folder;

  private Ended voucher(String command, Object... words) {
    return brski(
        Stream.concat(
                Stream.of("registrar", "voucher", command, "--dir", folder.resolve("r")),
                Stream.of(words))
            .toArray());
  }

  @BeforeEach
  void make() {
    Folders.make(folder);
    assertThat(
            brski(
                    "registrar",
                    "manufacturer",
                    "add",
                    "--dir",
                    folder.resolve("r"),
                    folder.resolve("f/anchor.pem"),
                    "--name",
                    "acme",
                    "--masa",
                    masa(),
                    "--masa-tls",
                    folder.resolve("m/tls-anchor.pem"))
                .code())
        .isZero();
  }

  private String masa() {
    var check = brski("masa", "check", "--dir", folder.resolve("m"), "--json");
    return check.json().path("listen").stringValue();
  }

  /** A voucher as a MASA gives it that expires after some days. */
  private void keep(String serial, Optional<Integer> days) throws Exception {
    var validity = Validity.lasting(Instant.now().minusSeconds(60), Duration.ofDays(1));
    var signer =
        new CertificateIssuer(SUITE).selfSigned(CertificateProfile.rootCa("vouchers", validity));
    var now = Instant.now();
    var leaves =
        new Voucher(
            Optional.of(now),
            days.map(many -> now.plus(Duration.ofDays(many))),
            Optional.of(Assertion.VERIFIED),
            serial,
            Optional.empty(),
            Optional.of(Certificates.readPem(folder.resolve("r/domain-ca.pem")).getFirst()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var octets =
        SignedArtifact.sign(leaves.toJson(), signer, signer.chain(), Optional.of(now), SUITE)
            .encoded();
    var fetch = accepted(VoucherFetch.beside(folder.resolve("r"), InstantSource.system()));
    accepted(fetch.stored().keep(new Arrival("acme", serial, octets, Optional.empty(), "olga")));
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(var refusal) -> throw new AssertionError(refusal.toString());
    };
  }

  private Masa started() throws Exception {
    return accepted(Masa.start(folder.resolve("m"), InstantSource.system()));
  }

  @Test
  void whatIsKeptIsListedAndRemoved() throws Exception {
    assertThat(voucher("ls").out()).isEqualTo("No voucher is kept.\n");
    keep("S-1", Optional.of(10));
    keep("S-2", Optional.empty());

    assertThat(voucher("ls").out())
        .containsPattern("S-1 +acme .* in 9 days +usable")
        .containsPattern("S-2 +acme .* never +usable");
    var listed = voucher("ls", "--json").json();
    assertThat(listed).hasSize(2);
    assertThat(listed.get(0).path("state").stringValue()).isEqualTo("USABLE");
    assertThat(listed.get(0).path("by").stringValue()).isEqualTo("olga");

    var wrong = voucher("remove", "S-1", "S-3");
    assertThat(wrong.code()).isEqualTo(3);
    assertThat(wrong.err()).contains("[voucher-unknown]").contains("S-3");
    assertThat(voucher("remove", "S-1", "--reason", "sold on").out())
        .isEqualTo("S-1  of acme: removed\n");
    assertThat(voucher("ls", "--json").json()).hasSize(1);
  }

  @Test
  void onlyWhatExpiresIsRenewedAndOneLineIsSaidOfEach() throws Exception {
    keep("S-1", Optional.of(10));
    keep("S-2", Optional.of(20));
    keep("S-3", Optional.of(90));
    keep("S-4", Optional.empty());

    assertThat(voucher("renew", "--within", "5d").out())
        .isEqualTo("No voucher expires within 5 days.\n");
    var away = voucher("renew", "--json");
    assertThat(away.code()).isEqualTo(5);
    assertThat(away.json().valueStream().map(told -> told.path("serial").stringValue()))
        .containsExactly("S-1", "S-2");
    assertThat(away.json().valueStream().map(told -> told.path("outcome").stringValue()))
        .containsOnly("not-now");
    try (var _ = started()) {
      var refused = voucher("renew");
      assertThat(refused.code()).isEqualTo(3);
      assertThat(refused.out()).contains("S-1  refused: ", "S-2  refused: ", "[voucher-refused]");
    }
    assertThat(voucher("ls", "--json").json()).as("the old ones stay").hasSize(4);
  }

  @Test
  void aDeviceIsNamedByItsSerialNumberOrItsCertificate() throws Exception {
    brski(
        "factory",
        "device",
        "--dir",
        folder.resolve("f"),
        "--serial",
        "S-1",
        "--masa",
        masa(),
        "--out",
        folder.resolve("d"));
    var idevid = folder.resolve("d/idevid.pem");

    var both =
        voucher("fetch", "--manufacturer", "acme", "--serial", "S-1", "--idevid", idevid, "--json");
    assertThat(both.code()).as(both.err()).isEqualTo(5);
    assertThat(both.json()).as("one device").hasSize(1);
    var several = voucher("fetch", "--manufacturer", "acme", "--serial", "S-1", "--serial", "S-2");
    assertThat(several.out()).contains("S-1  not now: ", "S-2  not now: ");
    var unknown = voucher("fetch", "--manufacturer", "nobody", "--serial", "S-1");
    assertThat(unknown.code()).isEqualTo(3);
    assertThat(unknown.out()).contains("[setup-name]");
  }

  @Test
  void wrongUsageIsSaidInTwoLinesAndNothingHarmsATerminal() throws Exception {
    Files.writeString(folder.resolve("noise"), "no certificate");
    var anchor = folder.resolve("f/anchor.pem");
    for (var ended :
        List.of(
            voucher("fetch", "--manufacturer", "acme"),
            voucher("fetch", "--serial", "S-1"),
            voucher("fetch", "--manufacturer", "acme", "--idevid", folder.resolve("noise")),
            voucher("fetch", "--manufacturer", "acme", "--idevid", folder.resolve("none")),
            voucher("fetch", "--manufacturer", "acme", "--idevid", anchor),
            voucher("renew", "--within", "soon"),
            voucher("remove"),
            brski("registrar", "voucher", "ls", "--dir", folder.resolve("none")))) {
      assertThat(ended.code()).as(ended.err()).isEqualTo(2);
      assertThat(ended.err().lines()).as(ended.err()).hasSizeBetween(2, 3);
      assertThat(ended.out()).isEmpty();
    }
    var typed = voucher("fetch", "--manufacturer", "acme", "--serial", "\u001b[2J");
    assertThat(typed.out() + typed.err()).doesNotContain("\u001b");
  }
}
