package dev.brski.authority.ledger;

import static dev.brski.authority.ledger.LedgerAtWork.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.FailInfo;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.verdict.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No device has two live certificates of one profile, nor any number of them. */
class SupersedingTest {

  private static final EnrollmentState ISSUED = new EnrollmentState.Issued();

  @TempDir private Path folder;
  private LedgerAtWork ledger;

  @BeforeEach
  void open() throws Exception {
    ledger = new LedgerAtWork(folder);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Enrollment request() {
    return request("SN-1");
  }

  private Enrollment request(String serialNumber) {
    return accepted(ledger.open("acme", serialNumber, LedgerAtWork.key()));
  }

  private EnrollmentState awaiting() {
    return new EnrollmentState.AwaitingConfirmation(ledger.now().plus(Duration.ofDays(4)));
  }

  private void conclude(Enrollment enrollment, EnrollmentState to) {
    assertThat(ledger.confirmations.conclude(enrollment, to, new byte[] {1}, new byte[] {2}))
        .isInstanceOf(Confirmations.Outcome.Concluded.class);
  }

  @Test
  void aNewerCertificateReplacesTheOlderInTheSameCommit() {
    var older = request();
    ledger.answer(older, ISSUED);
    var other = request("SN-2");
    ledger.answer(other, ISSUED);
    var newer = request();
    assertThat(ledger.stateOf(older)).isEqualTo("issued");
    var lines = ledger.store.journalHead().seq();
    var commits = ledger.store.counts().commits();

    ledger.answer(newer, ISSUED);

    assertThat(ledger.store.counts().commits()).isEqualTo(commits + 1);
    assertThat(ledger.store.journalAfter(lines, 10).stream().map(JournalEntry::kind))
        .containsExactly("enrollment.issued", "enrollment.superseded");
    assertThat(List.of(older, newer, other).stream().map(ledger::stateOf))
        .containsExactly("superseded", "issued", "issued");
    assertThat(new IssuedCertificates(ledger.store).list().stream().map(IssuedCertificate::state))
        .containsExactly("superseded", "issued", "issued");
  }

  @Test
  void whatIsStillToBeConfirmedReplacesNothingUntilItIs() {
    var first = request();
    ledger.answer(first, awaiting());
    conclude(first, new EnrollmentState.Confirmed());
    var second = request();
    ledger.answer(second, awaiting());
    conclude(second, new EnrollmentState.Rejected());
    assertThat(ledger.stateOf(first)).isEqualTo("confirmed");

    var third = request();
    ledger.answer(third, awaiting());
    assertThat(ledger.stateOf(first)).isEqualTo("confirmed");
    conclude(third, new EnrollmentState.Confirmed());
    assertThat(List.of(first, second, third).stream().map(ledger::stateOf))
        .containsExactly("superseded", "rejected", "confirmed");
  }

  @Test
  void aLateConfirmationNeverMakesTwoLiveCertificates() {
    var older = request();
    ledger.answer(older, awaiting());
    ledger.advance(Duration.ofDays(5));
    assertThat(ledger.confirmations.expireOverdue()).isEqualTo(1);
    assertThat(ledger.stateOf(older)).isEqualTo("unconfirmed");
    var newer = request();
    isVoid(older);
    ledger.answer(newer, ISSUED);
    isVoid(older);
    assertThat(ledger.stateOf(newer)).isEqualTo("issued");
  }

  private void isVoid(Enrollment enrollment) {
    for (var to : List.of(new EnrollmentState.Confirmed(), new EnrollmentState.Rejected())) {
      assertThat(ledger.confirmations.conclude(enrollment, to, new byte[] {1}, new byte[] {2}))
          .isInstanceOf(Confirmations.Outcome.NotExpected.class);
      assertThat(ledger.stateOf(enrollment)).isEqualTo("unconfirmed");
    }
  }

  @Test
  void anOlderOneThatIsAnsweredAfterTheNewerIsNotLive() {
    var older = request();
    var newer = request();
    ledger.answer(newer, ISSUED);
    ledger.answer(older, ISSUED);
    assertThat(ledger.stateOf(older)).isEqualTo("superseded");
    assertThat(ledger.stateOf(newer)).isEqualTo("issued");
  }

  @Test
  void anOlderOneThatIsAnsweredBeforeTheNewerIsLiveUntilThen() {
    var older = request();
    var newer = request();
    ledger.answer(older, ISSUED);
    assertThat(ledger.stateOf(older)).isEqualTo("issued");
    ledger.answer(newer, ISSUED);
    assertThat(ledger.stateOf(older)).isEqualTo("superseded");
  }

  @Test
  @Proves("LC-3.6.4-systemUnavail")
  void aDeviceGetsSoManyADayAndIsToldToComeLater() {
    var kept = ledger.submission("acme", "SN-1", LedgerAtWork.key());
    var first = accepted(ledger.acceptance.open(kept));
    request();
    request();
    var refused = ledger.open("acme", "SN-1", LedgerAtWork.key());
    assertThat(refused)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            verdict -> {
              assertThat(verdict.refusal().check()).isEqualTo(LedgerCheck.BUDGET);
              assertThat(LedgerCheck.BUDGET.failInfo()).isEqualTo(FailInfo.systemUnavail);
            });
    assertThat(accepted(ledger.acceptance.open(kept)).id())
        .as("what is here already keeps its place")
        .isEqualTo(first.id());
    request("SN-2");

    ledger.advance(Duration.ofDays(1));
    request();
  }
}
