package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

  private static final Style PLAIN = new Style(false);

  @Test
  void columnsAreAlignedAndTheLastIsNotPadded() {
    var table = new Table("A", "LONG HEAD", "C").row("first", "x", "y").row("2", "z", "");

    assertThat(table.lines(PLAIN))
        .containsExactly("A      LONG HEAD  C", "first  x          y", "2      z");
  }

  @Test
  void whatAStrangerChoseCannotHarmTheTerminal() {
    var table = new Table("A").row("\u001b[2Jgone\u202etxt");

    assertThat(table.lines(PLAIN)).containsExactly("A", "\\u{1b}[2Jgone\\u{202e}txt");
  }

  @Test
  void aRowHasAsManyCellsAsTheHead() {
    var table = new Table("A", "B");

    assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
  }
}
