package dev.brski.authority.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one table of what may follow on what. */
class TransitionTest {

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
  @EnumSource(Stage.class)
  void aStateIsFoundAgainByItsName(Stage stage) {
    var state = EnrollmentState.of(stage.word(), Optional.of(Instant.EPOCH));
    assertThat(state.stage()).isEqualTo(stage);
    assertThat(stage.title()).isNotBlank();
  }
}
