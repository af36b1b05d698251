package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which requirement is proven by which test, read from the sources of all tests. */
class ChecksTest {

  private static final Pattern PROVES =
      Pattern.compile("@Proves\\(\\s*(\\{[^}]*}|\"[^\"]*\")\\s*\\)");
  private static final Pattern ID = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern PROVING =
      Pattern.compile("(?:void|class|Stream<Dynamic\\w+>)\\s+(\\w+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  @Test
  void everyRequirementHasATestOrAReason() throws IOException {
    var proven = proven();
    var gaps = gaps();
    var missing =
        Stream.of(resource("required.txt").strip().split("\\s+"))
            .filter(id -> !proven.containsKey(id) && !gaps.containsKey(id))
            .toList();
    assertThat(missing).as("requirements with neither a test nor a reason").isEmpty();
    assertThat(gaps.keySet())
        .as("gaps that a test has closed")
        .doesNotContainAnyElementsOf(proven.keySet());
  }

  @Test
  void thePageSaysWhatTheTestsSay() throws IOException {
    var page =
        resource("checks.md")
            .replace("{{gaps}}", table("why", gaps()))
            .replace("{{proven}}", table("tests", provenText()));
    var file = Repository.root().resolve("docs/reference/checks.md");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, page);
    }
    assertThat(file)
        .as("out of date; write it with: mvn verify -Ddocs.write=true")
        .exists()
        .hasContent(page);
  }

  private static String table(String title, Map<String, String> rows) {
    return rows.entrySet().stream()
        .map(row -> "| " + row.getKey() + " | " + row.getValue() + " |")
        .collect(Collectors.joining("\n", "| id | " + title + " |\n|---|---|\n", ""));
  }

  private static Map<String, String> provenText() throws IOException {
    var text = new LinkedHashMap<String, String>();
    proven().forEach((id, tests) -> text.put(id, String.join(", ", tests)));
    return text;
  }

  private static SortedMap<String, SortedSet<String>> proven() throws IOException {
    var proven = new TreeMap<String, SortedSet<String>>(inOrder());
    try (var files = Files.walk(Repository.root())) {
      for (var file : files.filter(ChecksTest::isTest).sorted().toList()) {
        read(file, proven);
      }
    }
    assertThat(proven).as("annotated tests").isNotEmpty();
    return proven;
  }

  private static void read(Path file, SortedMap<String, SortedSet<String>> proven)
      throws IOException {
    var source = Files.readString(file);
    var name = String.valueOf(file.getFileName()).replace(".java", "");
    PROVES
        .matcher(source)
        .results()
        .forEach(
            annotation -> {
              var proving = PROVING.matcher(source);
              assertThat(proving.find(annotation.end())).as("a test after @Proves").isTrue();
              var test = name + "." + proving.group(1);
              ID.matcher(annotation.group(1))
                  .results()
                  .forEach(
                      id -> proven.computeIfAbsent(id.group(1), _ -> new TreeSet<>()).add(test));
            });
  }

  private static boolean isTest(Path file) {
    var path = file.toString();
    return path.endsWith(".java") && path.contains("/src/test/java/") && !path.contains("/target/");
  }

  private static Map<String, String> gaps() throws IOException {
    var gaps = new TreeMap<String, String>(inOrder());
    resource("gaps.txt")
        .lines()
        .forEach(line -> gaps.put(line.split(" ", 2)[0], line.split(" ", 2)[1]));
    return gaps;
  }

  /** By name, numbers by their value. */
  private static Comparator<String> inOrder() {
    return Comparator.comparing(
        id ->
            NUMBER
                .matcher(id)
                .replaceAll(number -> "%06d".formatted(Integer.parseInt(number.group()))));
  }

  private static String resource(String name) throws IOException {
    try (var resource = ChecksTest.class.getResourceAsStream("/reference/" + name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
