package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.Stage;
import dev.brski.authority.ledger.Transition;
import dev.brski.registrar.onboarding.Enrollment;
import dev.brski.registrar.onboarding.Imprint;
import dev.brski.registrar.onboarding.JoinRequest;
import dev.brski.registrar.onboarding.Lifecycle;
import dev.brski.registrar.onboarding.Parcel;
import dev.brski.registrar.onboarding.Review;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on waiting draws the states that the programs have. */
class WaitingPageTest {

  private static final String BEGIN = "<!-- states: made from the program -->\n";
  private static final String END = "<!-- end of states -->\n";

  @Test
  void thePageDrawsTheStatesOfTheProgram() throws IOException {
    var file = Repository.root().resolve("docs/explanation/waiting.md");
    var page = Files.readString(file);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).as("the page has the marks").isGreaterThan(BEGIN.length() - 1);
    assertThat(end).as("the page has the marks").isGreaterThanOrEqualTo(begin);
    var expected = page.substring(0, begin) + "\n" + diagrams() + "\n" + page.substring(end);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("out of date; write it with: mvn verify -Ddocs.write=true")
        .hasContent(expected);
  }

  private static String diagrams() {
    return String.join(
        "\n",
        registrar(Imprint.LIFE, List.of(Imprint.State.values())),
        registrar(Review.LIFE, List.of(Review.State.values())),
        registrar(Enrollment.LIFE, List.of(Enrollment.State.values())),
        registrar(Parcel.LIFE, List.of(Parcel.State.values())),
        registrar(JoinRequest.LIFE, List.of(JoinRequest.State.values())),
        authority());
  }

  private static <S extends Enum<S> & Lifecycle.State, E extends Enum<E> & Lifecycle.Event>
      String registrar(Lifecycle<S, E> life, List<S> states) {
    var lines = new ArrayList<String>();
    states.forEach(state -> lines.add(state.name() + ": " + state.title()));
    life.arrows()
        .forEach(
            arrow ->
                lines.add(
                    arrow(
                        arrow.from().map(Enum::name),
                        arrow.to().name(),
                        word(arrow.event().by()) + " " + arrow.event().title())));
    states.stream().filter(life::isEnd).forEach(state -> lines.add(state.name() + " --> [*]"));
    return diagram("At the registrar: a " + life.subject(), lines);
  }

  private static String word(Lifecycle.Actor actor) {
    return switch (actor) {
      case MASA -> "MASA";
      case PLEDGE, REGISTRAR, AUTHORITY, OPERATOR -> actor.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String authority() {
    var lines = new ArrayList<String>();
    Stream.of(Stage.values()).forEach(stage -> lines.add(stage.name() + ": " + stage.title()));
    Stream.of(Transition.values())
        .forEach(
            transition ->
                lines.add(
                    arrow(
                        transition.from().map(Enum::name),
                        transition.to().name(),
                        transition.event())));
    Stream.of(Stage.values())
        .filter(Stage::isFinal)
        .forEach(stage -> lines.add(stage.name() + " --> [*]"));
    return diagram("At the authority: an enrollment", lines);
  }

  private static String arrow(Optional<String> from, String to, String label) {
    return from.orElse("[*]") + " --> " + to + ": " + label;
  }

  private static String diagram(String title, List<String> lines) {
    return "### "
        + title
        + "\n\n```mermaid\nstateDiagram-v2\n    "
        + String.join("\n    ", lines)
        + "\n```\n";
  }
}
