package dev.brski.masa;

import static dev.brski.masa.World.SUITE;
import static dev.brski.masa.World.accepted;
import static dev.brski.masa.World.refused;
import static dev.brski.masa.World.sign;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.CustomerOrder;
import dev.brski.masa.ownership.DeviceHistory;
import dev.brski.masa.ownership.DeviceOrder;
import dev.brski.masa.ownership.OwnershipCheck;
import dev.brski.masa.ownership.RemovalOrder;
import dev.brski.masa.ownership.SalesLine;
import dev.brski.masa.ownership.SalesOrder;
import dev.brski.masa.ownership.TransferOrder;
import dev.brski.proof.kit.LogLines;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import dev.brski.voucher.Assertion;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.Paths;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.RegistrarVoucherRequest;
import dev.brski.voucher.Voucher;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.HostPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a voucher for whose device, seen by registrars and by operators. */
class OwnershipTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final String DEVICE = "ACME-0001";
  private static final String NO =
      "masa-ownership: no voucher for this device is issued to this domain\n";

  @TempDir Path temporary;

  private final World world = new World();
  private Path dir = Path.of("");
  private Masa masa;
  private Curl curl;
  private OwnershipView owners;

  @BeforeEach
  void start() throws Exception {
    dir = temporary.resolve("masa");
    accepted(
        MasaSetup.init(dir, world.manufacturer(), HostPort.parse("127.0.0.1:0"), SUITE, CLOCK));
    masa = accepted(Masa.start(dir, CLOCK));
    curl = new Curl(temporary, dir.resolve("tls-anchor.pem"));
    owners = new OwnershipView(dir, CLOCK);
  }

  @AfterEach
  void stop() {
    masa.close();
  }

  @Test
  @Proves("MA-18")
  void aDeviceThatIsSoldIsVerifiedForItsOwnerAndOthersAreNear() throws Exception {
    add("Plant", world.domainRoot);
    sell(DEVICE, "Plant");

    assertThat(voucher(post(ours())).assertion()).contains(Assertion.VERIFIED);
    assertThat(accepted(Masa.log(dir, DEVICE, CLOCK)).events().getFirst().assertion())
        .isEqualTo(Assertion.VERIFIED);
    assertThat(voucher(post(rvr(world.registrar, world.device("ACME-0002")))).assertion())
        .contains(Assertion.PROXIMITY);
  }

  @Test
  @Proves("MA-6")
  void nothingIsPinnedAboveWhatAnOwnerIsKnownBy() throws Exception {
    add("Plant", world.domainCa);
    sell(DEVICE, "Plant");
    assertThat(voucher(post(ours())).pinnedDomainCert()).contains(world.domainCa.leaf());
    assertThat(voucher(post(rvr(world.registrar, world.device("ACME-0002")))).pinnedDomainCert())
        .contains(world.domainRoot.leaf());

    accepted(
        owners.add(
            new CustomerOrder("Plant", false, List.of(), List.of(pem(world.registrar)), "op")));
    accepted(
        owners.remove(
            new RemovalOrder(
                "Plant",
                List.of(Certificates.toPem(List.of(world.domainCa.leaf()))),
                false,
                "mistaken",
                "op")));
    var voucher = voucher(post(ours()));
    assertThat(voucher.pinnedDomainCert()).contains(world.registrar.leaf());
    assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
  }

  @Test
  @Proves("MA-6")
  void whoAddsARootOfHisOwnAboveTheOwnersIsNotPinned() throws Exception {
    var chain = world.chainUnderAStranger();
    assertThat(voucher(post(world.rvr(world.anotherPvr(), chain))).pinnedDomainCert())
        .contains(chain.getLast());
    add("Plant", world.domainRoot);
    sell(DEVICE, "Plant");

    var voucher = voucher(post(world.rvr(world.anotherPvr(), chain)));

    assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
    assertThat(voucher.pinnedDomainCert().orElseThrow().getPublicKey())
        .isEqualTo(world.domainRoot.leaf().getPublicKey());
  }

  @Test
  @Proves("MA-17")
  void aRegistrarIsKnownByItsCertificateAndTheCasGivenWithItMayBePinned() throws Exception {
    var chain = Certificates.toPem(List.of(world.registrar.leaf(), world.domainCa.leaf()));
    accepted(owners.add(new CustomerOrder("Plant", false, List.of(), List.of(chain), "op")));
    sell(DEVICE, "Plant");

    var voucher = voucher(post(ours()));

    assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
    assertThat(voucher.pinnedDomainCert()).contains(world.domainCa.leaf());
    assertThat(denied(post(rvr(world.otherRegistrar(), world.device)))).isTrue();
  }

  @Test
  @Proves({"MA-17", "MA-18"})
  void whoIsDeniedLearnsNotWhyAndTheJournalDoes() throws Exception {
    add("Plant", world.domainRoot);
    add("Mill", world.millRoot);
    accepted(owners.add(new CustomerOrder("Dock", true, List.of(), List.of(), "op")));
    sell(DEVICE, "Plant");
    sell("ACME-0002", "Dock");
    accepted(owners.block(new DeviceOrder("ACME-0003", "stolen from a lorry", "op")));
    restartWith("unsold: refuse");

    var answers = new ArrayList<Curl.Answer>();
    answers.add(post(rvr(world.foreignRegistrar, world.device)));
    answers.add(post(rvr(world.millRegistrar, world.device)));
    answers.add(post(rvr(world.foreignRegistrar, world.device("ACME-0002"))));
    answers.add(post(rvr(world.foreignRegistrar, world.device("ACME-0003"))));
    answers.add(post(rvr(world.foreignRegistrar, world.device("ACME-0004"))));
    restartWith("unsold: customers");
    answers.add(post(rvr(world.foreignRegistrar, world.device("ACME-0004"))));

    assertThat(answers).allMatch(OwnershipTest::denied);
    assertThat(journal("voucher denied"))
        .extracting(
            entry -> entry.device().orElseThrow() + " " + entry.details().get("ground"),
            entry -> entry.details().get("cause").replaceAll("since [^ ]+", "since"))
        .containsExactly(
            tuple(
                DEVICE + " sold to another",
                "the device is sold to Plant, and the domain is no customer's"),
            tuple(
                DEVICE + " sold to another",
                "the device is sold to Plant, and the domain is Mill's"),
            tuple(
                "ACME-0002 owner not known yet",
                "the device is sold to Dock, of whom no certificate is known"),
            tuple("ACME-0003 blocked", "the device is blocked since (stolen from a lorry)"),
            tuple(
                "ACME-0004 not sold",
                "no sales record names the device, and the domain is no customer's"),
            tuple(
                "ACME-0004 not a customer",
                "no sales record names the device, and the domain is no customer's"));
    assertThat(accepted(owners.history(DEVICE)).denied())
        .hasSize(2)
        .allSatisfy(denied -> assertThat(denied.address()).isEqualTo("127.0.0.1"));
    assertThat(voucher(post(rvr(world.millRegistrar, world.device("ACME-0004")))).assertion())
        .contains(Assertion.PROXIMITY);
  }

  @Test
  void theReasonOfADenialIsInTheLog() throws Exception {
    accepted(owners.block(new DeviceOrder(DEVICE, "stolen", "op")));
    try (var log = LogLines.of("dev.brski.masa")) {
      assertThat(denied(post(ours()))).isTrue();
      assertThat(log.all())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("refused 403 to 127.0.0.1")
                      .contains("masa-ownership device ACME-0001: the device is blocked since ")
                      .contains("(stolen)"));
    }
  }

  @Test
  @Proves({"MA-18", "MA-23"})
  void anOldVoucherIsNotGivenAgainToWhomItIsNoLongerDue() throws Exception {
    add("Plant", world.domainRoot);
    add("Mill", world.millRoot);
    var pvr = world.pvr();
    var octets = world.rvr(pvr, world.registrar.chain());
    var around = world.rvr(pvr, world.registrar.chain());
    var voucher = post(octets);
    assertThat(post(around).body()).isEqualTo(voucher.body());

    accepted(owners.block(new DeviceOrder(DEVICE, "stolen", "op")));
    assertThat(denied(post(octets))).isTrue();
    assertThat(denied(post(world.rvr(pvr, world.registrar.chain())))).isTrue();
    masa.close();
    masa = accepted(Masa.start(dir, CLOCK));
    assertThat(denied(post(octets))).isTrue();

    accepted(owners.unblock(new DeviceOrder(DEVICE, "found again", "op")));
    assertThat(post(octets).body()).isEqualTo(voucher.body());

    sell(DEVICE, "Mill");
    assertThat(denied(post(octets))).isTrue();
    assertThat(denied(post(around))).isTrue();

    accepted(owners.transfer(new TransferOrder(DEVICE, "Plant", "sold on", "op")));
    assertThat(post(octets).body()).isEqualTo(voucher.body());
    assertThat(accepted(Masa.log(dir, DEVICE, CLOCK)).events()).hasSize(1);
  }

  @Test
  @Proves("MA-18")
  void aVoucherThatSaysMoreThanIsTrueNowIsNotGivenAgain() throws Exception {
    add("Plant", world.domainRoot);
    sell(DEVICE, "Plant");
    var octets = ours();
    var verified = post(octets);
    assertThat(voucher(verified).assertion()).contains(Assertion.VERIFIED);

    accepted(owners.release(new DeviceOrder(DEVICE, "sent back", "op")));
    assertThat(denied(post(octets))).isTrue();
    assertThat(voucher(post(rvr(world.registrar, world.device))).assertion())
        .contains(Assertion.PROXIMITY);

    sell(DEVICE, "Plant");
    assertThat(post(octets).body()).isEqualTo(verified.body());
    add("Plant", world.domainCa);
    accepted(
        owners.remove(
            new RemovalOrder(
                "Plant",
                List.of(Certificates.toPem(List.of(world.domainRoot.leaf()))),
                false,
                "others have it too",
                "op")));
    assertThat(denied(post(octets))).isTrue();
  }

  @Test
  @Proves("MA-17")
  void aDomainIsKnownByItsCaAlsoWhenTheRegistrarDoesNotSendIt() throws Exception {
    add("Plant", world.domainRoot);
    add("Other", world.rootOfTheSameName());
    sell(DEVICE, "Plant");
    var chain = List.of(world.registrar.leaf(), world.domainCa.leaf());

    var voucher = voucher(post(world.rvr(world.anotherPvr(), chain)));

    assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
    assertThat(voucher.pinnedDomainCert()).contains(world.domainCa.leaf());
    assertThat(denied(post(world.rvr(world.anotherPvr(), List.of(world.registrar.leaf())))))
        .as("its issuing CA is not known, so nothing leads from it to the root")
        .isTrue();
    assertThat(denied(post(rvr(world.registrarOfTheSameName(), world.device)))).isTrue();
  }

  @Test
  @Proves({"MA-17", "MA-6"})
  void aDomainIsKnownByTheRootBeforeWhereThatVouchesForTheNextOne() throws Exception {
    add("Plant", world.domainRoot);
    add("Other", world.millRoot);
    sell(DEVICE, "Plant");

    var linked = world.registrarUnderNextRoot(world.domainRoot);
    var voucher = voucher(post(rvr(linked, world.device)));
    assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
    assertThat(voucher.pinnedDomainCert()).contains(world.nextRoot.leaf());

    var unlinked = world.registrarUnderNextRoot();
    assertThat(denied(post(rvr(unlinked, world.device)))).isTrue();
    var byItself = world.registrarUnderNextRoot(world.nextRoot);
    assertThat(denied(post(rvr(byItself, world.device)))).isTrue();
    var byAnother = world.registrarUnderNextRoot(world.rootOfTheSameName(), world.millRoot);
    assertThat(denied(post(rvr(byAnother, world.device)))).isTrue();
  }

  @Test
  @Proves({"MA-17", "MA-6"})
  void whatTheOwnersRootHasNotSignedIsNotPinnedForAPathBesideIt() throws Exception {
    add("Plant", world.domainRoot);
    sell(DEVICE, "Plant");

    for (var registrar : List.of(world.underAForgedLink(), world.underAForgedTop())) {
      var voucher = voucher(post(rvr(registrar, world.device)));

      assertThat(voucher.assertion()).contains(Assertion.VERIFIED);
      assertThat(voucher.pinnedDomainCert().orElseThrow().getPublicKey())
          .isEqualTo(world.domainRoot.leaf().getPublicKey());
    }
  }

  @Test
  @Proves({"MA-6", "MA-18"})
  void aVoucherThatPinsMoreThanItsOwnersIsNotGivenAgain() throws Exception {
    var octets = ours();
    assertThat(voucher(post(octets)).pinnedDomainCert()).contains(world.domainRoot.leaf());
    add("Plant", world.domainCa);
    sell(DEVICE, "Plant");

    assertThat(denied(post(octets))).isTrue();
    assertThat(voucher(post(ours())).pinnedDomainCert()).contains(world.domainCa.leaf());
  }

  @Test
  @Proves("MA-17")
  void onFirstUseTheDomainThatAsksFirstBecomesTheCustomers() throws Exception {
    accepted(owners.add(new CustomerOrder("Dock", true, List.of(), List.of(), "op")));
    sell(DEVICE, "Dock");
    sell("ACME-0002", "Dock");
    var octets = ours();
    assertThat(denied(post(octets))).isTrue();
    restartWith("first-use: allow");

    assertThat(voucher(post(octets)).assertion()).contains(Assertion.PROXIMITY);

    assertThat(denied(post(rvr(world.foreignRegistrar, world.device("ACME-0002"))))).isTrue();
    assertThat(voucher(post(rvr(world.registrar, world.device("ACME-0002")))).assertion())
        .contains(Assertion.PROXIMITY);
    assertThat(journal("customer learnt"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.device()).contains(DEVICE);
              assertThat(entry.details())
                  .containsEntry("customer", "Dock")
                  .containsEntry("sha256", Certificates.fingerprint(world.domainRoot.leaf()))
                  .containsEntry("from", "127.0.0.1");
            });
    assertThat(accepted(owners.customers()).getFirst().knownBy().getFirst().learnt()).isTrue();

    add("Dock", world.domainRoot);
    assertThat(accepted(owners.customers()).getFirst().knownBy().getFirst().learnt()).isFalse();
    assertThat(voucher(post(rvr(world.registrar, world.device))).assertion())
        .contains(Assertion.VERIFIED);
  }

  @Test
  void aVoucherFromBeforeTheSaleIsFirstUseToo() throws Exception {
    var octets = ours();
    var voucher = post(octets);
    accepted(owners.add(new CustomerOrder("Dock", true, List.of(), List.of(), "op")));
    sell(DEVICE, "Dock");
    restartWith("first-use: allow");

    assertThat(post(octets).body()).isEqualTo(voucher.body());

    assertThat(journal("customer learnt")).hasSize(1);
    assertThat(denied(post(rvr(world.foreignRegistrar, world.device)))).isTrue();
  }

  @Test
  void whoAsksInVainForEverFillsNoJournal() throws Exception {
    accepted(owners.block(new DeviceOrder(DEVICE, "stolen", "op")));
    for (int i = 0; i < 3; i++) {
      assertThat(denied(post(ours()))).isTrue();
    }
    assertThat(journal("voucher denied")).hasSize(1);
    for (int i = 0; i < 15; i++) {
      var chain = world.chainUnderOneMoreRoot();
      assertThat(denied(post(world.rvr(world.anotherPvr(), chain)))).isTrue();
    }
    // The keys of those roots are one domain.
    assertThat(journal("voucher denied")).hasSize(1);
    for (int i = 0; i < 15; i++) {
      assertThat(denied(post(rvr(world.strangeRegistrar(), world.device)))).isTrue();
    }
    assertThat(journal("voucher denied")).hasSize(10);
    assertThat(accepted(owners.history(DEVICE)).denied()).hasSize(10);
  }

  @Test
  void aSerialNumberIsOneHoweverItIsWritten() throws Exception {
    accepted(owners.block(new DeviceOrder("acme-0001", "stolen", "op")));
    assertThat(denied(post(ours()))).isTrue();
  }

  @Test
  void theHistoryOfADeviceOutlivesItsOwners() throws Exception {
    add("Plant", world.domainRoot);
    add("Mill", world.millRoot);
    sell(DEVICE, "Plant");
    accepted(owners.transfer(new TransferOrder(DEVICE, "Mill", "resold", "op")));
    accepted(owners.block(new DeviceOrder(DEVICE, "stolen", "op")));
    assertThat(accepted(owners.blocked()))
        .singleElement()
        .satisfies(blocked -> assertThat(blocked.owner()).contains("Mill"));
    accepted(owners.unblock(new DeviceOrder(DEVICE, "back", "op")));
    var whole = new RemovalOrder("Mill", List.of(), false, "gone", "op");
    assertThat(refused(owners.remove(whole)).check()).isEqualTo(OwnershipCheck.CUSTOMER);
    accepted(owners.remove(new RemovalOrder("Mill", List.of(), true, "gone", "op")));

    var history = accepted(owners.history(DEVICE));
    assertThat(history.owner()).isEmpty();
    assertThat(history.events())
        .extracting(
            DeviceHistory.Event::kind, event -> event.from().orElse(""), e -> e.to().orElse(""))
        .containsExactly(
            tuple("sold", "", "Plant"),
            tuple("transferred", "Plant", "Mill"),
            tuple("blocked", "", ""),
            tuple("unblocked", "", ""),
            tuple("released", "Mill", ""));
    assertThat(journal("device released")).hasSize(1);
    assertThat(journal("customer removed")).hasSize(1);
    assertThat(accepted(owners.customers())).hasSize(1);
    assertThat(voucher(post(rvr(world.foreignRegistrar, world.device))).assertion())
        .contains(Assertion.PROXIMITY);
  }

  @Test
  void whatIsDoneBesideARunningMasaIsDoneAtRestInTheSameWay() throws Exception {
    var told = new HashSet<String>();
    for (var running : List.of(true, false)) {
      if (!running) {
        masa.close();
      }
      var name = running ? "A" : "B";
      var registrar = world.strangeRegistrar();
      var root = registrar.chain().getLast();
      var one =
          new CustomerOrder(
              name, false, List.of(Certificates.toPem(List.of(root))), List.of(), "op");
      told.add(kind(owners.add(one)));
      told.add(kind(owners.add(new CustomerOrder("", true, List.of(), List.of(), "op"))));
      var sale = new TransferOrder("S-" + name, name, "sold", "op");
      told.add(kind(owners.transfer(sale)));
      told.add(kind(owners.transfer(sale)));
      told.add(kind(owners.transfer(new TransferOrder("S", "nobody", "sold", "op"))));
      told.add(kind(owners.release(new DeviceOrder("S-" + name, "back", "op"))));
      told.add(kind(owners.release(new DeviceOrder("S-" + name, "back", "op"))));
      told.add(kind(owners.block(new DeviceOrder("S-" + name, "", "op"))));
      told.add(kind(owners.block(new DeviceOrder("\u001b[2J", "stolen", "op"))));
      told.add(kind(owners.block(new DeviceOrder("S-" + name, "stolen", "op"))));
      told.add(kind(owners.block(new DeviceOrder("S-" + name, "stolen", "op"))));
      told.add(kind(owners.unblock(new DeviceOrder("S-" + name, "found", "op"))));
      told.add(kind(owners.unblock(new DeviceOrder("S-" + name, "found", "op"))));
      told.add(kind(owners.history("S-" + name)));
      told.add(kind(owners.blocked()));
      told.add(kind(owners.customers()));
      assertThat(told)
          .containsExactlyInAnyOrder(
              "accepted",
              "masa-customer",
              "masa-owner",
              "masa-reason",
              "masa-serial",
              "masa-block");
    }
    masa = accepted(Masa.start(dir, CLOCK));
    assertThat(accepted(owners.customers())).hasSize(2);
    assertThat(refused(new OwnershipView(temporary, CLOCK).customers()).check())
        .isEqualTo(MasaCheck.FILE);
  }

  private static String kind(Verdict<?> verdict) {
    return verdict instanceof Verdict.Refused<?>(var refusal) ? refusal.check().id() : "accepted";
  }

  private void add(String customer, Credential ca) throws Exception {
    var pem = Certificates.toPem(List.of(ca.leaf()));
    accepted(owners.add(new CustomerOrder(customer, false, List.of(pem), List.of(), "op")));
  }

  private void sell(String serial, String customer) throws Exception {
    var line = new SalesLine(2, serial, Optional.of(customer), Optional.empty(), Optional.empty());
    var report =
        accepted(owners.sell(new SalesOrder(List.of(line), List.of(), false, false, "sale", "op")));
    assertThat(report.applied()).isTrue();
  }

  private static String pem(Credential registrar) {
    return Certificates.toPem(List.of(registrar.leaf()));
  }

  private void restartWith(String settings) throws Exception {
    masa.close();
    var file = dir.resolve("brski.yaml");
    var kept = Files.readString(file).replaceAll("(?m)^(unsold|first-use): .*$", "");
    Files.writeString(file, kept + "\n" + settings + "\n");
    masa = accepted(Masa.start(dir, CLOCK));
  }

  /** A new request of the device, in the hands of its own registrar. */
  private byte[] ours() {
    return rvr(world.registrar, world.device);
  }

  private byte[] rvr(Credential registrar, Credential device) {
    var serial = Certificates.serialNumberAttribute(device.leaf()).orElseThrow();
    var request =
        PledgeVoucherRequest.proximity(
            Optional.of(Instant.now()), serial, Nonce.random(SUITE), registrar.leaf());
    var pvr = World.read(sign(request.toJson(), device, device.chain()));
    return sign(
        RegistrarVoucherRequest.onBehalfOf(pvr, device.leaf(), serial, Instant.now()).toJson(),
        registrar,
        registrar.chain());
  }

  private static boolean denied(Curl.Answer answer) {
    return answer.status() == 403
        && answer.text().equals(NO)
        && answer.mediaType().equals("text/plain; charset=utf-8");
  }

  private static Voucher voucher(Curl.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return accepted(VoucherCodec.standard().readVoucher(answer.body())).leaves();
  }

  private Curl.Answer post(byte[] body) throws Exception {
    return curl.post(masa.url() + Paths.REQUEST_VOUCHER, MediaTypes.VOUCHER_CMS_JSON, body);
  }

  private List<JournalEntry> journal(String kind) throws Exception {
    masa.close();
    try (var store = Store.open(dir.resolve("data"), Schema.MIGRATIONS, CLOCK)) {
      return store.journalAfter(0, 1000).stream().filter(e -> e.kind().equals(kind)).toList();
    } finally {
      masa = accepted(Masa.start(dir, CLOCK));
    }
  }
}
