package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.Schema;
import dev.brski.inventory.Entry;
import dev.brski.inventory.ImportOrder;
import dev.brski.inventory.ImportReport;
import dev.brski.inventory.Inventory.Named;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates for the devices of the inventory, by manufacturer and serial number. */
class InventoryTest {

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void make() throws Exception {
    domain = new TestDomain(temp);
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private void start(String policy) throws Exception {
    domain.configured("# unknown-devices: admit", "unknown-devices: " + policy).start();
  }

  private ImportReport inventory(String... lines) throws Exception {
    var csv = "manufacturer,serial\n" + String.join("\n", lines) + "\n";
    return accepted(
        domain.operator.takeInventory(
            csv.getBytes(StandardCharsets.UTF_8), new ImportOrder("ann", true, false)));
  }

  private Optional<JournalEntry> journalled(String kind) throws Exception {
    domain.stop();
    try (var store = Store.open(domain.dir.resolve("data"), Schema.MIGRATIONS, domain.clock)) {
      return store.journalAfter(0, 100).stream()
          .filter(entry -> entry.kind().equals(kind))
          .findFirst();
    }
  }

  private static void assertNotAuthorized(Answer answer) {
    assertThat(answer.certificate()).isEmpty();
    assertThat(answer.failInfo() & PKIFailureInfo.notAuthorized).isNotZero();
    assertThat(answer.text()).doesNotContainIgnoringCase("inventory");
  }

  @Test
  @Proves("CMP-B4")
  void aDeviceThatIsNotInTheInventoryGetsNoCertificate() throws Exception {
    start("refuse");
    inventory("other,SN-1", "acme,SN-2");
    var request = domain.maker.device("SN-1").request().encoded();

    assertNotAuthorized(domain.send(domain.approved(request, "SN-1")));
    assertThat(domain.send(domain.approved(domain.maker.device("SN-2"))).certificate()).isPresent();
    assertThat(domain.issued()).hasSize(1);

    inventory("acme,SN-1", "acme,SN-2");
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isPresent();
    var refused = journalled("request.refused").orElseThrow();
    assertThat(refused.device()).contains("SN-1");
    assertThat(refused.details().get("cause")).contains("inventory");
  }

  @Test
  @Proves("CMP-B4")
  void whatWasIssuedIsNotHandedOutAgainOnceItsDeviceIsOutOfTheInventory() throws Exception {
    start("refuse");
    inventory("acme,SN-1");
    var request = domain.maker.device("SN-1").request().encoded();
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isPresent();
    accepted(
        domain.operator.removeFromInventory(
            List.of(new Named("SN-1", Optional.empty())), "ann", "stolen"));
    assertNotAuthorized(domain.send(domain.approved(request, "SN-1")));
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves("CMP-B4")
  void aDeviceThatIsNotInTheInventoryIsHeldForAPerson() throws Exception {
    start("hold");
    inventory("acme,SN-2");
    var request = domain.maker.device("SN-1").request().encoded();
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isEmpty();
    assertThat(domain.send(domain.approved(domain.maker.device("SN-2"))).certificate()).isPresent();
    List<PendingRequest> pending = accepted(domain.operator.pending());
    assertThat(pending)
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.device()).isEqualTo("SN-1");
              assertThat(held.inInventory()).isFalse();
            });

    accepted(domain.operator.approve(pending.getFirst().id(), "ann", Optional.of("seen")));
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isPresent();
  }

  @Test
  void withApprovalManualTheInventoryTellsThePersonWhoDecides() throws Exception {
    domain.configured("approval: automatic", "approval: manual").start();
    inventory("acme,SN-1");
    domain.send(domain.approved(domain.maker.device("SN-1")));
    assertThat(accepted(domain.operator.pending()))
        .singleElement()
        .satisfies(held -> assertThat(held.inInventory()).isTrue());
  }

  @Test
  void withoutAWordOnUnknownDevicesNobodyIsAsked() throws Exception {
    domain.start();
    inventory("acme,SN-2");
    assertThat(domain.send(domain.approved(domain.maker.device("SN-1"))).certificate()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theInventoryIsKeptWhetherTheAuthorityRunsOrNot(boolean running) throws Exception {
    if (running) {
      domain.start();
    }
    var report = inventory("acme,SN-1", "globex,SN-1", "acme,SN-2");
    assertThat(report.added()).hasSize(3);
    assertThat(report.untaken()).containsExactly("globex");
    assertThat(inventory("acme,").faults()).hasSize(1);
    assertThat(accepted(domain.operator.inventory()))
        .extracting(Entry::serial)
        .containsExactly("SN-1", "SN-2", "SN-1");
    var either = List.of(new Named("SN-1", Optional.empty()));
    assertThat(domain.operator.removeFromInventory(either, "ann", ""))
        .isInstanceOf(Verdict.Refused.class);
    assertThat(domain.operator.removeFromInventory(either, "ann", "two\nlines"))
        .isInstanceOf(Verdict.Refused.class);
    var one = List.of(new Named("SN-1", Optional.of("acme")));
    assertThat(accepted(domain.operator.removeFromInventory(one, "ann", "sold"))).hasSize(1);
    assertThat(accepted(domain.operator.inventory())).hasSize(2);
    assertThat(journalled("inventory.removed").orElseThrow().details())
        .containsEntry("by", "ann")
        .containsEntry("reason", "sold")
        .containsEntry("manufacturer", "acme");
  }
}
