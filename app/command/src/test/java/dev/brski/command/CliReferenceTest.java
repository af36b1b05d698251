package dev.brski.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.profile.Profile;
import dev.brski.pledge.PledgeStatus;
import dev.brski.registrar.control.QueueDesk;
import dev.brski.registrar.onboarding.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  /** Of those documents that are records here; each row names every member. */
  @ParameterizedTest
  @MethodSource
  void aRowNamesEveryMemberOfADocument(String command, List<Class<?>> documents)
      throws IOException {
    var row =
        Files.readAllLines(REFERENCE).stream()
            .filter(line -> line.startsWith("| `" + command + "`"))
            .reduce((_, last) -> last)
            .orElseThrow();
    for (var document : documents) {
      for (var member : document.getRecordComponents()) {
        assertThat(row).contains("`" + member.getName() + "`");
      }
    }
  }

  static Stream<Arguments> aRowNamesEveryMemberOfADocument() {
    return Stream.of(
        row("queue ls", Queue.Line.class),
        row("queue show", Queue.Sheet.class, Queue.Note.class),
        row("queue retry", QueueCommand.Due.class),
        row("queue resolve", QueueDesk.Resolved.class),
        row("queue cancel", QueueDesk.Cancelled.class),
        row("authority certificates", AuthorityCommand.Certificate.class),
        row("authority pending", AuthorityPendingCommand.Pending.class),
        row("authority roll issuing-ca", AuthorityRollCommand.Rolled.class),
        row("authority roll root", AuthorityRollCommand.RolledRoot.class),
        row("authority profiles add", AuthorityProfilesCommand.Added.class),
        row("authority profiles ls", AuthorityProfilesCommand.Listed.class),
        row("authority profiles show", Profile.Summary.class),
        row(
            "authority profiles check",
            AuthorityProfilesCommand.Checked.class,
            AuthorityProfilesCommand.Trouble.class),
        row(
            "authority check",
            AuthorityCheckCommand.Checked.class,
            AuthorityCheckCommand.Found.class),
        row("authority crl", AuthorityCrlCommand.Published.class),
        row(
            "pledge status",
            PledgeScreen.Report.class,
            PledgeStatus.Membership.class,
            PledgeStatus.UnderWay.class,
            PledgeStatus.Revocation.class,
            PledgeStatus.Root.class),
        row("cmp get-ca-certs", FindingView.Authorities.class, FindingView.Authority.class),
        row("cmp get-template", FindingView.Template.class),
        row("cmp get-crl", FindingView.Revocations.class),
        row("cmp get-root-update", FindingView.Root.class));
  }

  private static Arguments row(String command, Class<?>... documents) {
    return Arguments.of(command, List.of(documents));
  }

  @Test
  void everyCodeStandsInTheReference() throws IOException {
    var page = Files.readString(REFERENCE);
    for (var code : ExitCode.values()) {
      assertThat(page).contains("| " + code.number() + " |");
    }
  }
}
