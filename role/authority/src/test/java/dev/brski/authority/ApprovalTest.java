package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.Schema;
import dev.brski.store.Store;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(var refusal) -> refusal;
      case Verdict.Accepted<?>(var value) -> throw new AssertionError("accepted " + value);
    };
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

  @Test
  void settingsThatSayNothingOfApprovalAskNobody() throws Exception {
    domain.stop();
    domain.configured("approval: manual\n", "\n").start();
    assertThat(domain.send(domain.approved(domain.maker.device("SN-3"))).certificate()).isPresent();
  }
}
