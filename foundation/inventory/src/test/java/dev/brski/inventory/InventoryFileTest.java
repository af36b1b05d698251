package dev.brski.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people and their programs write them, and what is wrong with others. */
class InventoryFileTest {

  private static List<Entry> sound(String text) {
    return switch (InventoryFile.read(text.getBytes(StandardCharsets.UTF_8))) {
      case InventoryFile.Sound(var entries) -> entries;
      case InventoryFile.Unsound(var faults) -> throw new AssertionError(faults.toString());
    };
  }

  private static List<Fault> faults(byte[] octets) {
    return switch (InventoryFile.read(octets)) {
      case InventoryFile.Sound(var entries) -> throw new AssertionError("sound: " + entries);
      case InventoryFile.Unsound(var faults) -> faults;
    };
  }

  private static List<Fault> faults(String text) {
    return faults(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Entry plain(String manufacturer, String serial) {
    return new Entry(
        manufacturer,
        serial,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void aCsvFileIsReadByItsHeadings() {
    var entries =
        sound(
            """
            serial,manufacturer,place,valid-until,note,model
            4711, acme ,"Hall 2, rack ""B""\",2030-01-31,,Pump
            4712,acme,,2030-01-31T12:00:00Z,"said; so",

            ,,,
            4713,globex
            """);
    assertThat(entries)
        .containsExactly(
            new Entry(
                "acme",
                "4711",
                Optional.of("Pump"),
                Optional.of("Hall 2, rack \"B\""),
                Optional.empty(),
                Optional.of(Instant.parse("2030-02-01T00:00:00Z"))),
            new Entry(
                "acme",
                "4712",
                Optional.empty(),
                Optional.empty(),
                Optional.of("said; so"),
                Optional.of(Instant.parse("2030-01-31T12:00:00Z"))),
            plain("globex", "4713"));
  }

  @Test
  void spreadsheetsWriteSemicolonsAMarkAndCarriageReturns() {
    assertThat(sound("\uFEFFmanufacturer;serial;place\r\nacme;4711;Hall 2, left\r\nacme;4712;"))
        .containsExactly(
            new Entry(
                "acme",
                "4711",
                Optional.empty(),
                Optional.of("Hall 2, left"),
                Optional.empty(),
                Optional.empty()),
            plain("acme", "4712"));
  }

  @Test
  void aJsonDocumentIsReadByItsMembers() {
    assertThat(
            sound(
                """
                 [
                  {"manufacturer": "acme", "serial": "4711", "model": null, "place": "Hall 2",
                   "note": "", "validUntil": "2030-01-31"},
                  {"serial": "4712", "manufacturer": "acme"}
                ]
                """))
        .containsExactly(
            new Entry(
                "acme",
                "4711",
                Optional.empty(),
                Optional.of("Hall 2"),
                Optional.empty(),
                Optional.of(Instant.parse("2030-02-01T00:00:00Z"))),
            plain("acme", "4712"));
    assertThat(sound("[]")).isEmpty();
  }

  @Test
  void everyUnsoundLineIsNamedWithItsReason() {
    var faults =
        faults(
            """
            manufacturer,serial,valid-until
            acme,4711,
            ,4712,
            acme,,
            acme,4711,
            acme,4713,31.1.2030
            a b,4714,
            acme,4715,,more
            acme,"47
            16",
            acme,4717,2030-02-30
            """);
    assertThat(faults).extracting(Fault::line).containsExactly(3, 4, 5, 6, 7, 8, 9, 11);
    assertThat(faults)
        .extracting(Fault::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("no manufacturer"),
            reason -> assertThat(reason).contains("no serial"),
            reason -> assertThat(reason).contains("'4711'").contains("line 2"),
            reason -> assertThat(reason).contains("valid-until").contains("2030-01-31"),
            reason -> assertThat(reason).contains("'a b'"),
            reason -> assertThat(reason).contains("4 cells under 3 headings"),
            reason -> assertThat(reason).contains("serial").contains("\\u{a}"),
            reason -> assertThat(reason).contains("'2030-02-30'"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "manufacturer,name|unknown",
        "manufacturer,serial,serial|twice",
        "manufacturer,place|needed",
        "Manufacturer,Serial|unknown",
      })
  void headingsThatCannotBeUsedAreNamed(String headings, String reason) {
    assertThat(faults(headings + "\nacme,4711\n"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(1);
              assertThat(fault.reason()).contains(reason);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "acme,\"4711|3|not closed",
        "acme,47\"11|3|inside a value",
        "acme,\"4711\"x|3|closing quote",
      })
  void whatCannotBeTakenApartIsNamed(String line, int number, String reason) {
    assertThat(faults("manufacturer,serial\nacme,1\n" + line + "\nacme,1\n"))
        .first()
        .satisfies(
            fault -> {
              assertThat(fault.line()).isEqualTo(number);
              assertThat(fault.reason()).contains(reason);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "  "})
  void aFileThatSaysNothingIsNoInventory(String text) {
    assertThat(faults(text)).singleElement().extracting(Fault::line).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '$',
      value = {
        "[{\"manufacturer\":\"acme\",\"serial\":4711}]|no text",
        "[{\"manufacturer\":\"acme\",\"serial\":[\"4711\"]}]|no text",
        "[{\"manufacturer\":\"acme\",\"serial\":\"1\",\"owner\":\"x\"}]|'owner' is unknown",
        "[{\"manufacturer\":\"acme\",\"serial\":\"1\",\"serial\":\"2\"}]|not JSON as it is wanted",
        "[{\"manufacturer\":\"acme\",\"serial\":\"1\"}|not JSON as it is wanted",
        "[\"4711\"]|an object",
        "[] []|something follows",
        "[[[[1]]]]|an object",
        "[{\"place\":{\"a\":{\"b\":1}}}]|not JSON as it is wanted",
        "[{\"manufacturer\":\"acme\"}]|no serial",
      })
  void aDocumentThatCannotBeUsedIsRefused(String document, String reason) {
    assertThat(faults(document)).anySatisfy(fault -> assertThat(fault.reason()).contains(reason));
  }

  @Test
  void aLineOfADocumentIsNamed() {
    var faults =
        faults(
            """
            [
              {"manufacturer": "acme", "serial": "1"},
              {
                "manufacturer": "acme",
                "serial": "1"
              }
            ]
            """);
    assertThat(faults).singleElement().extracting(Fault::line).isEqualTo(3);
  }

  @Test
  void whatATerminalWouldObeyIsRefusedAndNotRepeated() {
    assertThat(faults("manufacturer,serial,note\nacme,1,\u001b[2Jx\n"))
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).doesNotContain("\u001b").contains("note"));
    assertThat(faults("manufacturer,serial\nacme," + "x".repeat(65) + "\n"))
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).contains("64"));
  }

  @Test
  void aFileIsBoundedInOctetsDevicesAndFaults() {
    assertThat(faults(new byte[InventoryFile.MOST_OCTETS + 1]))
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).contains("octets"));
    assertThat(sound(devices(InventoryFile.MOST_DEVICES))).hasSize(InventoryFile.MOST_DEVICES);
    assertThat(faults(devices(InventoryFile.MOST_DEVICES + 5)))
        .singleElement()
        .extracting(Fault::line)
        .isEqualTo(InventoryFile.MOST_DEVICES + 2);
    assertThat(faults("manufacturer,serial\n" + "acme,\n".repeat(500))).hasSize(100);
    assertThat(faults("manufacturer,serial\n" + ",".repeat(1000)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).contains("values"));
    assertThat(
            faults(
                IntStream.range(0, InventoryFile.MOST_DEVICES + 1)
                    .mapToObj("{\"manufacturer\":\"a\",\"serial\":\"%d\"}"::formatted)
                    .collect(Collectors.joining(",", "[", "]"))))
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).contains("at most"));
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    assertThat(
            faults("manufacturer,serial\nacme,M\u00fcller\n".getBytes(StandardCharsets.ISO_8859_1)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.reason()).contains("UTF-8"));
  }

  private static String devices(int many) {
    return IntStream.range(0, many)
        .mapToObj(number -> "acme," + number + "\n")
        .collect(Collectors.joining("", "manufacturer,serial\n", ""));
  }
}
