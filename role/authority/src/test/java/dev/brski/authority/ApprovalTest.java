package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static dev.brski.authority.TestDomain.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.ApprovalCheck;
import dev.brski.authority.ledger.Schema;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator says on held requests, of an authority that runs and of one that does not. */
class ApprovalTest {

  @TempDir private Path temp;
  private TestDomain domain;
  private byte[] request;

  @BeforeEach
  void start() throws Exception {
    domain = new TestDomain(temp).configured("approval: automatic", "approval: manual").start();
    request = domain.maker.device("SN-1").request().encoded();
    domain.send(domain.approved(request, "SN-1"));
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private String held() throws Exception {
    var pending = accepted(domain.operator.pending());
    assertThat(pending).hasSize(1);
    return pending.getFirst().id();
  }

  private void restIf(boolean running) {
    if (!running) {
      domain.stop();
    }
  }

  private void runAgainIf(boolean running) throws Exception {
    if (!running) {
      domain.start();
    }
  }

  private Map<String, String> journalled(String kind) throws Exception {
    domain.stop();
    try (var store = Store.open(domain.dir.resolve("data"), Schema.MIGRATIONS, domain.clock)) {
      return store.journalAfter(0, 100).stream()
          .filter(entry -> entry.kind().equals(kind))
          .findFirst()
          .orElseThrow()
          .details();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anApprovalMakesTheCertificate(boolean running) throws Exception {
    restIf(running);
    var id = held();
    var ruled = accepted(domain.operator.approve(id, "ann", Optional.of("seen on the rack")));
    assertThat(ruled.id()).isEqualTo(id);
    assertThat(ruled.device()).isEqualTo("SN-1");
    assertThat(ruled.ruling()).isEqualTo("approved");
    assertThat(accepted(domain.operator.pending())).isEmpty();
    assertThat(domain.issued())
        .singleElement()
        .satisfies(
            listed -> {
              assertThat(listed.serial()).isEqualTo(ruled.serial());
              assertThat(listed.state()).isEqualTo("issued");
            });
    runAgainIf(running);
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isPresent();
    assertThat(domain.issued()).hasSize(1);
    assertThat(journalled("enrollment.issuing"))
        .containsEntry("by", "ann")
        .containsEntry("reason", "seen on the rack")
        .containsEntry("enrollment", id);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDenialIsRecorded(boolean running) throws Exception {
    restIf(running);
    var id = held();
    var ruled = accepted(domain.operator.deny(id, "bob", Optional.empty()));
    assertThat(ruled.ruling()).isEqualTo("denied");
    assertThat(ruled.serial()).isEmpty();
    assertThat(accepted(domain.operator.pending())).isEmpty();
    assertThat(domain.issued()).isEmpty();
    assertThat(journalled("enrollment.denied"))
        .containsEntry("by", "bob")
        .doesNotContainKey("reason")
        .doesNotContainKey("serial")
        .containsEntry("enrollment", id);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsDecidedStaysDecided(boolean running) throws Exception {
    restIf(running);
    var id = held();
    accepted(domain.operator.approve(id, "ann", Optional.of("fine")));
    for (var second :
        new Verdict<?>[] {
          domain.operator.approve(id, "bob", Optional.empty()),
          domain.operator.deny(id, "bob", Optional.empty())
        }) {
      var refusal = refused(second);
      assertThat(refusal.cause())
          .contains("was approved by ann")
          .contains("(fine)")
          .contains("SN-1");
      assertThat(refusal.remedy()).contains("authority certificates");
    }
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  void aDenialCannotBeTakenBack() throws Exception {
    var id = held();
    accepted(domain.operator.deny(id, "ann", Optional.empty()));
    var refusal = refused(domain.operator.approve(id, "bob", Optional.empty()));
    assertThat(refusal.cause()).contains("was denied by ann");
    assertThat(refusal.remedy()).contains("new transaction");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNotThereIsNotDecided(boolean running) throws Exception {
    restIf(running);
    var refusal = refused(domain.operator.approve("nonsense", "ann", Optional.empty()));
    assertThat(refusal.cause()).contains("'nonsense'");
    assertThat(refusal.remedy()).contains("authority pending");
    held();
  }

  @Test
  void aReasonThatCannotBeShownIsNotKept() throws Exception {
    for (var reason : new String[] {" ", "two\nlines", "\u001b[31mred", "x".repeat(501)}) {
      var refusal = refused(domain.operator.approve(held(), "ann", Optional.of(reason)));
      assertThat(refusal.remedy()).contains("printable");
    }
    var refusal = refused(domain.operator.approve(held(), "", Optional.empty()));
    assertThat(refusal.cause()).contains("user's name");
    assertThat(domain.issued()).isEmpty();
  }

  @Test
  void withApprovalAutomaticNothingIsHeldButWhatWasStays() throws Exception {
    domain.stop();
    domain.configured("approval: manual", "approval: automatic").start();
    var other = domain.maker.device("SN-2");
    assertThat(domain.send(domain.approved(other)).certificate()).isPresent();
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isEmpty();
    accepted(domain.operator.approve(held(), "ann", Optional.empty()));
    assertThat(domain.send(domain.approved(request, "SN-1")).certificate()).isPresent();
  }

  /** A held request of a device that was born with one key and wants another. */
  private String held(KeyKind born, KeyKind wanted) throws Exception {
    accepted(domain.operator.deny(held(), "ann", Optional.empty()));
    var device =
        domain.maker.device(
            "SN-2",
            TestDevice.SUITE.generateKeyPair(born),
            TestDevice.SUITE.generateKeyPair(wanted));
    domain.send(domain.approved(device));
    return held();
  }

  private void reconfigured(String from, String to, boolean running) throws Exception {
    domain.stop();
    domain.configured(from, to);
    if (running) {
      domain.start();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "P_256, ED25519, p-256, true",
    "P_256, ED25519, p-256, false",
    "RSA_3072, P_256, p-256, true"
  })
  @Proves("AU-approval-key")
  void aKindOfKeyThatCountsNoMoreIsNotApproved(
      KeyKind born, KeyKind wanted, String kinds, boolean running) throws Exception {
    var id = held(born, wanted);
    var accepted = "accepted-keys: [" + kinds + "]";
    reconfigured("# accepted-keys: [p-256,p-384,ed25519]", accepted, running);
    var refusal = refused(domain.operator.approve(id, "ann", Optional.empty()));
    assertThat(refusal.check()).isEqualTo(ApprovalCheck.KEY);
    assertThat(refusal.cause())
        .contains("SN-2", (born == KeyKind.P_256 ? wanted : born).word(), "is not accepted here");
    assertThat(refusal.remedy()).contains("brski authority deny", "accepted-keys");
    assertThat(held()).as("it waits on").isEqualTo(id);
    reconfigured(accepted, "", running);
    accepted(domain.operator.approve(id, "ann", Optional.empty()));
    assertThat(domain.issued()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Proves("AU-approval-key")
  void aKeyThatIsTooStrongByNowIsNotApproved(boolean running) throws Exception {
    reconfigured("# stronger-keys: refuse", "stronger-keys: accept", true);
    var id = held(KeyKind.P_256, KeyKind.P_384);
    reconfigured("stronger-keys: accept", "stronger-keys: refuse", running);
    var refusal = refused(domain.operator.approve(id, "ann", Optional.empty()));
    assertThat(refusal.check()).isEqualTo(ApprovalCheck.KEY);
    assertThat(refusal.cause()).contains("SN-2", "p-384", "p-256");
    assertThat(refusal.remedy()).contains("brski authority deny", "stronger-keys: accept");
    assertThat(domain.issued()).isEmpty();
    accepted(domain.operator.deny(id, "ann", Optional.empty()));
  }

  @Test
  void settingsThatSayNothingOfApprovalAskNobody() throws Exception {
    domain.stop();
    domain.configured("approval: manual\n", "\n").start();
    assertThat(domain.send(domain.approved(domain.maker.device("SN-3"))).certificate()).isPresent();
  }
}
