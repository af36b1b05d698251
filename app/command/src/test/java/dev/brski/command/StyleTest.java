package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StyleTest {

  @Test
  void colourIsForTerminalsOnly() {
    var style = Style.of(Map.of("TERM", "xterm-256color"), Optional.empty());

    assertThat(style.colours()).isFalse();
    assertThat(style.good("well")).isEqualTo("well");
  }

  @Test
  void colourEndsWhereItsTextEnds() {
    assertThat(new Style(true).bad("no")).isEqualTo("\u001b[31mno\u001b[0m");
  }
}
