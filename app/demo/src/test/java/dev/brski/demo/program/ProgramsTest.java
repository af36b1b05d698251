package dev.brski.demo.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of a shell, standing for ours. */
class ProgramsTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  private Programs doing(String script) throws IOException {
    var program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new Programs(new Launcher(program), folder.resolve("logs"));
  }

  @Test
  void aRoleIsReadyWhenItSaysSo() throws Exception {
    try (var programs =
        doing("echo starting; echo ready https://127.0.0.1:1; exec tail -f /dev/null")) {
      var role = programs.start("role", _ -> {}, List.of());

      assertThat(role.ready(LONG)).isEqualTo("https://127.0.0.1:1");
      assertThat(role.hasEnded()).isFalse();
    }
  }

  @Test
  void aRoleThatEndsBeforeIsShownWithItsLastWords() throws Exception {
    try (var programs = doing("echo the disk is full >&2; exit 1")) {
      var role = programs.start("role", _ -> {}, List.of());

      assertThatThrownBy(() -> role.ready(LONG))
          .isInstanceOfSatisfying(
              ProgramFailed.class,
              failed -> {
                assertThat(failed).hasMessageContaining("role ended before it was ready");
                assertThat(failed.why()).contains("the disk is full");
                assertThat(failed.remedy()).contains("role.log");
              });
    }
  }

  @Test
  void whatDoesNotHappenInTimeIsNamed() throws Exception {
    try (var programs = doing("exec tail -f /dev/null")) {
      var role = programs.start("role", _ -> {}, List.of());

      assertThatThrownBy(() -> role.ready(Duration.ofMillis(50)))
          .isInstanceOf(ProgramFailed.class)
          .hasMessageContaining("did not say within");
    }
  }

  @Test
  void linesAreToldAsTheyComeAndKept() throws Exception {
    try (var programs = doing("echo one; echo two; echo aside >&2; echo three")) {
      var heard = new CopyOnWriteArrayList<String>();
      var program = programs.start("program", heard::add, List.of());

      assertThat(program.exit(LONG)).isZero();
      assertThat(heard).containsExactly("one", "two", "three");
      assertThat(program.printed()).isEqualTo(heard);
      assertThat(program.log()).hasContent("aside");
    }
  }

  @Test
  void aCommandThatFailsFails() throws Exception {
    try (var programs = doing("echo refused >&2; exit 3")) {
      assertThatThrownBy(() -> programs.run("a command", List.of("factory", "init")))
          .isInstanceOfSatisfying(
              ProgramFailed.class,
              failed -> {
                assertThat(failed).hasMessage("brski factory init ended with 3");
                assertThat(failed.why()).contains("refused");
              });
    }
  }

  @Test
  void noneOutlivesTheClosing() throws Exception {
    Program gentle;
    var programs = doing("echo ready x; exec tail -f /dev/null");
    try (programs) {
      gentle = programs.start("gentle", _ -> {}, List.of());
      gentle.ready(LONG);
    }
    assertThat(gentle.hasEnded()).isTrue();
    assertThatThrownBy(() -> programs.start("late", _ -> {}, List.of()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("late was not started");
  }

  @Test
  void oneThatDoesNotObeyIsKilled() throws Exception {
    Program deaf;
    try (var programs = doing("trap '' TERM; echo ready x; while :; do sleep 1; done")) {
      deaf = programs.start("deaf", _ -> {}, List.of());
      deaf.ready(LONG);
    }
    assertThat(deaf.hasEnded()).isTrue();
  }
}
