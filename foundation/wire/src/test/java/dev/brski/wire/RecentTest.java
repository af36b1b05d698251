package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RecentTest {

  @Test
  void whatWasLongestOfNoUseIsForgotten() {
    var recent = new Recent<String, Integer>(2);
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.get("a")).hasValue(1);
    recent.put("c", 3);
    assertThat(recent.get("b")).isEmpty();
    assertThat(recent.get("a")).hasValue(1);
    assertThat(recent.get("c")).hasValue(3);
  }

  @Test
  void whatIsPutAgainIsReplaced() {
    var recent = new Recent<String, Integer>(1);
    recent.put("a", 1);
    recent.put("a", 2);
    assertThat(recent.get("a")).hasValue(2);
  }

  @Test
  void atLeastOneIsRemembered() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Recent<String, Integer>(0));
  }
}
