package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.AuditDesk;
import dev.brski.registrar.control.AuditView;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.trust.Certificates;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A registrar asks for audit logs, judges them, and acts on what it finds. */
class AuditTest extends InWorld {

  private static final AuditDesk.Wanted DEVICE =
      new AuditDesk.Wanted("4711", Optional.empty(), Optional.empty());
  private static final Order ORDER = new Order("operator", "bought second-hand");
  private static final String THEIRS = "dGhlaXJzIGlzIGl0";

  private AuditView view;

  @BeforeEach
  void build() throws Exception {
    view = new AuditView(folder, InstantSource.system());
  }

  @Test
  @Proves("AU-1")
  void theLogIsAskedForWithTheVeryRequestThatGotTheVoucher() throws Exception {
    world.masa.auditScript(request -> json(log(own(request))));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);

      var asked = world.masa.nextAudited();
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.body()).isEqualTo(world.masa.nextAsked());
      assertThat(asked.mediaType()).contains(MediaTypes.VOUCHER_CMS_JSON);
      assertThat(asked.accepts(MediaTypes.JSON)).isTrue();
      var sheet = World.accepted(view.show(DEVICE));
      assertThat(sheet.state()).isEqualTo("cleared");
      assertThat(sheet.entries()).hasSize(1);
      assertThat(sheet.entries().getFirst().own()).isTrue();
      assertThat(sheet.entries().getFirst().sent()).isTrue();
      assertThat(world.masa.timesAudited()).as("asked once").isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/logs/x7?y=1", "https://HOST/logs/x7?y=1", "HTTPS://HOST/logs/x7?y=1"})
  @Proves("AU-2")
  void aLogThatIsPreparedElsewhereIsFetchedFromTheSameMasa(String location) throws Exception {
    world.policy("other-domains: refuse");
    world.masa.auditScript(
        request ->
            request.method().equals("GET")
                ? json(log(theirs("2020-01-01T00:00:00Z", "\"x-nonce-x\"")))
                : Response.empty(201).withHeader("Location", placed(location)));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(406);
      assertThat(world.masa.nextAudited().method()).isEqualTo("POST");
      var fetched = world.masa.nextAudited();
      assertThat(fetched.method()).isEqualTo("GET");
      assertThat(fetched.path()).isEqualTo("/logs/x7");
      assertThat(fetched.query()).containsEntry("y", "1");
      assertThat(fetched.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://HOST/logs/x7",
        "https://OTHER/logs/x7",
        "https://user@HOST/logs/x7",
        "//OTHER/logs/x7",
        "file:///etc/passwd",
        "https://HOST",
        "%%%",
      })
  @Proves("AU-2")
  void noOtherPlaceIsEverAsked(String location) throws Exception {
    world.policy("unreadable-log: refuse");
    try (var other = new ScriptedPeer(World.tls(world.deviceRoot), world::voucher)) {
      var elsewhere = location.replace("OTHER", other.address().toString());
      world.masa.auditScript(
          request ->
              request.method().equals("GET")
                  ? json(log())
                  : Response.empty(201).withHeader("Location", placed(elsewhere)));
      try (var device = world.device("4711")) {
        assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(406);
      }
      assertThat(other.timesAudited() + other.timesAsked()).isZero();
      assertThat(world.masa.nextAudited().method()).isEqualTo("POST");
      assertThat(world.masa.timesAudited()).isZero();
    }
  }

  @Test
  @Proves("AU-2")
  void aSecondPlaceIsNotGoneTo() throws Exception {
    world.policy("unreadable-log: refuse");
    var times = new AtomicInteger();
    world.masa.auditScript(
        _ -> Response.empty(201).withHeader("Location", "/log/" + times.incrementAndGet()));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(406);
    }
    assertThat(times).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({"404, allow, 200", "405, allow, 200", "404, refuse, 406", "403, refuse, 406"})
  @Proves("AU-3")
  void aMasaWithoutLogIsAMatterOfPolicy(int masaSays, String ruling, int deviceGets)
      throws Exception {
    world.policy("no-log: " + ruling);
    world.masa.auditScript(_ -> Response.text(masaSays, "none"));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(deviceGets);
      assertThat(World.accepted(view.show(DEVICE)).reason().orElseThrow())
          .contains("gives no audit log: it answered " + masaSays);
    }
  }

  @Test
  @Proves({"AU-3", "RG-22"})
  void aDeviceThatIsHeldWaitsForAnOperatorAndGoesOn() throws Exception {
    world.policy("no-log: hold");
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      awaitJournal("audit-log-held");
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      var line =
          World.accepted(new RegistrarView(folder, InstantSource.system()).devices()).getFirst();
      assertThat(line.state()).startsWith("held");
      assertThat(line.waitsFor().orElseThrow()).contains("brski registrar audit --serial 4711");

      var decided = World.accepted(view.decide(DEVICE, true, ORDER));
      assertThat(decided.before()).contains("held");
      assertThat(device.decision(request).status()).isEqualTo(200);
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);
      assertThat(refusedCheck(view.decide(DEVICE, true, ORDER))).isEqualTo(SetupCheck.AUDIT_OVER);
    }
  }

  @Test
  @Proves({"AU-6", "AU-7", "RG-22"})
  void aViolationWithholdsTheVoucherAndSaysWhichEntry() throws Exception {
    world.policy("other-domains: refuse");
    world.masa.auditScript(
        request -> json(log(own(request), theirs("2020-01-01T00:00:00Z", "\"x-nonce-x\""))));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      var told = device.decision(request);
      assertThat(told.status()).isEqualTo(406);
      assertThat(told.explanation()).contains("history").doesNotContain(THEIRS);
      assertThat(awaitJournal("audit-log-refused")).contains("entry 2 is of the domain " + THEIRS);
      var sheet = World.accepted(view.show(DEVICE));
      assertThat(sheet.state()).isEqualTo("refused");
      assertThat(sheet.entries().get(0).findings()).isEmpty();
      assertThat(sheet.entries().get(1).findings())
          .extracting(AuditDesk.Remark::ruling)
          .contains("refuse");
      var answer = device.cmp(device.ir(true));
      assertNotAuthorized(answer);

      assertThat(World.accepted(view.decide(DEVICE, true, ORDER)).advice())
          .contains("may begin anew");
      assertThat(device.askForVoucher(request).status()).isEqualTo(406);
      assertThat(device.decision(device.voucherRequest()).status())
          .as("the entry was accepted")
          .isEqualTo(200);
      assertThat(world.masa.timesAudited()).as("each exchange asks anew").isEqualTo(2);
    }
  }

  @Test
  @Proves({"AU-6", "AU-1"})
  void aLogThatComesLateAndIsBadBlocksTheEnrollment() throws Exception {
    world.policy("other-domains: refuse");
    world.masa.auditScript(_ -> Response.text(503, "later").withHeader("Retry-After", "300"));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      var ir = device.ir(false);
      assertThat(device.cmp(ir).type()).isEqualTo(BodyType.ip);
      world.masa.auditScript(_ -> json(log(theirs("2020-01-01T00:00:00Z", "\"x-nonce-x\""))));
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      awaitJournal("audit-log-refused");

      assertNotAuthorized(device.cmp(ir));
      assertNotAuthorized(device.cmp(device.ir(true)));
      assertThat(awaitJournal("certificate-request-withdrawn")).contains("audit log");
    }
  }

  @Test
  @Proves("AU-6")
  void anEnrollmentIsKeptWaitingWhileTheDeviceIsHeld() throws Exception {
    world.policy("other-domains: hold");
    world.masa.auditScript(_ -> Response.text(503, "later").withHeader("Retry-After", "300"));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      world.masa.auditScript(_ -> json(log(theirs("2020-01-01T00:00:00Z", "\"x-nonce-x\""))));
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      awaitJournal("audit-log-held");

      var ir = device.ir(true).encoded();
      var held = device.post(ir);
      assertThat(held.status()).isEqualTo(503);
      assertThat(held.header("retry-after").orElseThrow()).matches("[1-9][0-9]?");
      assertThat(world.authority.timesAsked()).isZero();
      World.accepted(view.decide(DEVICE, true, ORDER));
      assertThat(World.accepted(CmpMessage.parse(device.post(ir).body(), CmpLimits.standard())))
          .extracting(CmpMessage::type)
          .isEqualTo(BodyType.ip);
    }
  }

  @Test
  @Proves("AU-6")
  void aDeviceThatIsHeldGetsNoCertificateByBeginningAnew() throws Exception {
    world.policy("other-domains: hold");
    var logIsReady = new CountDownLatch(1);
    var certificateIsReady = new CountDownLatch(1);
    world.masa.auditScript(
        _ -> {
          await(logIsReady);
          return json(log(theirs("2020-01-01T00:00:00Z", "\"x-nonce-x\"")));
        });
    world.authority.script(
        request -> {
          await(certificateIsReady);
          return world.issue(request);
        });
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      var waiting = device.cmp(device.ir(true));
      logIsReady.countDown();
      awaitJournal("audit-log-held");
      var poll = device.composer().pollReq(waiting, 0);
      assertThat(device.post(poll.encoded()).status()).isEqualTo(503);

      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      certificateIsReady.countDown();
      awaitJournal("certificate-issued");
      assertNotAuthorized(device.cmp(device.composer().pollReq(waiting, 0)));
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

  @Test
  @Proves({"AU-3", "RG-22"})
  void aDeviceThatIsHeldGetsNoVoucherByRejectingIt() throws Exception {
    world.policy("no-log: hold");
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      awaitJournal("audit-log-held");
      device.status("voucher_status", "{\"version\":1,\"status\":false}");
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      World.accepted(view.decide(DEVICE, true, ORDER));
      assertThat(device.decision(request).status()).isEqualTo(200);
    }
  }

  @Test
  @Proves("RG-22")
  void anOperatorDecidesAboutTheLogThatWasSeen() throws Exception {
    world.policy("other-domains: hold");
    world.masa.auditScript(_ -> Response.text(503, "later").withHeader("Retry-After", "300"));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      world.masa.auditScript(_ -> json(log(theirs("2020-01-01T00:00:00Z", "\"x-nonce-x\""))));
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      awaitJournal("audit-log-held");
      var held = World.accepted(view.show(DEVICE));

      world.masa.auditScript(request -> json(log(own(request))));
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      var newest = World.accepted(view.show(DEVICE));
      assertThat(newest.state()).isEqualTo("cleared");
      assertThat(newest.othersHeld()).containsExactly(held.exchange());
      assertThat(refusedCheck(view.decide(DEVICE, true, ORDER))).isEqualTo(SetupCheck.AUDIT_OVER);
      assertThat(World.accepted(view.show(exchange(held.exchange()))))
          .extracting(AuditDesk.Sheet::state, sheet -> sheet.entries().size())
          .containsExactly("held", 1);
      assertThat(refusedCheck(view.show(exchange("another")))).isEqualTo(SetupCheck.AUDIT_UNKNOWN);
      assertThat(
              refusedCheck(
                  view.decide(
                      new AuditDesk.Wanted("4712", Optional.empty(), Optional.of(held.exchange())),
                      true,
                      ORDER)))
          .isEqualTo(SetupCheck.AUDIT_UNKNOWN);

      var decided = World.accepted(view.decide(exchange(held.exchange()), true, ORDER));
      assertThat(decided.exchange()).isEqualTo(held.exchange());
      assertThat(World.accepted(view.show(DEVICE)).othersHeld()).isEmpty();
    }
  }

  @Test
  @Proves("RG-22")
  void aLogThatNobodyHasSeenIsNotAcceptedWithAnother() throws Exception {
    world.policy("no-log: hold");
    try (var device = world.device("4711")) {
      device.askForVoucher(device.voucherRequest());
      awaitJournal("audit-log-held");
      var seen = World.accepted(view.show(DEVICE)).exchange();

      world.masa.auditScript(_ -> Response.text(503, "later").withHeader("Retry-After", "300"));
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      while (World.accepted(view.show(DEVICE)).exchange().equals(seen)) {
        world.masa.nextAudited();
      }
      assertThat(refused(view.decide(DEVICE, true, ORDER)).cause()).contains("is not here yet");
      assertThat(refusedCheck(view.decide(exchange(seen), true, ORDER)))
          .isEqualTo(SetupCheck.AUDIT_OVER);
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
    }
  }

  @Test
  @Proves({"AU-1", "RG-23"})
  void aLogThatWasNotThereIsAskedForOnceMoreAfterTheVoucherStatus() throws Exception {
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      var first = world.masa.nextAudited();
      world.masa.auditScript(_ -> json(log(own(first))));
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      assertThat(world.masa.nextAudited().body()).isEqualTo(first.body());
      awaitJournal("audit-log-clear");
    }
  }

  @Test
  @Proves("AU-5")
  void whatIsNoLogIsAMatterOfPolicyAndANewerOneIsRead() throws Exception {
    world.policy("unreadable-log: refuse");
    world.masa.auditScript(
        request ->
            json(log(own(request)).replace("\"version\":1", "\"version\":\"2\",\"more\":{}")));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
    }
    world.masa.auditScript(_ -> json("{\"version\":1}"));
    try (var device = world.device("4712")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(406);
    }
    world.masa.auditScript(_ -> json(log(theirs("x".repeat(1_200_000), "null"))));
    try (var device = world.device("4713")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(406);
    }
  }

  @ParameterizedTest
  @CsvSource({"200000, 8995-5.8.3-nonceless", "1200000, readable", "2200000, readable"})
  @Proves("AU-5")
  void whoeverPadsALogHidesNothingInIt(int padding, String check) throws Exception {
    world.masa.auditScript(
        request ->
            json(log(own(request), entry("2020-01-01T00:00:00Z", "x".repeat(padding), "null"))));
    try (var device = world.device("4711")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      assertThat(awaitJournal("audit-log-held")).contains(padding < 1 << 20 ? check : "MASA");
      var sheet = World.accepted(view.show(DEVICE));
      assertThat(sheet.state()).isEqualTo("held");
      assertThat(
              Stream.concat(
                  sheet.findings().stream(),
                  sheet.entries().stream().flatMap(entry -> entry.findings().stream())))
          .anySatisfy(
              remark -> {
                assertThat(remark.check()).endsWith(check);
                assertThat(remark.ruling()).isEqualTo("hold");
              });
    }
  }

  @Test
  void aLogBeyondAllBoundsDelaysNoOtherDevice() throws Exception {
    world.policy("other-domains: refuse");
    world.masa.auditScript(
        request ->
            request.body().length == 0
                ? Response.empty(404)
                : json("[" + "0,".repeat(1 << 20) + "0]"));
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      device.askForVoucher(device.voucherRequest());
      world.masa.nextAudited();
      world.masa.auditScript(request -> json(log(own(request))));
      assertThat(other.decision(other.voucherRequest()).status()).isEqualTo(200);
    }
  }

  @Test
  @Proves("AU-3")
  void aLogThatBreaksOffEachTimeIsGivenUpInTime() throws Exception {
    var ahead = new AtomicReference<>(Duration.ZERO);
    world.clock = () -> Instant.now().plus(ahead.get());
    world.policy("log-within: 1h");
    world.masa.auditScript(_ -> withMoreFieldsThanAreRead(json(log())));
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      awaitJournal("audit-log-passed-over");
      ahead.set(Duration.ofHours(2));
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      awaitJournal("audit-log-missing", 6);
      assertThat(
              World.accepted(
                  new QueueView(folder, InstantSource.system())
                      .list(new Queue.Filter(true, Optional.empty(), Optional.empty()))))
          .isEmpty();
    }
  }

  @Test
  void theQueueShowsTheQuestionAndARegistrarAtRestIsSeenAndChanged() throws Exception {
    world.policy("no-log: hold");
    world.masa.auditScript(_ -> Response.text(500, "out of order"));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      awaitJournal("voucher-received");
      assertThat(
              World.accepted(
                  new QueueView(folder, InstantSource.system())
                      .list(new Queue.Filter(true, Optional.empty(), Optional.empty()))))
          .extracting(Queue.Line::what)
          .containsExactly("audit-log request");
      world.registrar.close();
      assertThat(World.accepted(view.show(DEVICE)).state()).isEqualTo("awaited");
      assertThat(refused(view.decide(DEVICE, true, ORDER)).cause()).contains("is not here yet");
      World.accepted(view.decide(DEVICE, false, ORDER));
      assertThat(
              refusedCheck(
                  view.show(new AuditDesk.Wanted("nobody", Optional.empty(), Optional.empty()))))
          .isEqualTo(SetupCheck.AUDIT_UNKNOWN);
      world.start();
      try (var again = device.anew()) {
        assertThat(again.askForVoucher(request).status()).isEqualTo(406);
      }
    }
  }

  @Test
  void whereNoLogIsAskedForNothingWaits() throws Exception {
    world.policy("ask: never", "no-log: refuse");
    try (var device = world.device("4711")) {
      assertThat(device.decision(device.voucherRequest()).status()).isEqualTo(200);
      device.status("voucher_status", "{\"version\":1,\"status\":true}");
      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);
    }
    assertThat(world.masa.timesAudited()).isZero();
  }

  /** Waits for a line of the journal, and gives it as it is told. */
  private String awaitJournal(String kind) throws Exception {
    return awaitJournal(kind, 30);
  }

  private String awaitJournal(String kind, int most) throws Exception {
    for (int times = 0; times < most; times++) {
      var all = journal("/journal");
      var found = all.lastIndexOf("\"kind\":\"" + kind + "\"");
      if (found >= 0) {
        int end = all.indexOf("\"kind\"", found + 1);
        return end < 0 ? all.substring(found) : all.substring(found, end);
      }
      var last = all.lastIndexOf("\"seq\":");
      var seq = last < 0 ? "0" : all.substring(last + 6, all.indexOf(',', last));
      journal("/journal?wait=10&after=" + seq);
    }
    throw new AssertionError("no line " + kind + " in " + journal("/journal"));
  }

  private String journal(String path) throws Exception {
    var reply = ControlClient.exchange(folder.resolve("run/control"), Call.get(path));
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private String placed(String location) {
    return location.replace("HOST", world.masa.address().toString());
  }

  private static Response withMoreFieldsThanAreRead(Response response) {
    var more = response;
    for (int number = 0; number < 100; number++) {
      more = more.withHeader("X-" + number, "x");
    }
    return more;
  }

  private static Response json(String text) {
    return Response.of(200, "application/json", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String log(String... entries) {
    return "{\"version\":1,\"events\":[" + String.join(",", entries) + "]}";
  }

  private static String theirs(String date, String nonce) {
    return entry(date, THEIRS, nonce);
  }

  /** The entry of the voucher that a registrar asks about. */
  private String own(Request request) {
    var asked = World.accepted(VoucherCodec.standard().readRegistrarVoucherRequest(request.body()));
    var pin = Certificates.subjectKeyIdentifier(world.domainRoot.leaf()).orElseThrow();
    return entry(
        Instant.now().toString(),
        Base64.getEncoder().encodeToString(pin),
        '"' + asked.leaves().nonce().orElseThrow().text() + '"');
  }

  private static String entry(String date, String domain, String nonce) {
    return "{\"date\":\"%s\",\"domainID\":\"%s\",\"nonce\":%s,\"assertion\":\"proximity\"}"
        .formatted(date, domain, nonce);
  }

  private static AuditDesk.Wanted exchange(String id) {
    return new AuditDesk.Wanted("4711", Optional.empty(), Optional.of(id));
  }

  private static Object refusedCheck(Verdict<?> verdict) {
    return refused(verdict).check();
  }

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted: " + value);
      case Verdict.Refused<?>(var refusal) -> refusal;
    };
  }

  private static void assertNotAuthorized(CmpMessage message) {
    assertThat(message.type()).isEqualTo(BodyType.error);
    assertThat(((Body.ErrorBody) message.body()).status().failInfo())
        .containsExactly(FailInfo.notAuthorized);
  }
}
