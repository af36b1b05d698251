package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.voucher.Tolerance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of tolerances has a row for each that the code has, and each row a test. */
@Proves("W18")
class TolerancesPageTest {

  /** What a row says beyond what the code says. */
  private record Row(String readers, String seen, String test) {

    static Row of(List<String> cells) {
      assertThat(cells).as("name, readers, where it is seen, test").hasSize(4);
      return new Row(cells.get(1), cells.get(2), cells.get(3));
    }

    String testClass() {
      return test.substring(0, test.indexOf('.'));
    }

    String method() {
      return test.substring(test.indexOf('.') + 1);
    }
  }

  @Test
  void thePageHasARowForEachTolerance() throws IOException {
    var rows = rows();
    assertThat(rows.keySet())
        .as("rows of tolerances.txt")
        .containsExactlyElementsOf(Stream.of(Tolerance.values()).map(Tolerance::toString).toList());
    var lines = new ArrayList<String>();
    lines.add("| name | what is accepted | against | who reads it so | seen in | proven by |");
    lines.add("|---|---|---|---|---|---|");
    for (var tolerance : Tolerance.values()) {
      var row = rows.get(tolerance.toString());
      lines.add(
          String.join(
              " | ",
              "| `" + tolerance + "`",
              tolerance.meaning(),
              tolerance.from(),
              row.readers,
              row.seen,
              row.test + " |"));
    }
    var page = resource("tolerances.md").replace("{{tolerances}}", String.join("\n", lines));
    var file = Repository.root().resolve("docs/reference/tolerances.md");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, page);
    }
    assertThat(file)
        .as("out of date; write it with: mvn verify -Ddocs.write=true")
        .exists()
        .hasContent(page);
  }

  @Test
  void theTestOfARowSpeaksOfItsTolerance() throws IOException {
    var rows = rows();
    for (var tolerance : Tolerance.values()) {
      var row = rows.get(tolerance.toString());
      assertThat(source(row.testClass()))
          .as(row.test)
          .contains("void " + row.method() + "(")
          .contains("Tolerance." + tolerance.name());
    }
  }

  private static Map<String, Row> rows() throws IOException {
    var rows = new LinkedHashMap<String, Row>();
    resource("tolerances.txt")
        .lines()
        .map(line -> List.of(line.split(" \\| ")))
        .forEach(cells -> rows.put(cells.getFirst(), Row.of(cells)));
    return rows;
  }

  private static String source(String testClass) throws IOException {
    try (var files = Files.walk(Repository.root().resolve("protocol/voucher/src/test"))) {
      return files
          .filter(file -> file.endsWith(testClass + ".java"))
          .findFirst()
          .map(TolerancesPageTest::read)
          .orElseThrow(() -> new AssertionError("there is no " + testClass));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String resource(String name) throws IOException {
    try (var resource = TolerancesPageTest.class.getResourceAsStream("/reference/" + name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
