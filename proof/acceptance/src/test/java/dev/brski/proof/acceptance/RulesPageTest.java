package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.brski.cmp.CmpCheck;
import dev.brski.proof.acceptance.rules.Room;
import dev.brski.proof.acceptance.rules.Rule;
import dev.brski.proof.acceptance.rules.Start;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of rules over the wire says what the table has, and the table has no gap. */
class RulesPageTest {

  private static final Pattern REQUIREMENT = Pattern.compile("(?m)^- (CMP-[FH][0-9]+) ");

  @Test
  void thePageHasTheTable() throws IOException {
    var page =
        resource("rules-over-the-wire.md")
            .replace(
                "{{rules}}",
                Room.all().stream().map(RulesPageTest::table).collect(Collectors.joining("\n")))
            .replace("{{exceptions}}", exceptionsTable());
    var file = Repository.root().resolve("docs/reference/rules-over-the-wire.md");
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, page);
    }
    assertThat(file)
        .as("out of date; write it with: mvn verify -Ddocs.write=true")
        .exists()
        .hasContent(page);
  }

  @Test
  void everyRequirementIsInTheTableOrExcepted() throws IOException {
    var spec = System.getProperty("brski.spec", "");
    assumeTrue(!spec.isEmpty(), "brski.spec is not set: the requirements are not at hand");
    var required =
        REQUIREMENT
            .matcher(Files.readString(Path.of(spec, "REQUIREMENTS.md")))
            .results()
            .map(MatchResult::group)
            .map(line -> line.substring(2).strip())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(required).isNotEmpty();
    demandWhole(
        required,
        rules().flatMap(rule -> rule.ids().stream()).filter(required::contains),
        exceptions().keySet().stream().filter(id -> id.startsWith("CMP-")));
  }

  @Test
  void everyCheckIsReachedOrExcepted() throws IOException {
    demandWhole(
        Stream.of(CmpCheck.values()).map(Enum::name).collect(Collectors.toSet()),
        rules()
            .flatMap(rule -> Stream.of(rule.authority(), rule.registrar()))
            .flatMap(outcome -> outcome.checks().stream())
            .filter(CmpCheck.class::isInstance)
            .map(check -> ((CmpCheck) check).name()),
        exceptions().keySet().stream().filter(id -> !id.startsWith("CMP-")));
  }

  private static void demandWhole(
      Set<String> wanted, Stream<String> inTable, Stream<String> excepted) {
    var found = inTable.collect(Collectors.toSet());
    var exceptions = excepted.collect(Collectors.toSet());
    assertThat(wanted)
        .as("wanted, and neither in the table nor excepted")
        .allMatch(id -> found.contains(id) || exceptions.contains(id));
    assertThat(exceptions).as("excepted, and known at all").isSubsetOf(wanted);
    assertThat(exceptions).as("excepted, but in the table").doesNotContainAnyElementsOf(found);
  }

  private static Stream<Rule> rules() {
    return Room.all().stream().flatMap(room -> room.rules().stream());
  }

  private static String table(Room room) {
    return room.rules().stream()
        .map(RulesPageTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "## "
                    + room.title()
                    + "\n\n"
                    + "| what is broken | in | RFC 9483 | requirement | authority | registrar |\n"
                    + "|---|---|---|---|---|---|\n",
                "\n"));
  }

  private static String row(Rule rule) {
    return Stream.of(
            rule.broken(),
            rule.starts().stream().map(Start::toString).collect(Collectors.joining(", ")),
            rule.section(),
            String.join(", ", rule.ids()),
            rule.authority().text(),
            rule.registrar().text())
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static String exceptionsTable() throws IOException {
    return exceptions().entrySet().stream()
        .map(row -> "| " + named(row.getKey()) + " | " + row.getValue() + " |")
        .collect(Collectors.joining("\n", "| requirement or check | why |\n|---|---|\n", ""));
  }

  private static String named(String id) {
    return id.startsWith("CMP-") ? id : "`" + CmpCheck.valueOf(id).id() + "`";
  }

  private static Map<String, String> exceptions() throws IOException {
    var exceptions = new LinkedHashMap<String, String>();
    for (var line : resource("rules-over-the-wire.txt").lines().toList()) {
      var cells = List.of(line.split(" ", 2));
      assertThat(exceptions.put(cells.getFirst(), cells.getLast())).as(line).isNull();
    }
    return exceptions;
  }

  private static String resource(String name) throws IOException {
    try (var resource = RulesPageTest.class.getResourceAsStream("/reference/" + name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
