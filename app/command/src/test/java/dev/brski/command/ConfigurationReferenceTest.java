package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.setup.AuthoritySettings;
import dev.brski.factory.FactorySettings;
import dev.brski.masa.MasaSettings;
import dev.brski.registrar.RegistrarSettings;
import dev.brski.settings.Settings;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the reference are read by the programs, and none of their keys is missing. */
class ConfigurationReferenceTest {

  private static final Path REFERENCE = Path.of("../../docs/reference/configuration.md");

  @TempDir Path folder;

  static Stream<Arguments> examples() {
    return Stream.of(
        Arguments.of("FACTORY/brski.yaml", FactorySettings.class),
        Arguments.of("MASA/brski.yaml", MasaSettings.class),
        Arguments.of("AUTHORITY/brski.yaml", AuthoritySettings.class),
        Arguments.of(
            "AUTHORITY/manufacturers.d/NAME.yaml",
            dev.brski.authority.setup.ManufacturerFile.class),
        Arguments.of("AUTHORITY/profiles.d/NAME.yaml", dev.brski.authority.setup.ProfileFile.class),
        Arguments.of("REGISTRAR/brski.yaml", RegistrarSettings.class),
        Arguments.of(
            "REGISTRAR/manufacturers.d/NAME.yaml",
            dev.brski.registrar.setup.ManufacturerFile.class));
  }

  @ParameterizedTest
  @MethodSource("examples")
  <R extends Record> void anExampleIsReadAndHasEveryKey(String title, Class<R> settings)
      throws IOException {
    var yaml = example(title);

    var everything = yaml.replaceAll("(?m)^# (?=[a-z-]+: [^ ]+( [KMG]iB)?$)", "");
    for (var text : new String[] {yaml, everything}) {
      var file = Files.writeString(folder.resolve("settings.yaml"), text);
      assertThat(Settings.read(file, settings)).isInstanceOf(Verdict.Accepted.class);
    }
    for (var component : settings.getRecordComponents()) {
      assertThat(everything).containsPattern("(?m)^" + key(component) + ":");
    }
  }

  private static String example(String title) throws IOException {
    var found =
        Pattern.compile("#+ [^\n]*`" + title + "`\n+```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(REFERENCE));
    assertThat(found.find()).as("an example of " + title).isTrue();
    return found.group(1);
  }

  private static String key(RecordComponent component) {
    return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
