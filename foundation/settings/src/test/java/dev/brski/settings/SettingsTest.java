package dev.brski.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  enum Confirm {
    IMPLICIT,
    EXPLICIT_ALWAYS
  }

  record Place(String host, int port) {

    static Place parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
      }
      return new Place(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }

  record Waiting(Duration pollInterval, Optional<Integer> most) {
    Waiting {
      if (pollInterval.isZero()) {
        throw new IllegalArgumentException("who never waits cannot poll");
      }
    }
  }

  record Role(
      String name,
      Place listen,
      Path key,
      Waiting waiting,
      Confirm confirm,
      boolean strict,
      long limit,
      URI masa,
      Optional<List<Place>> registrars,
      Optional<Map<String, Waiting>> domains) {}

  record Small(Optional<String> name, Optional<Integer> count) {}

  private static final String WHOLE =
      """
      # A role, complete and commented.
      version: 1
      name: "Plant 7"
      listen: "[2001:db8::1]:8443"
      key: keys/registrar.key        # beside this file
      waiting:
        poll-interval: 15m
        most: 10
      confirm: explicit-always
      strict: true
      limit: 5000000000
      masa: https://masa.example:9443
      registrars: [a.example:1, b.example:2]
      domains:
        west: { poll-interval: 0500ms }
        east:
          poll-interval: 4d
      """;

  @TempDir Path folder;

  @Test
  void readsARecordOfEveryKindOfValue() throws Exception {
    assertThat(accepted(WHOLE, Role.class))
        .isEqualTo(
            new Role(
                "Plant 7",
                new Place("[2001:db8::1]", 8443),
                folder.toAbsolutePath().resolve("keys/registrar.key"),
                new Waiting(Duration.ofMinutes(15), Optional.of(10)),
                Confirm.EXPLICIT_ALWAYS,
                true,
                5_000_000_000L,
                URI.create("https://masa.example:9443"),
                Optional.of(List.of(new Place("a.example", 1), new Place("b.example", 2))),
                Optional.of(
                    Map.of(
                        "west", new Waiting(Duration.ofMillis(500), Optional.empty()),
                        "east", new Waiting(Duration.ofDays(4), Optional.empty())))));
  }

  @Test
  void whatIsOptionalMayBeLeftOut() throws Exception {
    assertThat(accepted("version: 1\n", Small.class))
        .isEqualTo(new Small(Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest(name = "{0} → {1} {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          listen:                  | lissten:                | settings-unknown-key   | line 4: there is no key 'lissten'        | Allowed here: confirm, domains, key, limit, listen, masa, name, registrars, strict, waiting
          poll-interval: 15m       | pollInterval: 15m       | settings-unknown-key   | line 7: there is no key 'waiting.pollInterval' | Allowed here: most, poll-interval
          poll-interval: 4d        | poll: 4d                | settings-unknown-key   | line 17: there is no key 'domains.east.poll' | Allowed here: most, poll-interval
          strict: true             | name: again             | settings-duplicate-key | line 10: the key 'name' is already in line 3 | Keep one
          east:                    | west:                   | settings-duplicate-key | line 16: the key 'west' is already in line 15 | Keep one
          strict: true             | # strict: true          | settings-missing-key   | the key 'strict' is missing              | Allowed here: confirm
          poll-interval: 15m       | # nothing               | settings-missing-key   | line 8: the key 'waiting.poll-interval' is missing | Allowed here: most, poll-interval
          version: 1               | # version: 1            | settings-missing-key   | the key 'version' is missing             | Add 'version: 1'
          version: 1               | version: 2              | settings-version       | line 2: this program knows settings of version 1 only | Write 'version: 1'
          version: 1               | version: [1]            | settings-version       | line 2                                   | Write
          strict: true             | strict: yes             | settings-value         | line 10: 'strict' is a text, not true or false | Write true or false
          limit: 5000000000        | limit: many             | settings-value         | line 11: 'limit' is a text, not a whole number | Write a whole number
          limit: 5000000000        | limit: 5.5              | settings-value         | 'limit' is a number with a fraction      | Write a whole number
          limit: 5000000000        | limit: 99999999999999999999 | settings-value     | line 11: 'limit'                         | Write a whole number
          most: 10                 | most: 5000000000        | settings-value         | line 8: 'waiting.most'                   | Write a whole number
          most: 10                 | most:                   | settings-value         | line 8: 'waiting.most' is no value       | Write a whole number
          name: "Plant 7"        | name: 7                 | settings-value         | line 3: 'name' is a whole number, not a text | in quotes
          name: "Plant 7"        | name: true              | settings-value         | line 3: 'name' is true or false, not a text | in quotes
          name: "Plant 7"        | name: [a]               | settings-value         | line 3: 'name' is a list, not a text     | Write a text
          name: "Plant 7"        | name: null              | settings-value         | line 3: 'name' is no value, not a text   | Write a text
          "[2001:db8::1]:8443"   | nowhere                 | settings-value         | line 4: 'listen' does not fit: 'nowhere' is not HOST:PORT | Write
          poll-interval: 15m       | poll-interval: soon     | settings-value         | line 7: 'waiting.poll-interval' does not fit: 'soon' is not a duration such as 500ms, 5s | Write a duration
          poll-interval: 15m       | poll-interval: 15       | settings-value         | '15' is not a duration                   | Write a duration
          poll-interval: 15m       | poll-interval: 0        | settings-value         | in 'waiting': who never waits cannot poll | Correct it
          explicit-always          | sometimes               | settings-value         | line 9: 'confirm' does not fit: 'sometimes' is unknown | Write one of explicit-always, implicit
          keys/registrar.key       | pkcs11:token=x          | settings-value         | line 5: 'key' does not fit: 'pkcs11:token=x' is not in a file | Write the name of a file
          https://masa.example:9443| not a url             | settings-value         | line 12: 'masa' does not fit             | Write a URL
          [a.example:1, b.example:2] | [a.example:1, b]      | settings-value         | line 13: 'registrars[1]' does not fit: 'b' is not HOST:PORT | Write
          [a.example:1, b.example:2] | a.example:1           | settings-value         | line 13: 'registrars' is a text, not a list | Write a list
          { poll-interval: 0500ms }  | 5s                    | settings-value         | line 15: 'domains.west' is a text, not a group of keys | Write
          registrars: [            | registrars: &n [        | settings-syntax        | line 13: there is an anchor or alias     | Write the value out
          limit: 5000000000        | limit: *n               | settings-syntax        | line 11                                  | Write the value out
          limit: 5000000000        | limit: !!int 5          | settings-syntax        | line 11: there is a tag                  | Remove
          limit: 5000000000        | limit: [5               | settings-syntax        | it is not well-formed YAML               | Correct it
          """)
  void refusesWhatIsNotMeant(
      String written, String instead, String check, String cause, String remedy) throws Exception {
    assertThat(WHOLE).contains(written);
    var refusal =
        refused(WHOLE.replace(written, instead).getBytes(StandardCharsets.UTF_8), Role.class);
    assertThat(refusal.check().id()).isEqualTo(check);
    assertThat(refusal.cause()).startsWith(folder.resolve("brski.yaml").toString()).contains(cause);
    assertThat(refusal.remedy()).contains(remedy);
    assertThat(refusal.toString()).doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "# nothing but a remark\n", "version: 1\n---\nversion: 1\n", "- 1\n", "5\n"})
  void refusesAFileThatIsNotOneGroupOfKeys(String text) throws Exception {
    assertThat(refused(text.getBytes(StandardCharsets.UTF_8), Small.class).cause())
        .contains("brski.yaml");
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeepOrNotText() throws Exception {
    var large = ("version: 1\n#" + "x".repeat(300_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(refused(large, Small.class).check()).isEqualTo(SettingsCheck.TOO_LARGE);
    var deep = ("version: 1\nname: " + "[".repeat(10_000)).getBytes(StandardCharsets.UTF_8);
    assertThat(refused(deep, Small.class).check()).isEqualTo(SettingsCheck.SYNTAX);
    var latin = "version: 1\nname: Zürich\n".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(refused(latin, Small.class).cause()).contains("not UTF-8");
    var binary = "version: 1\nname: a\0b\n".getBytes(StandardCharsets.UTF_8);
    assertThat(refused(binary, Small.class).check()).isEqualTo(SettingsCheck.SYNTAX);
  }

  @Test
  void saysWhichFileIsMissing() {
    var missing = folder.resolve("none.yaml");
    assertThat(Settings.read(missing, Small.class))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.refusal().check()).isEqualTo(SettingsCheck.UNREADABLE);
              assertThat(refused.refusal().cause()).contains(missing.toString());
            });
  }

  @Test
  void readsAFolderOfFilesByName() throws Exception {
    assertThat(Settings.readFolder(folder.resolve("none.d"), Small.class))
        .isEqualTo(Verdict.accepted(Map.of()));
    Files.writeString(folder.resolve("b.yaml"), "version: 1\nname: two\n");
    Files.writeString(folder.resolve("a.yaml"), "version: 1\nname: one\n");
    Files.writeString(folder.resolve("a.yaml.bak"), "not even YAML: [");
    assertThat(Settings.readFolder(folder, Small.class).map(all -> List.copyOf(all.entrySet())))
        .isEqualTo(
            Verdict.accepted(
                List.of(
                    Map.entry("a", new Small(Optional.of("one"), Optional.empty())),
                    Map.entry("b", new Small(Optional.of("two"), Optional.empty())))));
    Files.writeString(folder.resolve("c.yaml"), "version: 1\nnam: three\n");
    assertThat(Settings.readFolder(folder, Small.class))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.refusal().cause()).contains("c.yaml line 2"));
  }

  @Test
  void aRecordThatCannotBeBoundIsAFaultOfOurs() throws Exception {
    record Odd(Thread thread) {}
    var file = Files.writeString(folder.resolve("brski.yaml"), "version: 1\nthread: x\n");
    assertThatThrownBy(() -> Settings.read(file, Odd.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Thread");
  }

  private <R extends Record> R accepted(String text, Class<R> type) throws IOException {
    var file = Files.writeString(folder.resolve("brski.yaml"), text);
    return switch (Settings.read(file, type)) {
      case Verdict.Accepted<R>(R settings) -> settings;
      case Verdict.Refused<R>(Refusal refusal) -> throw new AssertionError(refusal);
    };
  }

  private <R extends Record> Refusal refused(byte[] octets, Class<R> type) throws IOException {
    var file = Files.write(folder.resolve("brski.yaml"), octets);
    return switch (Settings.read(file, type)) {
      case Verdict.Accepted<R>(R settings) -> throw new AssertionError(settings);
      case Verdict.Refused<R>(Refusal refusal) -> refusal;
    };
  }
}
