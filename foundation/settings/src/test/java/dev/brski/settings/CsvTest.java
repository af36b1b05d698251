package dev.brski.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comma-separated values, as RFC 4180 has them. */
class CsvTest {

  private static List<Csv.Entry> read(String text) {
    return Csv.read(text, ',', 100);
  }

  @Test
  void valuesAreReadAsTheyAreMeant() {
    var entries =
        read("serial,customer\r\nA-1,\"Plant, 7\"\n\n\"A \"\"2\"\"\",\"two\r\nlines\"\r\nA-3,");

    assertThat(entries).extracting(Csv.Entry::line).containsExactly(1, 2, 4, 6);
    assertThat(entries)
        .extracting(Csv.Entry::fields)
        .containsExactly(
            List.of("serial", "customer"),
            List.of("A-1", "Plant, 7"),
            List.of("A \"2\"", "two\r\nlines"),
            List.of("A-3", ""));
    assertThat(entries).allMatch(entry -> entry.problem().isEmpty());
  }

  @Test
  void anotherSeparatorLeavesCommasAlone() {
    assertThat(Csv.read("a,b;c\n", ';', 100))
        .extracting(Csv.Entry::fields)
        .containsExactly(List.of("a,b", "c"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "A\"1,x | a quote stands inside a value that does not begin with one",
        "\"A\"1,x | something follows the closing quote of a value",
        "\"A\" ,x | something follows the closing quote of a value",
      })
  void aBrokenLineHidesNoOther(String line, String problem) {
    var entries = read("before,x\n" + line + "\nafter,x\n");

    assertThat(entries).extracting(Csv.Entry::line).containsExactly(1, 2, 3);
    assertThat(entries.get(1).problem()).contains(problem);
    assertThat(entries.get(2).fields()).containsExactly("after", "x");
  }

  @Test
  void everythingIsBounded() {
    assertThat(read("a".repeat(600) + ",x\n").getFirst().problem())
        .contains("a value is longer than 512 characters");
    assertThat(read("\"" + "a".repeat(600) + "\",x\n").getFirst().problem())
        .contains("a value is longer than 512 characters");
    assertThat(read(",".repeat(64) + "\n").getFirst().problem())
        .contains("there are over 64 values");
    assertThat(read("\"a\nb\nc").getFirst().problem()).contains("a quote is not closed");
    assertThat(Csv.read("a\n".repeat(500), ',', 100)).hasSize(101);
    assertThat(read("")).isEmpty();
  }
}
