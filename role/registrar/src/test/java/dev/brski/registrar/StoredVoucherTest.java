package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.BodyType;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.Inventory.Named;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.VoucherFetch.Outcome;
import dev.brski.registrar.VoucherFetch.Wanted;
import dev.brski.registrar.control.InventoryDesk;
import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.control.StoredVouchersDesk.Line;
import dev.brski.registrar.control.StoredVouchersDesk.State;
import dev.brski.registrar.control.StoredVouchersDesk.Taken;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.trust.Keyring;
import dev.brski.verdict.Check;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.AuditLog;
import dev.brski.voucher.IdevidIssuer;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Signed;
import dev.brski.voucher.SignedArtifact;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCheck;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vouchers without a nonce are fetched in advance, kept, and used while the MASA is away. */
@Proves("RG-18")
class StoredVoucherTest extends InWorld {

  private static final String BY = "olga";

  @BeforeEach
  void build() throws Exception {
    inAdvance(serial -> given(voucher(serial, world.domainRoot.leaf(), Optional.empty())));
  }

  /** The MASA answers requests without a nonce like this, and others as before. */
  private void inAdvance(Function<String, Response> answer) {
    both(answer, world::voucher);
  }

  private void both(Function<String, Response> inAdvance, Function<Request, Response> others) {
    world.masa.script(
        request -> {
          var asked = read(request.body()).leaves();
          return asked.nonce().isPresent()
              ? others.apply(request)
              : inAdvance.apply(asked.serialNumber());
        });
  }

  private static Signed<RegistrarVoucherRequest> read(byte[] request) {
    return World.accepted(VoucherCodec.standard().readRegistrarVoucherRequest(request));
  }

  private byte[] voucher(String serial, X509Certificate pin, Optional<Instant> expires) {
    return voucher(serial, pin, expires, Optional.empty(), Optional.empty());
  }

  private byte[] voucher(
      String serial,
      X509Certificate pin,
      Optional<Instant> expires,
      Optional<Nonce> nonce,
      Optional<IdevidIssuer> issuer) {
    var now = Instant.now();
    var leaves =
        new Voucher(
            Optional.of(now),
            expires,
            Optional.of(Assertion.VERIFIED),
            serial,
            issuer,
            Optional.of(pin),
            Optional.empty(),
            nonce,
            Optional.empty());
    return SignedArtifact.sign(
            leaves.toJson(),
            world.voucherCa,
            world.voucherCa.chain(),
            Optional.of(now),
            World.SUITE)
        .encoded();
  }

  private static Response given(byte[] voucher) {
    return Response.of(200, MediaTypes.VOUCHER_CMS_JSON, voucher);
  }

  private VoucherFetch beside() {
    return World.accepted(VoucherFetch.beside(folder, world.clock));
  }

  private Outcome fetch(String serial) throws Exception {
    return beside().fetch(new Wanted("maker", serial, Optional.empty()), BY);
  }

  private static Taken kept(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Kept.class);
    return ((Outcome.Kept) outcome).voucher();
  }

  private static Check refused(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).refusal().check();
  }

  private List<Line> stored() throws Exception {
    return World.accepted(beside().stored().list());
  }

  private String journal() throws Exception {
    var reply = ControlClient.exchange(folder.resolve("run/control"), Call.get("/journal"));
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private void configured(String line) throws Exception {
    world.registrar.close();
    var file = folder.resolve("brski.yaml");
    Files.writeString(file, Files.readString(file) + "\n" + line + "\n");
    world.start();
  }

  @Test
  @Proves({"RG-14", "RG-15"})
  void theMasaIsAskedWithoutNonceAndWithoutAPledgesRequest() throws Exception {
    assertThat(kept(fetch("4711")).replaced()).isFalse();

    var asked = read(world.masa.nextAsked());
    assertThat(asked.leaves().serialNumber()).isEqualTo("4711");
    assertThat(asked.leaves().createdOn()).isPresent();
    assertThat(asked.leaves().nonce()).isEmpty();
    assertThat(asked.leaves().priorSignedVoucherRequest()).isEmpty();
    assertThat(asked.leaves().assertion()).isEmpty();
    assertThat(asked.leaves().idevidIssuer()).isEmpty();
    assertThat(asked.leaves().proximityRegistrarCert()).isEmpty();
    assertThat(asked.artifact().certificates())
        .contains(world.domainRoot.leaf(), world.issuingCa.leaf());
    assertThat(stored()).singleElement().extracting(Line::state).isEqualTo(State.USABLE);
    assertThat(journal()).containsOnlyOnce("\"voucher-kept\"").contains(BY);
    assertThat(stored().getFirst().by()).isEqualTo(BY);
  }

  @Test
  @Proves("RG-15")
  void theIssuerIsNamedWhenItIsKnownAndRememberedForTheNextTime() throws Exception {
    var issuer = IdevidIssuer.of(world.device("4711").idevid.leaf());

    kept(beside().fetch(new Wanted("maker", "4711", Optional.of(issuer)), BY));

    assertThat(read(world.masa.nextAsked()).leaves().idevidIssuer()).contains(issuer);
    assertThat(stored().getFirst().idevidIssuer().map(IdevidIssuer::new)).contains(issuer);
  }

  @Test
  void itIsForTheDeviceOfTheIssuerThatWasNamed() throws Exception {
    inAdvance(_ -> given(voucher("4711", world.domainRoot.leaf(), Optional.empty())));
    var another = IdevidIssuer.of(world.voucherCa.leaf());
    kept(beside().fetch(new Wanted("maker", "4711", Optional.of(another)), BY));
    world.masa.close();

    try (var device = world.device("4711")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      assertThat(journal()).doesNotContain("voucher-kept-used");
    }
  }

  /** What a MASA may give that could not work. */
  enum Useless {
    WITH_A_NONCE(VoucherCheck.VOUCHER_NONCE),
    FOR_ANOTHER_DEVICE(VoucherCheck.VOUCHER_SERIAL),
    PINNING_ANOTHER_DOMAIN(VoucherCheck.HANDOVER_REGISTRAR),
    EXPIRED(VoucherCheck.VOUCHER_EXPIRED),
    TOO_LARGE(VoucherCheck.SIZE),
    NOISE(VoucherCheck.FORMAT);

    private final VoucherCheck check;

    Useless(VoucherCheck check) {
      this.check = check;
    }
  }

  private byte[] made(Useless useless) {
    var pin = world.domainRoot.leaf();
    return switch (useless) {
      case WITH_A_NONCE ->
          voucher(
              "4711",
              pin,
              Optional.empty(),
              Optional.of(Nonce.random(World.SUITE)),
              Optional.empty());
      case FOR_ANOTHER_DEVICE -> voucher("4712", pin, Optional.empty());
      case PINNING_ANOTHER_DOMAIN -> voucher("4711", world.voucherCa.leaf(), Optional.empty());
      case EXPIRED -> voucher("4711", pin, Optional.of(Instant.now().minusSeconds(60)));
      case TOO_LARGE -> new byte[60 * 1024 + 1];
      case NOISE -> "no voucher".getBytes(StandardCharsets.UTF_8);
    };
  }

  @ParameterizedTest
  @EnumSource(Useless.class)
  void whatCouldNotWorkIsNotKept(Useless useless) throws Exception {
    inAdvance(_ -> given(made(useless)));

    assertThat(refused(fetch("4711"))).isEqualTo(useless.check);
    world.registrar.close();
    assertThat(refused(fetch("4711"))).as("at rest").isEqualTo(useless.check);
    assertThat(stored()).isEmpty();
    world.start();
  }

  @Test
  void aSerialNumberInOtherLettersIsNotTheDevices() throws Exception {
    inAdvance(_ -> given(voucher("SN-1", world.domainRoot.leaf(), Optional.empty())));

    assertThat(refused(fetch("sn-1"))).isEqualTo(VoucherCheck.VOUCHER_SERIAL);
    assertThat(stored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 406, 415})
  @Proves("W2")
  void aRefusalOfTheMasaIsFinal(int status) throws Exception {
    inAdvance(_ -> Response.text(status, "not to you"));

    var outcome = fetch("4711");
    assertThat(refused(outcome)).isEqualTo(SetupCheck.VOUCHER_REFUSED);
    assertThat(outcome.toString()).contains("refused with " + status + ": not to you");
    assertThat(stored()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 302, 401, 405, 429, 500, 503, 504})
  @Proves("W2")
  void whatIsNoVoucherAndNoRefusalMayBeTriedAgain(int status) throws Exception {
    try (var elsewhere = new ScriptedPeer(World.tls(world.deviceRoot), world::voucher)) {
      inAdvance(
          _ ->
              Response.text(status, "later")
                  .withHeader("Location", "https://" + elsewhere.address() + "/"));

      assertThat(fetch("4711")).isInstanceOf(Outcome.NotNow.class);
      assertThat(elsewhere.timesAsked() + elsewhere.timesAudited()).isZero();
      assertThat(stored()).isEmpty();
    }
  }

  @Test
  void aVoucherOfAnotherMediaTypeIsNone() throws Exception {
    var good = voucher("4711", world.domainRoot.leaf(), Optional.empty());
    inAdvance(_ -> Response.of(200, "application/octet-stream", good));

    assertThat(fetch("4711"))
        .isInstanceOfSatisfying(
            Outcome.NotNow.class,
            vain -> assertThat(vain.reason()).contains("application/octet-stream"));
    assertThat(stored()).isEmpty();
  }

  @Test
  void aMasaThatCannotBeReachedAndAManufacturerThatIsNotTaken() throws Exception {
    assertThat(refused(beside().fetch(new Wanted("nobody", "4711", Optional.empty()), BY)))
        .isEqualTo(SetupCheck.NAME);
    world.masa.close();

    assertThat(fetch("4711")).isInstanceOf(Outcome.NotNow.class);
    assertThat(stored()).isEmpty();
  }

  @Test
  @Proves("RG-20")
  void whileTheMasaIsAwayADeviceGetsItsStoredVoucherUnchangedAndNoOtherDeviceDoes()
      throws Exception {
    var octets = voucher("4711", world.domainRoot.leaf(), Optional.empty());
    inAdvance(_ -> given(octets));
    kept(fetch("4711"));
    world.masa.close();
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      var request = device.voucherRequest();
      var reply = device.decision(request);

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).isEqualTo(octets);
      assertThat(reply.mediaType()).contains(MediaTypes.VOUCHER_CMS_JSON);
      assertThat(device.askForVoucher(request).body()).isEqualTo(octets);
      assertThat(journal()).containsOnlyOnce("\"voucher-kept-used\"");
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);

      assertThat(other.askForVoucher(other.voucherRequest()).status()).isEqualTo(202);
      assertThat(
              World.accepted(
                  new QueueView(folder, InstantSource.system())
                      .list(new Queue.Filter(true, Optional.empty(), Optional.of("4711")))))
          .as("nothing but the audit log is asked for")
          .extracting(Queue.Line::what)
          .doesNotContain("voucher-request");
    }
  }

  @Test
  void whatIsKeptAtRestIsUsedWhenTheRegistrarRuns() throws Exception {
    world.registrar.close();
    kept(fetch("4711"));
    world.masa.close();
    world.start();
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
    }
  }

  @Test
  void aMasaThatHasNoTimeOrIsAmissIsAsGoodAsAway() throws Exception {
    kept(fetch("4711"));
    kept(fetch("4712"));
    both(_ -> Response.text(500, "no"), _ -> Response.text(503, "later"));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
    }
    both(_ -> Response.text(500, "no"), _ -> Response.text(401, "who are you?"));
    try (var device = world.device("4712")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void aRefusalIsAnAnswer(int status) throws Exception {
    world.registrar.close();
    var settings = folder.resolve("brski.yaml");
    Files.writeString(
        settings, Files.readString(settings).replace("answer-within: 2s", "answer-within: 60s"));
    world.start();
    kept(fetch("4711"));
    both(_ -> Response.text(500, "no"), _ -> Response.text(status, "stolen"));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.decision(request).status()).isEqualTo(status);
      world.masa.close();
      assertThat(device.askForVoucher(request).status()).isEqualTo(status);
      assertThat(journal()).doesNotContain("voucher-kept-used");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {202, 429})
  void aMasaThatPutsADeviceOffIsThereUntilItIsAway(int status) throws Exception {
    var own = voucher("4711", world.domainRoot.leaf(), Optional.empty());
    both(_ -> given(own), _ -> Response.text(status, "not yet"));
    var queue = new QueueView(folder, InstantSource.system());
    var waiting = new Queue.Filter(true, Optional.empty(), Optional.of("4711"));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      do {
        assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      } while (World.accepted(queue.list(waiting)).getFirst().reason().isEmpty());
      kept(fetch("4711"));
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      assertThat(journal()).doesNotContain("voucher-kept-used");

      world.masa.close();
      World.accepted(queue.retry(Optional.empty()));
      assertThat(device.decision(request).status()).isEqualTo(200);
      assertThat(journal()).contains("voucher-kept-used");
    }
  }

  @Test
  void aMasaThatIsSilentMayBeAboutToRefuseAndIsWaitedFor() throws Exception {
    var octets = voucher("4711", world.domainRoot.leaf(), Optional.empty());
    var late = new CountDownLatch(1);
    both(
        _ -> given(octets),
        request -> {
          await(late);
          return world.voucher(request);
        });
    kept(fetch("4711"));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      late.countDown();
      awaitJournal("voucher-received");
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
      assertThat(device.askForVoucher(request).body()).isNotEqualTo(octets);
      assertThat(journal()).doesNotContain("voucher-kept-used");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing came within 60 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitJournal(String kind) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    long seen = 0;
    while (!journal().contains("\"" + kind + "\"")) {
      assertThat(System.nanoTime()).as("no line " + kind + " within 60 s").isLessThan(end);
      seen = journal().split("\"seq\"", -1).length - 1L;
      var _ =
          ControlClient.exchange(
              folder.resolve("run/control"), Call.get("/journal?wait=5&after=" + seen));
    }
  }

  @Test
  void anExpiredOneIsNotUsed() throws Exception {
    inAdvance(
        serial ->
            given(
                voucher(
                    serial,
                    world.domainRoot.leaf(),
                    Optional.of(Instant.now().plus(Duration.ofHours(1))))));
    assertThat(kept(fetch("4711")).expires()).isPresent();
    world.masa.close();
    world.registrar.close();
    world.clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));
    world.start();
    try (var log = LogLines.of("dev.brski.registrar");
        var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      assertThat(log.all())
          .anySatisfy(line -> assertThat(line).contains(VoucherCheck.VOUCHER_EXPIRED.id()));
    }
    assertThat(stored()).singleElement().extracting(Line::state).isEqualTo(State.EXPIRED);
    assertThat(journal()).doesNotContain("voucher-kept-used");
  }

  @Test
  void byPolicyNoneIsUsed() throws Exception {
    configured("stored-vouchers: never");
    kept(fetch("4711"));
    world.masa.close();
    assertNotUsed("4711", 202);
  }

  private void assertNotUsed(String serial, int status) throws Exception {
    try (var device = world.device(serial)) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(status);
      assertThat(device.askForVoucher(request).status()).isEqualTo(status);
    }
    assertThat(journal()).doesNotContain("voucher-kept-used");
  }

  @Test
  void aDeviceThatMayNotJoinGetsNone() throws Exception {
    configured("unknown-devices: refuse");
    kept(fetch("4711"));
    kept(fetch("4712"));
    world.masa.close();
    assertNotUsed("4711", 404);

    var view = new InventoryView(folder, InstantSource.system());
    World.accepted(
        view.take(
            "manufacturer,serial\nmaker,4712\n".getBytes(StandardCharsets.UTF_8),
            new ImportOrder(BY, false, false)));
    World.accepted(
        view.rule(
            new InventoryDesk.Ruling(
                false,
                Optional.empty(),
                Optional.of(new Named("4712", Optional.of("maker"))),
                BY,
                "stolen")));
    assertNotUsed("4712", 404);
  }

  @Test
  void oneForADeviceOfAnotherIssuerIsNotUsed() throws Exception {
    var stranger =
        World.ISSUER.credential(
            world.voucherCa,
            CertificateProfile.idevid("4711", "maker", World.VALIDITY.notBefore()));
    inAdvance(
        serial ->
            given(
                voucher(
                    serial,
                    world.domainRoot.leaf(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(IdevidIssuer.of(stranger.leaf())))));
    kept(fetch("4711"));
    world.masa.close();
    assertNotUsed("4711", 202);
  }

  @Test
  @Proves("RG-21")
  void oneThatDoesNotVouchForTheCredentialThatIsShownIsNotUsed() throws Exception {
    kept(fetch("4711"));
    world.registrar.close();
    Keyring.open(folder.resolve("keys"))
        .add(
            World.ISSUER.credential(
                world.voucherCa, CertificateProfile.registrar("registrar 2", World.VALIDITY)));
    assertThat(stored()).singleElement().extracting(Line::state).isEqualTo(State.OTHER_CREDENTIAL);
    world.masa.close();
    world.start();
    assertNotUsed("4711", 202);
  }

  @Test
  void aNewerOneTakesThePlaceOfTheOlderAndRemovedOnesAreGone() throws Exception {
    var vouchers = Collections.synchronizedList(new ArrayList<byte[]>());
    inAdvance(
        serial -> {
          var octets =
              voucher(
                  serial,
                  world.domainRoot.leaf(),
                  Optional.of(Instant.now().plus(Duration.ofDays(vouchers.size() + 1L))));
          vouchers.add(octets);
          return given(octets);
        });
    var first = kept(fetch("4711"));
    var second = kept(fetch("4711"));
    kept(fetch("4712"));
    assertThat(second.replaced()).isTrue();
    assertThat(second.expires().orElseThrow()).isAfter(first.expires().orElseThrow());
    assertThat(stored()).extracting(Line::serial).containsExactly("4711", "4712");

    var order = new Order(BY, "sold on");
    var wrong = beside().stored().remove(List.of("4712", "4713"), Optional.empty(), order);
    assertThat(wrong)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().check()).isEqualTo(SetupCheck.VOUCHER_UNKNOWN));
    assertThat(stored()).hasSize(2);
    World.accepted(beside().stored().remove(List.of("4712"), Optional.of("maker"), order));
    assertThat(stored()).extracting(Line::serial).containsExactly("4711");
    assertThat(journal()).containsOnlyOnce("voucher-kept-removed").contains("sold on");

    world.masa.close();
    assertNotUsed("4712", 202);
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).body()).isEqualTo(vouchers.get(1));
    }
  }

  @Test
  @Proves({"AU-3", "AU-9"})
  void aPolicyThatKeepsTheVoucherForItsLogGoesOnDoingSo() throws Exception {
    world.policy("no-log: hold");
    var octets = voucher("4711", world.domainRoot.leaf(), Optional.empty());
    inAdvance(_ -> given(octets));
    kept(fetch("4711"));
    var port = world.masa.address().port();
    world.masa.close();
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      assertThat(journal()).contains("voucher-kept-used");
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);

      try (var back = new ScriptedPeer(World.tls(world.deviceRoot), port, world::voucher)) {
        back.auditScript(_ -> Response.of(200, MediaTypes.JSON, ownFetch()));
        assertThat(device.decision(request).body()).isEqualTo(octets);
      }
      assertThat(journal()).contains("audit-log-clear").doesNotContain("audit-log-held");
    }
  }

  /** The MASA's log of the voucher that was fetched: ours, now, without a nonce. */
  private byte[] ownFetch() {
    var domain = AuditLog.domainId(world.domainRoot.leaf());
    return "{\"version\":1,\"events\":[{\"date\":\"%s\",\"domainID\":\"%s\",\"nonce\":null,\"assertion\":\"verified\"}]}"
        .formatted(Instant.now(), domain)
        .getBytes(StandardCharsets.UTF_8);
  }
}
