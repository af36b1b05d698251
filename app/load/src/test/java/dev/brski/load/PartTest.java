package dev.brski.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartTest {

  @Test
  void partsAreDisjointAndTogetherTheWhole() {
    var all = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

    assertThat(Part.parse("2/3").in(all)).containsExactly(1, 4, 7);
    assertThat(Part.whole().in(all)).isEqualTo(all);
    assertThat(
            Stream.of("1/4", "2/4", "3/4", "4/4")
                .flatMap(part -> Part.parse(part).in(all).stream()))
        .containsExactlyInAnyOrderElementsOf(all);
    assertThat(Part.parse("9/9").in(List.of(1, 2))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1/9999999"})
  void anythingElseIsNoPart(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Part.parse(text));
  }
}
