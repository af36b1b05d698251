package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "20,1", "21,2", "200,10", "1200,60", "10000,60"})
  @Proves("CMP-R6")
  void allWhoWaitTogetherKeepToTheBudgetOnAverage(long waiting, long seconds) {
    var pace = new Pace(() -> waiting, 20);
    int rounds = (int) (2 * seconds - 1);
    assertThat(IntStream.range(0, rounds).mapToLong(_ -> pace.checkAfter().toSeconds()))
        .allSatisfy(one -> assertThat(one).isBetween(1L, 2 * seconds - 1))
        .satisfies(
            all ->
                assertThat(all.stream().mapToLong(Long::longValue).average())
                    .hasValue((double) seconds));
  }

  @Test
  @Proves("CMP-R6")
  void aThousandWhoComeTogetherAreToldToComeApart() {
    var pace = new Pace(() -> 1000, 20);
    var together =
        IntStream.range(0, 1000)
            .mapToObj(_ -> pace.checkAfter())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(together.values()).allSatisfy(many -> assertThat(many).isLessThanOrEqualTo(11L));
    assertThat(together.keySet())
        .allSatisfy(after -> assertThat(after).isGreaterThan(Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(longs = {1_200, 10_000})
  @Proves("PL-40")
  void whoWaitsForAVoucherIsToldNoMoreThanItMayObey(long waiting) {
    var pace = new Pace(() -> waiting, 20);
    var told =
        IntStream.range(0, 1_200)
            .mapToObj(_ -> pace.retryAfter().toSeconds())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(told).hasSize(60).containsKeys(1L, 60L);
    assertThat(told.values()).containsOnly(20L);
  }

  @Test
  void aBudgetIsAtLeastOne() {
    assertThatThrownBy(() -> new Pace(() -> 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
