package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.inventory.InventoryCheck;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.InventoryDesk.Decided;
import dev.brski.registrar.control.InventoryDesk.Ruling;
import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.control.JoinCheck;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.control.RegistrarView;
import dev.brski.registrar.onboarding.JoinRequests.Pending;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.onboarding.Register;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.Reply;
import dev.brski.wire.Response;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may join: those whom the inventory, a list or a person names, asked anew each time. */
class JoinTest extends InWorld {

  private static final String TOLD = "this device is not taken here";

  private final AtomicInteger askedOfMasa = new AtomicInteger();
  private final AtomicInteger askedOfAuthority = new AtomicInteger();
  private InventoryView view;

  @BeforeEach
  void build() throws Exception {
    view = new InventoryView(folder, InstantSource.system());
    world.masa.script(
        request -> {
          askedOfMasa.incrementAndGet();
          return world.voucher(request);
        });
    world.authority.script(
        request -> {
          askedOfAuthority.incrementAndGet();
          return world.issue(request);
        });
  }

  private void configured(String file, String... lines) throws Exception {
    world.registrar.close();
    var settings = folder.resolve(file);
    Files.writeString(
        settings, Files.readString(settings) + "\n" + String.join("\n", lines) + "\n");
    world.start();
  }

  private ImportReport inventory(String... lines) throws Exception {
    var csv = "manufacturer,serial,valid-until\n" + String.join("\n", lines) + "\n";
    return World.accepted(
        view.take(csv.getBytes(StandardCharsets.UTF_8), new ImportOrder("olga", true, false)));
  }

  private Verdict<Decided> rule(boolean approve, String serial) throws Exception {
    return view.rule(
        new Ruling(
            approve,
            Optional.empty(),
            Optional.of(new Named(serial, Optional.empty())),
            "olga",
            "seen on the rack"));
  }

  private Verdict<Decided> ruleById(boolean approve, String id) throws Exception {
    return view.rule(
        new Ruling(approve, Optional.of(id), Optional.empty(), "olga", "seen on the rack"));
  }

  private Pending held() throws Exception {
    var pending = World.accepted(view.pending());
    assertThat(pending).hasSize(1);
    return pending.getFirst();
  }

  private Register.Line listed(String serial) throws Exception {
    return World.accepted(new RegistrarView(folder, InstantSource.system()).devices()).stream()
        .filter(line -> line.serial().equals(serial))
        .findFirst()
        .orElseThrow();
  }

  private String journal() throws Exception {
    var reply = ControlClient.exchange(folder.resolve("run/control"), Call.get("/journal"));
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted: " + value);
      case Verdict.Refused<?>(Refusal refusal) -> refusal;
    };
  }

  private static void assertTurnedAway(Reply reply) {
    assertThat(reply.status()).isEqualTo(404);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualToIgnoringWhitespace(TOLD);
  }

  private static void assertNotAuthorized(CmpMessage message) {
    assertThat(message.type()).isEqualTo(BodyType.error);
    assertThat(((Body.ErrorBody) message.body()).status().failInfo())
        .containsExactly(FailInfo.notAuthorized);
  }

  @Test
  @Proves("RG-12")
  void aDeviceThatNothingNamesIsTurnedAwayAndOneOfTheInventoryIsNot() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    try (var device = world.device("4711");
        var named = world.device("4712")) {
      inventory("maker,4712,");
      var request = device.voucherRequest();

      assertTurnedAway(device.askForVoucher(request));
      assertThat(askedOfMasa).hasValue(0);
      assertThat(World.accepted(new RegistrarView(folder, InstantSource.system()).devices()))
          .isEmpty();
      named.imprint();

      inventory("maker,4711,", "maker,4712,");
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
    }
  }

  @Test
  @Proves("RG-12")
  void theInventoryNamesADeviceOfOneManufacturerAndForSoLong() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    var report = inventory("other,4711,", "maker,4712,2020-01-01", "maker,4713,2080-01-01");
    assertThat(report.untaken()).containsExactly("other");
    for (var serial : List.of("4711", "4712")) {
      try (var device = world.device(serial)) {
        assertTurnedAway(device.askForVoucher(device.voucherRequest()));
      }
    }
    try (var device = world.device("4713")) {
      device.imprint();
    }
  }

  @Test
  @Proves({"RG-12", "RG-19"})
  void aHeldDeviceGoesOnByItselfOnceItIsApproved() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      for (int time = 0; time < 2; time++) {
        var told = device.askForVoucher(request);
        assertThat(told.status()).isEqualTo(202);
        assertThat(told.header("retry-after").orElseThrow()).matches("[1-9][0-9]?");
      }
      assertThat(askedOfMasa).hasValue(0);
      assertThat(journal()).containsOnlyOnce("device-held");
      var held = held();
      assertThat(held.serial()).isEqualTo("4711");
      assertThat(held.manufacturer()).isEqualTo("maker");
      assertThat(held.subject()).contains("4711");
      assertThat(listed("4711").state()).isEqualTo("held");
      assertThat(listed("4711").waitsFor().orElseThrow()).contains("a person");

      var decided = World.accepted(ruleById(true, held.id()));

      assertThat(decided.ruling()).isEqualTo("approved");
      assertThat(listed("4711").state()).isEqualTo("approved");
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
      assertThat(World.accepted(view.pending())).isEmpty();
      assertThat(journal()).contains("device-approved", "olga", "seen on the rack");
      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);
      assertThat(refused(ruleById(true, held.id())).check()).isEqualTo(JoinCheck.SETTLED);
    }
  }

  @Test
  @Proves("RG-12")
  void aDeniedDeviceIsTurnedAwayUntilItIsApproved() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      World.accepted(ruleById(false, held().id()));

      assertTurnedAway(device.askForVoucher(request));
      inventory("maker,4711,");
      assertTurnedAway(device.askForVoucher(request));
      assertThat(askedOfMasa).hasValue(0);
      assertThat(listed("4711").state()).isEqualTo("denied: seen on the rack");

      World.accepted(rule(true, "4711"));
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
    }
  }

  @Test
  @Proves("RG-12")
  void anOldVoucherIsNotReplayedToADeviceThatIsDenied() throws Exception {
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
      World.accepted(rule(false, "4711"));

      assertTurnedAway(device.askForVoucher(request));
      assertNotAuthorized(device.cmp(device.ir(true)));
      assertThat(askedOfAuthority).hasValue(0);
      assertThat(journal()).contains("voucher-request-withdrawn");
    }
  }

  @Test
  @Proves("RG-12")
  void aDeviceThatLeftTheInventoryAfterItsVoucherGetsNoCertificate() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    inventory("maker,4711,");
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      World.accepted(view.remove(List.of(named("4711")), "olga", "sold"));

      var told = device.cmp(ir);
      assertNotAuthorized(told);
      assertThat(((Body.ErrorBody) told.body()).status().toString()).contains(TOLD);
      inventory("maker,4711,2020-01-01");
      assertNotAuthorized(device.cmp(ir));
      assertThat(askedOfAuthority).hasValue(0);

      inventory("maker,4711,2080-01-01");
      assertThat(device.cmp(ir).type()).isEqualTo(BodyType.ip);
      assertThat(askedOfAuthority).hasValue(1);

      inventory();
      assertNotAuthorized(device.cmp(ir));
      assertThat(askedOfAuthority).hasValue(1);
    }
  }

  @Test
  @Proves("RG-12")
  void aMemberThatWasTurnedAwayIsNotRenewedButMayGiveUpItsCertificate() throws Exception {
    try (var device = world.device("4711");
        var member = device.enrolled()) {
      World.accepted(rule(false, "4711"));
      askedOfAuthority.set(0);
      assertNotAuthorized(member.cmp(member.kur()));
      assertThat(askedOfAuthority).hasValue(0);
      assertThat(member.cmp(member.rr()).type()).isEqualTo(BodyType.rp);
      assertThat(listed("4711").state()).startsWith("denied");
    }
  }

  @Test
  @Proves("RG-12")
  void aDenialStandsAgainstACertificateThatCameByAnotherRegistrar() throws Exception {
    try (var device = world.device("4711");
        var member = device.enrolled();
        var renewedElsewhere = world.member("4711")) {
      assertThat(member.serialNumber).isEqualTo("4711");
      assertThat(renewedElsewhere.cmp(renewedElsewhere.kur()).type()).isEqualTo(BodyType.kup);
      World.accepted(rule(false, "4711"));
      askedOfAuthority.set(0);
      assertNotAuthorized(renewedElsewhere.cmp(renewedElsewhere.kur()));
      assertNotAuthorized(member.cmp(member.kur()));
      assertThat(askedOfAuthority).hasValue(0);
    }
  }

  @Test
  @Proves("RG-12")
  void aMemberWhoseMakerNobodyKnowsHereCanBeDeniedToo() throws Exception {
    try (var member = world.member("4713")) {
      assertThat(member.cmp(member.kur()).type()).isEqualTo(BodyType.kup);
      World.accepted(rule(false, "4713"));
      askedOfAuthority.set(0);
      assertNotAuthorized(member.cmp(member.kur()));
      assertThat(askedOfAuthority).hasValue(0);
    }
  }

  @Test
  @Proves("CMP-R18")
  void aDenialEndsNoRevocationThatWaits() throws Exception {
    try (var device = world.device("4711");
        var member = device.enrolled()) {
      world.authority.script(_ -> Response.text(503, "later"));
      var rr = member.rr();
      var waiting = member.cmp(rr);
      World.accepted(rule(false, "4711"));
      world.authority.script(world::issue);
      World.accepted(new QueueView(folder, InstantSource.system()).retry(Optional.empty()));
      var last = member.cmp(member.composer().pollReq(waiting, -1));
      if (last.type() == BodyType.pollRep) {
        last = member.polled(last, -1);
      }
      assertThat(last.type()).isEqualTo(BodyType.rp);
    }
  }

  @Test
  @Proves("RG-12")
  void aDeviceThatWasHeldOnceIsNotRenewedForThat() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    try (var device = world.device("4711")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      inventory("maker,4711,");
      try (var member = device.enrolled()) {
        world.registrar.close();
        var settings = folder.resolve("brski.yaml");
        Files.writeString(
            settings,
            Files.readString(settings).replace("unknown-devices: hold", "unknown-devices: refuse"));
        world.start();
        inventory();
        try (var again = world.new Device("4711", member.idevid)) {
          assertNotAuthorized(again.cmp(again.kur()));
        }
      }
    }
  }

  @Test
  void aRevokedOldCertificateDoesNotMakeAMemberLookRevoked() throws Exception {
    try (var device = world.device("4711");
        var member = device.enrolled()) {
      assertThat(member.cmp(member.kur()).type()).isEqualTo(BodyType.kup);
      assertThat(member.cmp(member.rr()).type()).isEqualTo(BodyType.rp);
      assertThat(listed("4711").state()).isEqualTo("certificate renewed");
    }
  }

  @Test
  @Proves("RG-12")
  void aMemberThatLeftTheInventoryIsNotRenewed() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    inventory("maker,4711,");
    try (var device = world.device("4711");
        var member = device.enrolled()) {
      inventory();
      askedOfAuthority.set(0);
      assertNotAuthorized(member.cmp(member.kur()));
      assertThat(askedOfAuthority).hasValue(0);
      inventory("maker,4711,");
      assertThat(member.cmp(member.kur()).type()).isEqualTo(BodyType.kup);
      assertThat(listed("4711").state()).isEqualTo("certificate renewed");
    }
  }

  @Test
  void whoIsToBeHeldGetsNoCertificateButIsShown() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    inventory("maker,4711,");
    try (var device = world.device("4711")) {
      device.imprint();
      inventory();
      var ir = device.ir(true);
      assertNotAuthorized(device.cmp(ir));
      assertThat(askedOfAuthority).hasValue(0);
      World.accepted(ruleById(true, held().id()));
      assertThat(device.cmp(ir).type()).isEqualTo(BodyType.ip);
    }
  }

  @Test
  void aDenialEndsWhatIsUnderWay() throws Exception {
    world.authority.script(_ -> Response.text(503, "later"));
    try (var device = world.device("4711")) {
      device.imprint();
      var waiting = device.cmp(device.ir(true));

      var decided = World.accepted(rule(false, "4711"));

      assertThat(decided.ended()).hasSize(1);
      assertNotAuthorized(device.cmp(device.composer().pollReq(waiting, 0)));
      assertThat(
              World.accepted(
                  new QueueView(folder, InstantSource.system())
                      .list(new Queue.Filter(true, Optional.empty(), Optional.empty()))))
          .isEmpty();
    }
  }

  @Test
  @Proves("RG-12")
  void aCertificateThatWaitsForADeviceIsNotHandedOutOnceItIsDenied() throws Exception {
    try (var device = world.device("4711")) {
      var waiting = issuedMeanwhile(device);

      var decided = World.accepted(rule(false, "4711"));

      assertThat(decided.ended()).as("the operation had ended with a certificate").isEmpty();
      assertThat(decided.certificates()).singleElement().asString().matches("[0-9a-f]+");
      assertNotAuthorized(device.cmp(device.composer().pollReq(waiting, 0)));
      World.accepted(rule(true, "4711"));
      assertThat(device.cmp(device.composer().pollReq(waiting, 0)).type()).isEqualTo(BodyType.ip);
    }
  }

  @Test
  @Proves("RG-12")
  void aCertificateThatWaitsForADeviceIsNotHandedOutOnceItLeftTheInventory() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    inventory("maker,4711,");
    try (var device = world.device("4711")) {
      var waiting = issuedMeanwhile(device);
      World.accepted(view.remove(List.of(named("4711")), "olga", "sold"));

      assertNotAuthorized(device.cmp(device.composer().pollReq(waiting, 0)));
      inventory("maker,4711,");
      assertThat(device.cmp(device.composer().pollReq(waiting, 0)).type()).isEqualTo(BodyType.ip);
    }
  }

  @Test
  void whoIsToBeHeldPollsOnAndGoesOnOnceItIsApproved() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    inventory("maker,4711,");
    try (var device = world.device("4711")) {
      var waiting = issuedMeanwhile(device);
      inventory();
      var told = device.post(device.composer().pollReq(waiting, 0).encoded());
      assertThat(told.status()).isEqualTo(503);
      assertThat(told.header("retry-after").orElseThrow()).matches("[1-9][0-9]?");
      World.accepted(ruleById(true, held().id()));
      assertThat(device.cmp(device.composer().pollReq(waiting, 0)).type()).isEqualTo(BodyType.ip);
    }
  }

  @Test
  @Proves("RG-12")
  void nothingIsConfirmedForADeviceThatMayNotJoinAndWhatIsConfirmedEndsCleanly() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    inventory("maker,4711,");
    try (var device = world.device("4711")) {
      device.imprint();
      var ip = device.cmp(device.ir(false));
      var certificate = ((Body.Response) ip.body()).only().certificate().orElseThrow();
      var certConf = device.composer().certConfAccepting(ip, certificate);
      inventory();
      assertNotAuthorized(device.cmp(certConf));
      assertThat(askedOfAuthority).as("the certificate stays unconfirmed").hasValue(1);

      inventory("maker,4711,");
      var pkiConf = device.cmp(certConf);
      assertThat(pkiConf.type()).isEqualTo(BodyType.pkiconf);
      inventory();
      assertThat(device.cmp(certConf).encoded()).isEqualTo(pkiConf.encoded());
      World.accepted(rule(false, "4711"));
      assertThat(device.cmp(certConf).encoded()).isEqualTo(pkiConf.encoded());
      assertThat(device.status("enrollstatus", "{\"version\":1,\"status\":true}").status())
          .isEqualTo(200);
      assertThat(journal()).contains("enrolled");
    }
  }

  /** It was told to wait; the authority, which needs no confirmation, has issued meanwhile. */
  private CmpMessage issuedMeanwhile(World.Device device) throws Exception {
    var released = new CountDownLatch(1);
    world.authority.script(
        request -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return world.issue(request);
        });
    device.imprint();
    var waiting = device.cmp(device.ir(true));
    released.countDown();
    var path = "/journal?wait=10&after=";
    for (int times = 0; times < 20 && !journal().contains("certificate-issued"); times++) {
      ControlClient.exchange(folder.resolve("run/control"), Call.get(path + journalled()));
    }
    assertThat(journal()).contains("certificate-issued");
    return waiting;
  }

  private String journalled() throws Exception {
    var all = journal();
    var last = all.lastIndexOf("\"seq\":");
    return last < 0 ? "0" : all.substring(last + 6, all.indexOf(',', last));
  }

  @Test
  void aSerialNumberInAnotherCaseIsAskedAboutAndNothingIsSaid() throws Exception {
    try (var device = world.device("ACME-0001")) {
      inventory("maker,Acme-0002,");
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
      for (boolean approve : List.of(false, true)) {
        var refusal = refused(rule(approve, "acme-0001"));
        assertThat(refusal.check()).isEqualTo(JoinCheck.UNKNOWN);
        assertThat(refusal.cause()).contains("did you mean ACME-0001?");
        assertThat(refused(rule(approve, "ACME-0002")).cause()).contains("Acme-0002");
      }
      assertThat(journal()).doesNotContain("device-denied", "device-approved");

      var decided = World.accepted(rule(false, "ACME-0001"));
      assertThat(decided.known()).isTrue();
      assertThat(decided.alike()).isEmpty();
      assertTurnedAway(device.askForVoucher(request));
    }
  }

  @Test
  void aWordOnADeviceThatNobodyHasSeenIsToldToBeOne() throws Exception {
    inventory("maker,4712,");
    assertThat(World.accepted(rule(false, "4711")).known()).isFalse();
    assertThat(World.accepted(rule(false, "4712")).known()).isTrue();
    World.accepted(rule(false, "acme-1"));
    inventory("maker,ACME-1,");
    assertThat(World.accepted(rule(true, "acme-1")).alike()).containsExactly("ACME-1");
  }

  @Test
  void aHeldDeviceThatTheInventoryNamesMeanwhileNeedsNobody() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      var id = held().id();
      inventory("maker,4711,");
      assertThat(World.accepted(view.pending())).isEmpty();
      assertThat(device.askForVoucher(request).status()).isEqualTo(200);
      assertThat(journal()).containsOnlyOnce("device-admitted").contains(id);
    }
  }

  @Test
  void whoCanBeHeldIsBounded() throws Exception {
    configured("brski.yaml", "unknown-devices: hold", "open-per-manufacturer: 1");
    try (var first = world.device("4711");
        var second = world.device("4712")) {
      assertThat(first.askForVoucher(first.voucherRequest()).status()).isEqualTo(202);
      var told = second.askForVoucher(second.voucherRequest());
      assertThat(told.status()).isEqualTo(503);
      assertThat(told.header("retry-after")).isPresent();
      assertThat(first.askForVoucher(first.voucherRequest()).status()).isEqualTo(202);
      assertThat(held().serial()).isEqualTo("4711");
    }
  }

  @Test
  @Proves("RG-12")
  void aListOfModelsOrSerialNumbersLetsInWhomItNames() throws Exception {
    configured(
        "manufacturers.d/maker.yaml",
        "models: [\"OU=Pump 3\", \"hwType=1.3.6.1.4.1.99999.1\"]",
        "serials: [\"4713\"]");
    try (var pump = ofModel("4711", "OU=Pump 3", Optional.empty());
        var hardware = ofModel("4712", "OU=Fan", Optional.of("1.3.6.1.4.1.99999.1"));
        var listed = world.device("4713");
        var bySerial = ofModel("4714", "OU=Pump 33", Optional.of("1.3.6.1.4.1.99999.11"))) {
      pump.imprint();
      hardware.imprint();
      listed.imprint();
      assertTurnedAway(bySerial.askForVoucher(bySerial.voucherRequest()));
      inventory("maker,4714,");
      bySerial.imprint();
    }
  }

  @Test
  void aManufacturersFileSaysWhatHappensToItsOthers() throws Exception {
    configured("brski.yaml", "unknown-devices: refuse");
    configured("manufacturers.d/maker.yaml", "unknown-devices: hold", "serials: [\"4711\"]");
    try (var listed = world.device("4711");
        var other = world.device("4712")) {
      listed.imprint();
      assertThat(other.askForVoucher(other.voucherRequest()).status()).isEqualTo(202);
    }
  }

  @Test
  void aRegistrarAtRestIsToldTheSame() throws Exception {
    configured("brski.yaml", "unknown-devices: hold");
    try (var device = world.device("4711")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
    }
    world.registrar.close();

    assertThat(inventory("maker,4712,", "other,1,").untaken()).containsExactly("other");
    assertThat(World.accepted(view.list())).hasSize(2);
    assertThat(refused(view.remove(List.of(named("9")), "olga", "")).check())
        .isEqualTo(InventoryCheck.UNKNOWN);
    assertThat(World.accepted(view.remove(List.of(named("1")), "olga", ""))).hasSize(1);
    World.accepted(ruleById(true, held().id()));
    World.accepted(rule(false, "4712"));

    world.start();
    try (var approved = world.device("4711");
        var denied = world.device("4712")) {
      approved.imprint();
      assertTurnedAway(denied.askForVoucher(denied.voucherRequest()));
    }
  }

  @Test
  void aWordThatMeansNoDeviceIsRefused() throws Exception {
    assertThat(refused(ruleById(true, "nonsense")).cause()).contains("nonsense");
    assertThat(refused(ruleById(true, "nonsense")).check()).isEqualTo(JoinCheck.UNKNOWN);
    assertThat(
            refused(
                    view.rule(
                        new Ruling(
                            true,
                            Optional.empty(),
                            Optional.of(new Named("4711", Optional.of("other"))),
                            "olga",
                            "why")))
                .cause())
        .contains("'other'");
    for (var reason : new String[] {"", " ", "two\nlines", "\u001b[31mred", "x".repeat(501)}) {
      assertThat(
              refused(
                      view.rule(
                          new Ruling(
                              true, Optional.empty(), Optional.of(named("4711")), "olga", reason)))
                  .check())
          .isEqualTo(JoinCheck.RULING);
    }
    World.accepted(rule(true, "4711"));
    assertThat(refused(rule(true, "4711")).cause()).contains("approved already", "olga");
    World.accepted(rule(false, "4711"));
  }

  @Test
  void aFileWithAnUnsoundLineChangesNothingOverTheSocketEither() throws Exception {
    var report = inventory("maker,4711,", "maker,,");
    assertThat(report.faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.line()).isEqualTo(3));
    assertThat(World.accepted(view.list())).isEmpty();
  }

  private static Named named(String serial) {
    return new Named(serial, Optional.empty());
  }

  private World.Device ofModel(String serial, String unit, Optional<String> hardwareType) {
    var profile =
        CertificateProfile.of(
            new X500Name("O=maker," + unit + ",SERIALNUMBER=" + serial), World.VALIDITY);
    var complete = hardwareType.map(type -> profile.withAlternativeName(hardware(type, serial)));
    return world
    .new Device(serial, World.ISSUER.credential(world.deviceRoot, complete.orElse(profile)));
  }

  /** A HardwareModuleName (RFC 4108 section 5) as an otherName. */
  private static GeneralName hardware(String type, String serial) {
    var module = new ASN1EncodableVector();
    module.add(new ASN1ObjectIdentifier(type));
    module.add(new DEROctetString(serial.getBytes(StandardCharsets.US_ASCII)));
    var name = new ASN1EncodableVector();
    name.add(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.8.4"));
    name.add(new DERTaggedObject(true, 0, new DERSequence(module)));
    return new GeneralName(GeneralName.otherName, new DERSequence(name));
  }
}
