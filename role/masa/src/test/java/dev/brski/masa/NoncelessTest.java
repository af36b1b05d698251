package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.accepted;
import static dev.brski.masa.World.nonceless;
import static dev.brski.masa.World.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brski.masa.Running.Answer;
import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.SalesLine;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.voucher.check.VoucherAnchors;
import dev.brski.voucher.check.VoucherPolicy;
import dev.brski.voucher.check.VoucherValidation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Vouchers for devices that are not there: who gets them, until when, by which key, and renewed.
 */
class NoncelessTest {

  private static final String DEVICE = "ACME-0001";
  private static final String NONE =
      "8995-5.5.4-nonceless: vouchers without a nonce are not issued here\n";
  private static final String NO =
      "masa-ownership: no voucher for this device is issued to this domain\n";

  @TempDir Path temporary;

  private Running masa;
  private World world;
  private OwnershipView owners;

  @BeforeEach
  void start() throws Exception {
    masa = new Running(temporary);
    world = masa.world;
    owners = new OwnershipView(masa.dir, Running.CLOCK);
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  @Proves({"MA-8", "MA-10", "MA-12", "MA-19", "MA-22", "RED-7"})
  void theOwnerThatMayGetsOneForItsDevice() throws Exception {
    plantMay();
    allow();

    var answer = masa.voucher(world.nonceless());

    var voucher = voucher(answer);
    var leaves = voucher.leaves();
    assertThat(voucher.tolerances()).isEmpty();
    assertThat(leaves.nonce()).isEmpty();
    assertThat(leaves.assertion()).contains(Assertion.VERIFIED);
    assertThat(leaves.serialNumber()).isEqualTo(DEVICE);
    assertThat(leaves.pinnedDomainCert()).contains(world.domainRoot.leaf());
    assertThat(leaves.createdOn()).isPresent();
    assertThat(leaves.expiresOn().orElseThrow())
        .isCloseTo(Instant.now().plus(Duration.ofDays(30)), within(1, ChronoUnit.HOURS));
    assertThat(voucher.artifact().signer()).contains(world.noncelessSigner.leaf());
    accepted(
        pledge().validate(voucher, world.device.leaf(), "ACME-0001", Nonce.random(SUITE), now()));
    assertThat(log())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.nonce()).isEmpty();
              assertThat(event.assertion()).isEqualTo(Assertion.VERIFIED);
              assertThat(event.domainId()).isEqualTo(AuditLog.domainId(world.domainRoot.leaf()));
            });
    assertThat(issued())
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.details())
                    .containsEntry("nonce", "none")
                    .containsEntry("expires", leaves.expiresOn().orElseThrow().toString())
                    .doesNotContainKey("renews"));
    assertThat(voucher(masa.voucher(world.rvr())).artifact().signer())
        .contains(world.voucherSigner.leaf());
  }

  @Test
  @Proves({"MA-19", "W33"})
  void opensslVerifiesItWithTheAnchorForThatKindAlone() throws Exception {
    plantMay();
    allow();
    var file =
        Files.write(temporary.resolve("v.vcj"), masa.voucher(world.nonceless()).content().body());

    assertThat(verifies(file, "voucher-anchor-nonceless.pem")).isTrue();
    assertThat(verifies(file, "voucher-anchor.pem")).isFalse();
  }

  private boolean verifies(Path voucher, String anchor) throws Exception {
    var process =
        new ProcessBuilder(
                "openssl",
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-binary",
                "-in",
                voucher.toString(),
                "-CAfile",
                masa.dir.resolve(anchor).toString(),
                "-purpose",
                "any",
                "-out",
                temporary.resolve("content").toString())
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("openssl.txt").toFile())
            .start();
    return process.waitFor() == 0;
  }

  @Test
  @Proves({"MA-8", "RED-7"})
  void nobodyGetsOneUnlessTheManufacturerAllowsIt() throws Exception {
    plantMay();

    var answer = masa.voucher(world.nonceless());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text()).isEqualTo(NONE);
    assertThat(log()).isEmpty();
  }

  @Test
  @Proves({"MA-8", "MA-22"})
  void whoeverElseAsksIsToldNoMoreThanIsToldToAnybody() throws Exception {
    allow();
    var answers = new ArrayList<Answer>();
    answers.add(masa.voucher(world.nonceless()));
    plantMay();
    accepted(
        owners.add(
            new CustomerOrder("Mill", false, List.of(pem(world.millRoot)), List.of(), "op")
                .withNonceless()));
    answers.add(masa.voucher(nonceless(world.millRegistrar, DEVICE, Optional.empty())));
    answers.add(masa.voucher(nonceless(world.foreignRegistrar, DEVICE, Optional.empty())));
    answers.add(masa.voucher(nonceless(world.registrar, "ACME-0002", Optional.empty())));
    answers.add(masa.voucher(nonceless(world.registrar, "NO-SUCH-DEVICE", Optional.empty())));
    accepted(owners.block(new DeviceOrder(DEVICE, "stolen", "op")));
    answers.add(masa.voucher(world.nonceless()));
    accepted(owners.unblock(new DeviceOrder(DEVICE, "found", "op")));
    accepted(
        owners.remove(new RemovalOrder("Plant", List.of(), false, "no", "op").withNonceless()));
    answers.add(masa.voucher(world.nonceless()));

    assertThat(answers).allMatch(answer -> answer.status() == 403 && answer.text().equals(NO));
    assertThat(log()).isEmpty();
    assertThat(grounds())
        .containsExactly("sold to another", "blocked", "without a nonce, which it may not");
    assertThat(accepted(owners.customers()))
        .extracting(customer -> customer.customer() + customer.nonceless())
        .containsExactly("Milltrue", "Plantfalse");
    assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-17")
  void aStrangerWhoNamesSerialNumbersFillsNoLedger() throws Exception {
    plantMay();
    allow();
    long before = accepted(Masa.journal(masa.dir)).seq();

    for (var serial : List.of(DEVICE, "ACME-0002", "ACME-0003")) {
      assertThat(masa.voucher(nonceless(world.foreignRegistrar, serial, Optional.empty())).text())
          .isEqualTo(NO);
    }

    assertThat(accepted(Masa.journal(masa.dir)).seq()).isEqualTo(before);
    assertThat(masa.voucher(nonceless(world.registrar, "ACME-0002", Optional.empty())).text())
        .isEqualTo(NO);
    assertThat(accepted(Masa.journal(masa.dir)).seq()).as("of no device").isEqualTo(before);
    masa.voucher(world.nonceless());
    assertThat(accepted(Masa.journal(masa.dir)).seq()).isGreaterThan(before);
  }

  @Test
  @Proves("MA-17")
  void howeverItsSerialNumberIsWrittenADeviceHasOneShareOfADay() throws Exception {
    plantMay();
    allow("vouchers-per-day: 2");

    for (var serial : List.of("acme-0001", "Acme-0001")) {
      assertThat(masa.voucher(nonceless(world.registrar, serial, Optional.empty())).status())
          .isEqualTo(200);
    }
    long before = accepted(Masa.journal(masa.dir)).seq();
    for (var serial : List.of("ACME-0001", "aCME-0001", "acmE-0001")) {
      assertThat(masa.voucher(nonceless(world.registrar, serial, Optional.empty())).status())
          .isEqualTo(429);
    }
    assertThat(accepted(Masa.journal(masa.dir)).seq()).as("told once").isEqualTo(before + 1);
  }

  @Test
  @Proves({"MA-8", "MA-22"})
  void whatBecameKnownOnFirstUseIsNotEnough() throws Exception {
    allow("first-use: allow");
    accepted(
        owners.add(new CustomerOrder("Dock", true, List.of(), List.of(), "op").withNonceless()));
    sell("Dock");
    assertThat(masa.voucher(world.nonceless()).text()).isEqualTo(NO);
    assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);

    assertThat(masa.voucher(world.nonceless()).text()).isEqualTo(NO);

    accepted(
        owners.add(
            new CustomerOrder("Dock", false, List.of(pem(world.domainRoot)), List.of(), "op")));
    assertThat(masa.voucher(world.nonceless()).status()).isEqualTo(200);
  }

  @Test
  @Proves("MA-6")
  void theHighestIsPinnedThatTheOwnerIsKnownBy() throws Exception {
    accepted(
        owners.add(
            new CustomerOrder("Plant", false, List.of(pem(world.domainCa)), List.of(), "op")
                .withNonceless()));
    sell("Plant");
    allow("pin: end-entity");

    assertThat(pin(masa.voucher(world.nonceless()))).isEqualTo(world.domainCa.leaf());
    accepted(
        owners.add(
            new CustomerOrder("Plant", false, List.of(pem(world.domainRoot)), List.of(), "op")));
    assertThat(pin(masa.voucher(world.nonceless()))).isEqualTo(world.domainRoot.leaf());
    assertThat(pin(masa.voucher(world.rvr()))).isEqualTo(world.registrar.leaf());
  }

  @Test
  @Proves({"MA-10", "MA-22"})
  void itEndsBeforeTheRegistrarsCertificateAndForClocklessDevicesNever() throws Exception {
    plantMay();
    write("  # lifetime: 30d", "  lifetime: 3650d");
    write("  # without-clock: []", "  without-clock: [ACME-9]");
    allow();
    sell("Plant", "ACME-9001");
    var end = Instant.now().plus(Duration.ofDays(9)).truncatedTo(ChronoUnit.SECONDS);

    var soon = nonceless(world.registrarUntil(end), DEVICE, Optional.empty());
    assertThat(voucher(masa.voucher(soon)).leaves().expiresOn()).contains(end.minusSeconds(1));
    var domain = world.domainRoot.leaf().getNotAfter().toInstant();
    assertThat(voucher(masa.voucher(world.nonceless())).leaves().expiresOn())
        .contains(domain.minusSeconds(1));
    var clockless =
        voucher(masa.voucher(nonceless(world.registrar, "ACME-9001", Optional.empty())));
    assertThat(clockless.leaves().expiresOn()).isEmpty();
    accepted(
        pledge()
            .validate(
                clockless,
                world.device("ACME-9001").leaf(),
                "ACME-9001",
                Nonce.random(SUITE),
                new Moment.Unknown()));
  }

  @Test
  @Proves({"MA-9", "MA-19", "MA-23"})
  void whatASignerThatWasReplacedHasSignedIsNotGivenAgain() throws Exception {
    plantMay();
    allow();
    var first = masa.voucher(world.nonceless());
    assertThat(voucher(first).artifact().signer()).contains(world.noncelessSigner.leaf());
    var second = world.noncelessSigner();
    accepted(
        new SigningKeys(masa.dir, Running.CLOCK).add(SigningKey.Kind.NONCELESS, second, List.of()));
    masa.restart();

    var again = masa.voucher(world.nonceless());

    assertThat(voucher(again).artifact().signer()).contains(second.leaf());
    assertThat(masa.voucher(world.nonceless()).content().body()).isEqualTo(again.content().body());
    assertThat(log()).hasSize(2);
    assertThat(issued().get(1).details())
        .containsEntry("renews", issued().get(0).details().get("voucher"));
  }

  @Test
  @Proves({"MA-9", "MA-23"})
  void itIsIssuedOnceWhileItLastsAndRenewedInItsLastThird() throws Exception {
    plantMay();
    allow();
    var first = masa.voucher(world.nonceless());
    assertThat(masa.voucher(world.nonceless()).content().body()).isEqualTo(first.content().body());
    masa.restart(later(19));
    assertThat(masa.voucher(dated(19)).content().body()).isEqualTo(first.content().body());
    masa.restart(later(21));

    var renewed = masa.voucher(dated(21));

    assertThat(voucher(renewed).leaves().expiresOn().orElseThrow())
        .isAfter(voucher(first).leaves().expiresOn().orElseThrow());
    assertThat(masa.voucher(dated(21)).content().body()).isEqualTo(renewed.content().body());
    masa.restart(later(60));
    assertThat(masa.voucher(dated(60)).content().body()).isNotEqualTo(renewed.content().body());
    assertThat(log()).hasSize(3).allMatch(event -> event.nonce().isEmpty());
    assertThat(issued()).hasSize(3);
    assertThat(issued().get(1).details())
        .containsEntry("renews", issued().get(0).details().get("voucher"));
    assertThat(issued().get(2).details())
        .containsEntry("renews", issued().get(1).details().get("voucher"));

    sell("Mill");
    assertThat(masa.voucher(world.nonceless()).text()).isEqualTo(NO);
    assertThat(log()).hasSize(3);
  }

  @Test
  @Proves({"MA-20", "MA-9"})
  void withTheOldVoucherInsideItIsRenewedAtOnce() throws Exception {
    plantMay();
    allow();
    var old = masa.voucher(world.nonceless()).content().body();
    var request = nonceless(world.otherRegistrar(), DEVICE, Optional.of(old));

    var renewed = masa.voucher(request);

    assertThat(voucher(renewed).leaves().assertion()).contains(Assertion.VERIFIED);
    assertThat(renewed.content().body()).isNotEqualTo(old);
    assertThat(masa.voucher(request).content().body()).isEqualTo(renewed.content().body());
    assertThat(log()).hasSize(2).allMatch(event -> event.nonce().isEmpty());
    masa.restart(later(40));
    var expired = sign(json(40, Optional.of(old)), world.registrar, world.registrar.chain());
    assertThat(masa.voucher(expired).status()).isEqualTo(200);
    assertThat(log()).hasSize(3);
  }

  @Test
  @Proves("MA-20")
  void onlyAnOldVoucherOfOursForThisDeviceAndPinIsRenewed() throws Exception {
    plantMay();
    allow();
    var sound = voucher(masa.voucher(world.nonceless())).leaves();
    var signer = world.noncelessSigner;
    var flipped = sign(sound.toJson(), signer, signer.chain());
    flipped[flipped.length - 1] ^= 1;
    var others =
        List.of(
            flipped,
            sign(sound.toJson(), world.voucherSigner, world.voucherSigner.chain()),
            sign(sound.toJson(), world.registrar, world.registrar.chain()),
            sign(sound.toJson(), signer, List.of()),
            sign(changed(sound, "ACME-0002", world.domainRoot), signer, signer.chain()),
            sign(changed(sound, DEVICE, world.millRoot), signer, signer.chain()),
            masa.voucher(world.rvr()).content().body());

    for (var old : others) {
      var answer = masa.voucher(nonceless(world.registrar, DEVICE, Optional.of(old)));
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text()).startsWith("Vb-10.1-renewal: ");
    }
    assertThat(masa.voucher(nonceless(world.registrar, DEVICE, Optional.of(world.pvr()))).text())
        .isEqualTo(NONE);
    assertThat(log()).hasSize(2);
  }

  @Test
  @Proves({"MA-13", "MA-15"})
  void everyLaterOwnerSeesItInTheLogWhateverTheSerialNumberWasWrittenLike() throws Exception {
    plantMay();
    allow();
    var request = nonceless(world.registrar, "acme-0001", Optional.empty());
    assertThat(masa.voucher(request).status()).isEqualTo(200);
    assertThat(masa.log(request).log().events()).hasSize(1);
    accepted(
        owners.add(
            new CustomerOrder("Mill", false, List.of(pem(world.millRoot)), List.of(), "op")));
    accepted(owners.transfer(new TransferOrder(DEVICE, "Mill", "resold", "op")));
    var theirs = millRequest();
    assertThat(masa.log(theirs).status()).isEqualTo(404);
    assertThat(masa.voucher(theirs).status()).isEqualTo(200);

    assertThat(masa.log(theirs).log().events())
        .extracting(event -> event.nonce().isPresent())
        .containsExactly(false, true);
    assertThat(masa.log(request).log().events()).hasSize(2);
    assertThat(log()).hasSize(2);
    assertThat(masa.log(nonceless(world.foreignRegistrar, DEVICE, Optional.empty())).status())
        .isEqualTo(404);
  }

  @Test
  @Proves("MA-19")
  void aFolderWithoutSuchAKeyGoesOnAndSaysWhatToDo() throws Exception {
    plantMay();
    for (var name : List.of("keys/nonceless-signer.pem", "keys/nonceless-signer.key")) {
      Files.delete(masa.dir.resolve(name));
    }
    allow();

    assertThat(masa.voucher(world.rvr()).status()).isEqualTo(200);
    assertThat(masa.voucher(world.nonceless()).text()).isEqualTo(NONE);
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.stops()).isFalse();
              assertThat(finding.refusal().cause()).contains("nonceless-signer.pem does not exist");
              assertThat(finding.refusal().remedy()).contains("masa key rotate --nonceless");
            });

    var both = new Credential(world.voucherSigner.key(), world.voucherSigner.chain());
    both.write(
        masa.dir.resolve("keys/nonceless-signer.pem"),
        masa.dir.resolve("keys/nonceless-signer.key"));
    Files.delete(masa.dir.resolve("voucher-anchor-nonceless.pem"));
    masa.restart();
    assertThat(masa.voucher(world.nonceless()).text()).isEqualTo(NONE);
    assertThat(accepted(Masa.examine(masa.dir, Running.CLOCK)).findings().getFirst().refusal())
        .satisfies(refusal -> assertThat(refusal.cause()).contains("one key would sign both"));
  }

  /** Starts the MASA anew with vouchers without a nonce allowed, and whatever else. */
  private void allow(String... settings) throws Exception {
    write("  allowed: false", "  allowed: true");
    masa.restart(settings);
  }

  private void write(String before, String after) throws Exception {
    var text = Files.readString(masa.dir.resolve("brski.yaml"));
    assertThat(text).contains(before);
    masa.file("brski.yaml", text.replace(before, after));
  }

  private byte[] millRequest() {
    var pvr =
        PledgeVoucherRequest.proximity(
            Optional.of(Instant.now()), DEVICE, Nonce.random(SUITE), world.millRegistrar.leaf());
    var inner = sign(pvr.toJson(), world.device, world.device.chain());
    return sign(
        world.registrarRequest(inner).toJson(), world.millRegistrar, world.millRegistrar.chain());
  }

  private static byte[] changed(Voucher sound, String serialNumber, Credential pin) {
    return Voucher.nonceless(
            sound.createdOn().orElseThrow(),
            sound.expiresOn(),
            Assertion.VERIFIED,
            serialNumber,
            pin.leaf())
        .toJson();
  }

  private void plantMay() {
    try {
      accepted(
          owners.add(
              new CustomerOrder("Plant", false, List.of(pem(world.domainRoot)), List.of(), "op")
                  .withNonceless()));
      sell("Plant");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void sell(String customer) throws Exception {
    sell(customer, DEVICE);
  }

  private void sell(String customer, String serial) throws Exception {
    if (accepted(owners.customers()).stream().noneMatch(one -> one.customer().equals(customer))) {
      accepted(owners.add(new CustomerOrder(customer, true, List.of(), List.of(), "op")));
    }
    var line = new SalesLine(1, serial, Optional.of(customer), Optional.empty(), Optional.empty());
    assertThat(
            accepted(owners.sell(new SalesOrder(List.of(line), List.of(), true, false, "x", "op")))
                .applied())
        .isTrue();
  }

  private byte[] dated(int days) {
    return sign(json(days, Optional.empty()), world.registrar, world.registrar.chain());
  }

  private static byte[] json(int days, Optional<byte[]> old) {
    return new RegistrarVoucherRequest(
            Optional.of(Instant.now().plus(Duration.ofDays(days))),
            Optional.empty(),
            DEVICE,
            Optional.empty(),
            Optional.empty(),
            old,
            Optional.empty())
        .toJson();
  }

  private static InstantSource later(int days) {
    return InstantSource.offset(Running.CLOCK, Duration.ofDays(days));
  }

  private VoucherValidation pledge() throws Exception {
    return new VoucherValidation(
        SUITE,
        PathValidator.standard(SUITE),
        new VoucherAnchors(anchors("voucher-anchor.pem"), anchors("voucher-anchor-nonceless.pem")),
        VoucherPolicy.standard());
  }

  private Anchors anchors(String name) throws Exception {
    return Anchors.of(Certificates.readPem(masa.dir.resolve(name)));
  }

  private static Moment now() {
    return new Moment.Known(Instant.now());
  }

  private static Signed<Voucher> voucher(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return accepted(VoucherCodec.standard().readVoucher(answer.content().body()));
  }

  private static X509Certificate pin(Answer answer) {
    return voucher(answer).leaves().pinnedDomainCert().orElseThrow();
  }

  private List<AuditLog.Event> log() throws Exception {
    return masa.whole().events();
  }

  private List<JournalEntry> issued() throws Exception {
    return journal("voucher issued");
  }

  private List<String> grounds() throws Exception {
    return journal("voucher denied").stream()
        .map(entry -> String.valueOf(entry.details().get("ground")))
        .toList();
  }

  private List<JournalEntry> journal(String kind) throws Exception {
    masa.stop();
    try (var store = Store.open(masa.dir.resolve("data"), Schema.MIGRATIONS, Running.CLOCK)) {
      return store.journalAfter(0, 1000).stream()
          .filter(entry -> entry.kind().equals(kind))
          .toList();
    } finally {
      masa.restart();
    }
  }

  private static String pem(Credential credential) {
    return Certificates.toPem(List.of(credential.leaf()));
  }
}
