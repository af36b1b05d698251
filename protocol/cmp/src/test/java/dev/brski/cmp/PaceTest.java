package dev.brski.cmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

  @ParameterizedTest
  @CsvSource({"0,1", "1,1", "20,1", "21,2", "200,10", "1200,60", "10000,60"})
  @Proves("CMP-R6")
  void allWhoWaitTogetherKeepToTheBudget(long waiting, long seconds) {
    assertThat(new Pace(() -> waiting, 20).checkAfter()).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aBudgetIsAtLeastOne() {
    assertThatThrownBy(() -> new Pace(() -> 0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
