package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference says what the program does, command by command and option by option. */
class CliReferenceTest {

  private static final Path REFERENCE = Path.of("../../docs/reference/cli.md");
  private static final String BEGIN = "<!-- commands: made from the program -->\n";
  private static final String END = "<!-- end of commands -->\n";

  /** {@code -Dbrski.docs=write} writes the part of the page that is made from the program. */
  @Test
  void theReferenceNamesEveryCommandAndOption() throws IOException {
    var page = Files.readString(REFERENCE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin)
        .as("the page has the marks")
        .isGreaterThan(BEGIN.length())
        .isLessThanOrEqualTo(end);
    var expected = "\n" + CliReference.sections() + "\n";
    if ("write".equals(System.getProperty("brski.docs"))) {
      Files.writeString(REFERENCE, page.substring(0, begin) + expected + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as("say mvn test -pl app/command -Dtest=CliReferenceTest -Dbrski.docs=write")
        .isEqualTo(expected);
  }

  @Test
  void everyCodeStandsInTheReference() throws IOException {
    var page = Files.readString(REFERENCE);
    for (var code : ExitCode.values()) {
      assertThat(page).contains("| " + code.number() + " |");
    }
  }
}
