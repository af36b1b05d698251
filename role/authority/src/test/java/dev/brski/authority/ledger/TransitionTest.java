package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.store.JournalEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one table of what may follow on what; each of its arrows is really taken, by a ledger. */
class TransitionTest {

  private static final EnrollmentState ISSUED = new EnrollmentState.Issued();

  @TempDir private Path folder;

  private static Set<Stage> reached(Set<Stage> from) {
    var all = EnumSet.copyOf(from);
    boolean grown;
    do {
      grown = all.addAll(all.stream().flatMap(stage -> stage.successors().stream()).toList());
    } while (grown);
    return all;
  }

  private static Set<Stage> first() {
    var first = EnumSet.noneOf(Stage.class);
    Stream.of(Transition.values())
        .filter(transition -> transition.from().isEmpty())
        .map(Transition::to)
        .forEach(first::add);
    return first;
  }

  @Test
  void everyStateIsReached() {
    assertThat(reached(first())).containsExactlyInAnyOrder(Stage.values());
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void everyStateThatIsNoEndHasAnExitAndLeadsToAnEnd(Stage stage) {
    assertThat(stage.successors().isEmpty()).isEqualTo(stage.isFinal());
    assertThat(reached(EnumSet.of(stage))).anyMatch(Stage::isFinal);
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void onlyWhatIsInTheTableMayHappen(Stage from) {
    for (var to : Stage.values()) {
      if (from.successors().contains(to)) {
        assertThat(Transition.between(Optional.of(from), to).to()).isEqualTo(to);
      } else {
        assertThatThrownBy(() -> Transition.between(Optional.of(from), to))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(from.word())
            .hasMessageContaining(to.word());
      }
    }
  }

  @Test
  void noTwoWaysLeadFromOneStateToTheSameOther() {
    assertThat(Transition.values())
        .extracting(transition -> transition.from() + " " + transition.to())
        .doesNotHaveDuplicates();
    assertThat(Transition.values()).allMatch(transition -> !transition.event().isBlank());
  }

  @ParameterizedTest
  @EnumSource(Transition.class)
  void everyArrowIsTaken(Transition arrow) throws Exception {
    try (var ledger = new LedgerAtWork(folder)) {
      var before = arrow.from().map(stage -> in(ledger, stage));
      assertThat(before.map(enrollment -> enrollment.state().stage())).isEqualTo(arrow.from());
      var steps = before.map(Enrollment::version).orElse(0L);
      var lines = ledger.store.journalHead().seq();

      var after = ledger.now(take(arrow, before, ledger));

      assertThat(after.state().stage()).isEqualTo(arrow.to());
      assertThat(after.version()).as("in one step").isEqualTo(steps + 1);
      assertThat(ledger.store.journalAfter(lines, 10))
          .extracting(JournalEntry::kind)
          .contains("enrollment." + arrow.to().word());
    }
  }

  private static Enrollment take(
      Transition arrow, Optional<Enrollment> before, LedgerAtWork ledger) {
    return switch (arrow) {
      case HELD -> held(ledger);
      case TAKEN -> taken(ledger);
      case APPROVED ->
          LedgerAtWork.accepted(
              ledger.approvals.approve(
                  before.orElseThrow().id(),
                  ruling(ledger),
                  _ -> Optional.empty(),
                  _ -> ledger.reservation()));
      case REFUSED ->
          LedgerAtWork.accepted(ledger.approvals.deny(before.orElseThrow().id(), ruling(ledger)));
      case OVERTAKEN_HELD, OVERTAKEN_OPEN -> {
        taken(ledger);
        yield before.orElseThrow();
      }
      case ANSWERED -> answered(before.orElseThrow(), ISSUED, ledger);
      case ANSWERED_OPEN -> answered(before.orElseThrow(), awaiting(ledger), ledger);
      case OVERTAKEN_MAKING -> {
        taken(ledger);
        yield answered(before.orElseThrow(), awaiting(ledger), ledger);
      }
      case ACCEPTED, ACCEPTED_LATE ->
          concluded(before.orElseThrow(), new EnrollmentState.Confirmed(), ledger);
      case DECLINED, DECLINED_LATE ->
          concluded(before.orElseThrow(), new EnrollmentState.Rejected(), ledger);
      case LAPSED -> lapsed(before.orElseThrow(), ledger);
      case REPLACED, REPLACED_CONFIRMED -> {
        answered(taken(ledger), ISSUED, ledger);
        yield before.orElseThrow();
      }
    };
  }

  /** An enrollment that came to a state. */
  private static Enrollment in(LedgerAtWork ledger, Stage stage) {
    return ledger.now(
        switch (stage) {
          case PENDING -> held(ledger);
          case ISSUING -> taken(ledger);
          case ISSUED -> answered(taken(ledger), ISSUED, ledger);
          case AWAITING_CONFIRMATION -> answered(taken(ledger), awaiting(ledger), ledger);
          case CONFIRMED ->
              concluded(
                  in(ledger, Stage.AWAITING_CONFIRMATION), new EnrollmentState.Confirmed(), ledger);
          case UNCONFIRMED -> lapsed(in(ledger, Stage.AWAITING_CONFIRMATION), ledger);
          case REJECTED, DENIED, SUPERSEDED ->
              throw new AssertionError(stage + " is an end, but an arrow leaves it");
        });
  }

  private static Enrollment held(LedgerAtWork ledger) {
    return LedgerAtWork.accepted(
        ledger.acceptance.open(ledger.heldSubmission("acme", "SN-1", LedgerAtWork.key())));
  }

  private static Enrollment taken(LedgerAtWork ledger) {
    return LedgerAtWork.accepted(ledger.open("acme", "SN-1", LedgerAtWork.key()));
  }

  private static Enrollment answered(
      Enrollment enrollment, EnrollmentState next, LedgerAtWork ledger) {
    ledger.answer(enrollment, next);
    return enrollment;
  }

  private static Enrollment concluded(
      Enrollment enrollment, EnrollmentState to, LedgerAtWork ledger) {
    assertThat(ledger.confirmations.conclude(enrollment, to, new byte[] {1}, new byte[] {2}))
        .isInstanceOf(Confirmations.Outcome.Concluded.class);
    return enrollment;
  }

  private static Enrollment lapsed(Enrollment enrollment, LedgerAtWork ledger) {
    ledger.advance(Duration.ofDays(5));
    assertThat(ledger.confirmations.expireOverdue()).isEqualTo(1);
    return enrollment;
  }

  private static EnrollmentState awaiting(LedgerAtWork ledger) {
    return new EnrollmentState.AwaitingConfirmation(ledger.now().plus(Duration.ofDays(4)));
  }

  private static Ruling ruling(LedgerAtWork ledger) {
    return new Ruling("ann", Optional.empty(), ledger.now());
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void aStateIsFoundAgainByItsName(Stage stage) {
    var state = EnrollmentState.of(stage.word(), Optional.of(Instant.EPOCH));
    assertThat(state.stage()).isEqualTo(stage);
    assertThat(stage.title()).isNotBlank();
  }
}
