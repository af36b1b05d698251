package dev.brski.masa.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.issuance.CertificateIssuer;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.masa.ledger.Schema;
import dev.brski.masa.ownership.SalesReport.Told;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with sales, line by line, and what becomes of them in the ledger. */
class SalesTest {

  private static final InstantSource CLOCK = InstantSource.system();

  @TempDir Path folder;

  private final CertificateIssuer issuer = new CertificateIssuer(CryptoSuite.standard());
  private final Validity validity =
      Validity.lasting(Instant.now().minusSeconds(60), Duration.ofDays(1));
  private final Credential plant =
      issuer.selfSigned(CertificateProfile.rootCa("Plant root", validity));
  private final Credential registrar =
      issuer.credential(plant, CertificateProfile.registrar("Plant registrar", validity));
  private Store store;
  private CustomerDesk customers;
  private DeviceDesk devices;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(folder.resolve("data"), Schema.MIGRATIONS, CLOCK);
    customers = new CustomerDesk(store, CLOCK);
    devices = new DeviceDesk(store, CLOCK);
    for (var name : List.of("Plant", "Mill")) {
      accepted(customers.add(new CustomerOrder(name, true, List.of(), List.of(), "op")));
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  @Proves("MA-18")
  void everyLineIsToldOfAndABadOneKeepsAllFromBeingRecorded() throws Exception {
    accepted(sell("serial,customer\nOLD-1,Plant\nOLD-2,Plant\n", false, false));
    long before = store.journalHead().seq();
    var table =
        """
        Order,Serial,Customer,Certificate
        1,NEW-1,Plant,
        2,OLD-1,Plant,
        3,OLD-2,Mill,
        4,new-1,Plant,
        5,NEW-1,Mill,
        6,\u001b[2J,Plant,
        7, NEW-2,Plant,
        8,,Plant,
        9,%s,Plant,
        10,NEW-3,Nobody,
        11,NEW-4,,
        12,NEW-5,Plant
        13,"NEW-6"x,Plant,
        14,NEW-7,,missing.pem
        15,"NEW
        8",Plant,
        """
            .formatted("9".repeat(65));

    var report = accepted(sell(table, false, false));

    assertThat(report.applied()).isFalse();
    assertThat(report.sound()).isFalse();
    assertThat(report.lines())
        .extracting(Told::line, Told::finding, Told::sound)
        .containsExactly(
            tuple(2, "new", true),
            tuple(3, "unchanged", true),
            tuple(4, "needs-transfer", false),
            tuple(5, "duplicate", true),
            tuple(6, "contradicts", false),
            tuple(7, "serial-form", false),
            tuple(8, "serial-form", false),
            tuple(9, "serial-form", false),
            tuple(10, "serial-form", false),
            tuple(11, "unknown-customer", false),
            tuple(12, "bad-line", false),
            tuple(13, "bad-line", false),
            tuple(14, "bad-line", false),
            tuple(15, "bad-line", false),
            tuple(16, "serial-form", false));
    assertThat(report.count("serial-form")).isEqualTo(5);
    assertThat(report.lines().get(2).note()).contains("Plant's").contains("--transfer");
    assertThat(report.lines().get(13).note()).contains("missing.pem");
    assertThat(store.journalHead().seq()).isEqualTo(before);
    assertThat(accepted(devices.history("NEW-1")).owner()).isEmpty();
  }

  @Test
  void aDryRunChangesNothingAndTheSameFileTwiceNothingMore() throws Exception {
    var table = "serial,customer\nA-1,Plant\nA-2,Mill\n";

    var dry = accepted(sell(table, false, true));
    assertThat(dry.applied()).isFalse();
    assertThat(dry.count("new")).isEqualTo(2);
    assertThat(accepted(devices.history("A-1")).owner()).isEmpty();

    assertThat(accepted(sell(table, false, false)).applied()).isTrue();
    assertThat(accepted(devices.history("A-1")).owner()).contains("Plant");
    long before = store.journalHead().seq();
    assertThat(accepted(sell(table, false, false)).count("unchanged")).isEqualTo(2);
    assertThat(store.journalHead().seq()).isEqualTo(before);
  }

  @Test
  void withTransferDevicesMoveAndTheirHistorySaysFromWhere() throws Exception {
    accepted(sell("serial,customer\nA-1,Plant\n", false, false));

    var moved = accepted(sell("serial,customer\na-1,Mill\n", true, false));

    assertThat(moved.count("moved")).isEqualTo(1);
    var history = accepted(devices.history("A-1"));
    assertThat(history.owner()).contains("Mill");
    assertThat(history.events())
        .extracting(DeviceHistory.Event::kind, DeviceHistory.Event::from, DeviceHistory.Event::to)
        .containsExactly(
            tuple("sold", Optional.empty(), Optional.of("Plant")),
            tuple("transferred", Optional.of("Plant"), Optional.of("Mill")));
  }

  @Test
  @Proves("MA-17")
  void aCustomerMayComeWithItsCertificate() throws Exception {
    Files.createDirectory(folder.resolve("keys"));
    Files.writeString(folder.resolve("keys/ca.pem"), Certificates.toPem(List.of(plant.leaf())));
    Files.writeString(folder.resolve("registrar.pem"), Certificates.toPem(registrar.chain()));
    var device = issuer.credential(plant, CertificateProfile.tlsServer("host", validity));
    Files.writeString(folder.resolve("other.pem"), Certificates.toPem(device.chain()));
    var table =
        """
        serial,customer,certificate
        A-1,Dock,keys/ca.pem
        A-2,Dock,
        A-3,,keys/ca.pem
        A-4,,registrar.pem
        """;

    var report = accepted(sell(table, false, false));

    assertThat(report.applied()).as(report.toString()).isTrue();
    assertThat(report.customersAdded()).containsExactly("Dock", "Plant registrar");
    assertThat(accepted(devices.history("A-3")).owner()).contains("Dock");
    assertThat(accepted(devices.history("A-4")).owner()).contains("Plant registrar");
    var more =
        """
        serial,customer,certificate
        A-5,Mill,keys/ca.pem
        A-6,Mill,other.pem
        A-7,Dock,keys/ca.pem
        A-8,Mill,/dev/zero
        """;
    assertThat(accepted(sell(more, false, true)).lines())
        .extracting(Told::finding)
        .containsExactly("certificate", "certificate", "new", "bad-line");
  }

  @Test
  void jsonSaysTheSame() throws Exception {
    var text =
        """
        [{"serial": "A-1", "customer": "Plant", "order": 7},
         {"serial": 2, "customer": "Plant"},
         {"serial": "A-3"},
         "A-4",
         {"serial": "A-5", "customer": "Nobody"}]
        """;

    assertThat(accepted(sell(text, false, true)).lines())
        .extracting(Told::line, Told::finding)
        .containsExactly(
            tuple(1, "new"),
            tuple(2, "bad-line"),
            tuple(3, "bad-line"),
            tuple(4, "bad-line"),
            tuple(5, "unknown-customer"));
  }

  @Test
  void whatIsNoFileWithSalesIsRefusedWhole() throws Exception {
    var deep = "[".repeat(2000);
    for (var text :
        List.of(
            "",
            "serial\nA-1\n",
            "serial;customer\nA-1;Plant\n",
            "serial,customer\n",
            "[]",
            "[{\"serial\": \"A-1\", \"serial\": \"A-2\", \"customer\": \"Plant\"}]",
            "[{\"serial\": \"A-1\"}] x",
            deep,
            "serial,customer\n" + "A,Plant\n".repeat(50_001),
            "serial,customer\n" + "x".repeat(4 << 20))) {
      assertThat(refused(sell(text, false, true)).check()).isEqualTo(OwnershipCheck.SALES);
    }
    var file = Files.write(folder.resolve("latin.csv"), new byte[] {'s', (byte) 0xe4});
    assertThat(refused(SalesFile.read(file)).cause()).contains("UTF-8");
    assertThat(refused(SalesFile.read(folder)).cause()).contains("there is no file");
  }

  @Test
  void aWholeFileIsOneCommit() throws Exception {
    int count = 2000;
    var table =
        IntStream.range(0, count)
            .mapToObj("S-%05d,Plant"::formatted)
            .collect(Collectors.joining("\n", "serial,customer\n", "\n"));
    long commits = store.counts().commits();

    assertThat(accepted(sell(table, false, false)).count("new")).isEqualTo(count);

    assertThat(store.counts().commits()).isEqualTo(commits + 1);
    assertThat(customers.customers().getLast().devices()).isEqualTo(count);
    assertThat(store.verifyJournal()).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  @Proves("MA-18")
  void aBlockBetweenQuestionAndCommitUndoesTheVoucher() {
    var ownership =
        new Ownership(
            store, OwnershipPolicy.standard(), PathValidator.standard(CryptoSuite.standard()));
    var asking =
        new Asking(new SerialNumber("A-1"), registrar.chain(), plant.leaf(), true, "192.0.2.1");
    var now = CLOCK.instant();
    var entitlement = accepted(ownership.ask(asking, now));
    store.change(ownership.condition(asking, entitlement, now));

    accepted(devices.block(new DeviceOrder("A-1", "stolen", "op")));

    assertThatThrownBy(() -> store.change(ownership.condition(asking, entitlement, now)))
        .isInstanceOf(Superseded.class);
  }

  @Test
  void aCustomerIsKnownByWhatIsItsAlone() {
    var root = Certificates.toPem(List.of(plant.leaf()));
    var leaf = Certificates.toPem(List.of(registrar.leaf()));
    accepted(add("Plant", List.of(root), List.of()));
    for (var order :
        List.of(
            new CustomerOrder("Mill", false, List.of(root), List.of(), "op"),
            new CustomerOrder("Mill", false, List.of(leaf), List.of(), "op"),
            new CustomerOrder("Mill", false, List.of(root + leaf), List.of(), "op"),
            new CustomerOrder("Mill", false, List.of(), List.of(root), "op"),
            new CustomerOrder("Mill", false, List.of(), List.of(leaf + leaf), "op"),
            new CustomerOrder("Mill", false, List.of("no certificate"), List.of(), "op"))) {
      assertThat(refused(customers.add(order)).check()).isEqualTo(OwnershipCheck.CERTIFICATE);
    }
    for (var order :
        List.of(
            new CustomerOrder("Mill", false, List.of(), List.of(), "op"),
            new CustomerOrder("Mill", true, List.of(), List.of(), "op"),
            new CustomerOrder("New", false, List.of(), List.of(), "op"),
            new CustomerOrder("New", true, List.of(root), List.of(), "op"),
            new CustomerOrder(" New", true, List.of(), List.of(), "op"),
            new CustomerOrder("N\u202ew", true, List.of(), List.of(), "op"),
            new CustomerOrder("n".repeat(65), true, List.of(), List.of(), "op"))) {
      assertThat(refused(customers.add(order)).check()).isEqualTo(OwnershipCheck.CUSTOMER);
    }
    accepted(add("Mill", List.of(), List.of(leaf)));
  }

  private Verdict<CustomerView> add(String name, List<String> cas, List<String> registrars) {
    return customers.add(new CustomerOrder(name, false, cas, registrars, "op"));
  }

  private Verdict<SalesReport> sell(String text, boolean transfer, boolean dryRun)
      throws Exception {
    var file = folder.resolve("sales");
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    return SalesFile.read(file)
        .flatMap(
            read ->
                customers.sell(
                    new SalesOrder(
                        read.lines(), read.certificates(), transfer, dryRun, "sale", "op")));
  }

  private static <T> T accepted(Verdict<T> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<T>(T value) -> value;
      case Verdict.Refused<T>(Refusal refusal) -> throw new AssertionError("refused: " + refusal);
    };
  }

  private static Refusal refused(Verdict<?> verdict) {
    if (verdict instanceof Verdict.Refused<?>(Refusal refusal)) {
      return refusal;
    }
    throw new AssertionError("accepted: " + verdict);
  }
}
