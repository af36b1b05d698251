package dev.brski.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written can be opened in a spreadsheet, and is read as it was. */
class InventoryCsvTest {

  private static final String ALPHABET = "='+-@\"',; ab1\uFF1D\u00e9";

  private static Entry entry(String serial, String note) {
    return new Entry(
        "acme",
        serial,
        Optional.empty(),
        Optional.of("Hall 2"),
        Optional.of(note),
        Optional.of(Instant.parse("2030-02-01T00:00:00Z")));
  }

  private static List<Entry> read(String csv) {
    return switch (InventoryFile.read(csv.getBytes(StandardCharsets.UTF_8))) {
      case InventoryFile.Sound(var entries) -> entries;
      case InventoryFile.Unsound(var faults) -> throw new AssertionError(faults + "\n" + csv);
    };
  }

  @Test
  void aDeviceIsALine() {
    assertThat(InventoryCsv.of(List.of(entry("4711", "said \"no\", twice"))))
        .isEqualTo(
            """
            manufacturer,serial,model,place,note,valid-until
            acme,4711,,Hall 2,"said ""no"", twice",2030-02-01T00:00:00Z
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=HYPERLINK(\"http://example.com\")",
        "+1+1",
        "-2",
        "@SUM(A1)",
        "'=1",
        "''=1",
        "\uFF1D1",
        "=cmd|' /C calc'!A0",
        "=1;2"
      })
  void noCellBeginsAFormula(String text) {
    var entries = List.of(entry(text, text));
    var csv = InventoryCsv.of(entries);
    var cells = csv.lines().skip(1).findFirst().orElseThrow().split(",", -1);
    for (var cell : new String[] {cells[1], cells[4]}) {
      assertThat(cell.startsWith("\"") ? cell.substring(1) : cell).startsWith("'");
    }
    assertThat(read(csv)).isEqualTo(entries);
  }

  @Test
  void whatIsWrittenIsReadAsItWas() {
    var random = new Random(20_260_101);
    var entries =
        IntStream.range(0, 2000).mapToObj(number -> entry("S" + number, text(random))).toList();
    assertThat(read(InventoryCsv.of(entries))).isEqualTo(entries);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    int length = 1 + random.nextInt(8);
    for (int at = 0; at < length; at++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString().isBlank() ? "x" : text.toString().strip();
  }
}
