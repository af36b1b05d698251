package dev.brski.proof.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./brski} as a user meets it. */
final class LauncherIT {
  private static final Path LAUNCHER = Path.of(System.getProperty("brski.launcher")).normalize();

  @TempDir Path elsewhere;

  private record Outcome(int exit, String out, String err) {}

  @Test
  void startsFromAnyFolderAndThroughALink() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("b"), LAUNCHER);

    Outcome outcome = run(Map.of(), link.toString(), "--version");
    Files.delete(link);

    assertThat(outcome.exit).isZero();
    assertThat(outcome.out).matches("brski \\d+\\.\\d+\\.\\d+\\S*\\R");
    assertThat(outcome.err).isEmpty();
  }

  @Test
  void wrongUsageIsExitCodeTwo() throws Exception {
    assertThat(run(Map.of(), LAUNCHER.toString(), "no-such-command").exit).isEqualTo(2);
    assertThat(run(Map.of(), LAUNCHER.toString()).exit).isEqualTo(2);
  }

  @Test
  void saysInOneLineThatThereIsNoJdk() throws Exception {
    Path copy = copyOfTheLauncher(script -> script.replaceAll("/(usr|opt|Library)/", "/none/"));

    Outcome outcome =
        run(
            Map.of(
                "JAVA_HOME",
                "/none",
                "HOME",
                elsewhere.toString(),
                "PATH",
                toolsWithoutJava().toString()),
            copy.toString(),
            "--version");

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err).contains("no JDK 25").hasLineCount(1);
  }

  @Test
  void saysWhatToInstallWhenItCannotBuild() throws Exception {
    Path copy = copyOfTheLauncher(script -> script);

    Outcome outcome =
        run(
            Map.of(
                "BRSKI_AS_BUILT",
                "",
                "JAVA_HOME",
                System.getProperty("java.home"),
                "PATH",
                toolsWithoutJava().toString()),
            copy.toString(),
            "--version");

    assertThat(outcome.exit).isEqualTo(1);
    assertThat(outcome.err).contains("Maven").hasLineCount(1);
  }

  @Test
  void buildsOnceForTwoLaunchesAndAgainWhenASourceIsNewer() throws Exception {
    Path copy = copyOfTheLauncher(script -> script);
    Path source = sourceTree();
    Path tools = toolsWithoutJava();
    // This "mvn" counts how often it was called, and leaves a jar that is no program.
    Path mvn =
        Files.writeString(
            tools.resolve("mvn"),
            """
            #!/bin/sh
            echo built >> builds
            sleep 1
            mkdir -p app/command/target/dist/lib
            echo > app/command/target/dist/lib/brski-command.jar
            """);
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment =
        Map.of(
            "BRSKI_AS_BUILT",
            "",
            "JAVA_HOME",
            System.getProperty("java.home"),
            "PATH",
            tools.toString());

    Process first = start(environment, copy.toString());
    Process second = start(environment, copy.toString());
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(builds()).hasSize(1);

    run(environment, copy.toString());
    assertThat(builds()).hasSize(1);

    Files.writeString(source, "// edited");
    run(environment, copy.toString());
    assertThat(builds()).hasSize(2);
  }

  @Test
  void becomesTheProgram() throws Exception {
    Path copy = copyOfTheLauncher(script -> script);
    Path jdk = elsewhere.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    for (String tool : List.of("java", "javac")) {
      Path fake = Files.writeString(jdk.resolve("bin").resolve(tool), "#!/bin/sh\necho $$ $0\n");
      assertThat(fake.toFile().setExecutable(true)).isTrue();
    }
    Path jar = elsewhere.resolve("app/command/target/dist/lib/brski-command.jar");
    Files.createDirectories(jar.getParent());
    Files.createFile(jar);

    Process process =
        start(Map.of("JAVA_HOME", jdk.toString(), "BRSKI_AS_BUILT", "1"), copy.toString());
    String out = text(process.getInputStream());

    assertThat(out).isEqualTo(process.pid() + " " + jdk.resolve("bin/java") + "\n");
  }

  private Path copyOfTheLauncher(UnaryOperator<String> change) throws IOException {
    Path copy = elsewhere.resolve("brski");
    Files.writeString(copy, change.apply(Files.readString(LAUNCHER)));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    return copy;
  }

  private Path sourceTree() throws IOException {
    Files.createFile(elsewhere.resolve("pom.xml"));
    for (String floor : List.of("protocol", "role", "app")) {
      Files.createDirectory(elsewhere.resolve(floor));
    }
    Path main = Files.createDirectories(elsewhere.resolve("foundation/trust/src/main/java"));
    return Files.createFile(main.resolve("Anchor.java"));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(elsewhere.resolve("builds"));
  }

  /** A folder with what the launcher needs of the system, but neither Java nor Maven. */
  private Path toolsWithoutJava() throws IOException {
    Path tools = Files.createDirectories(elsewhere.resolve("tools"));
    for (String tool :
        List.of("sh", "readlink", "find", "mkdir", "touch", "flock", "sed", "tail", "sleep")) {
      Path found =
          Stream.of(System.getenv("PATH").split(":"))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst()
              .orElseThrow(() -> new IOException(tool + " is not installed"));
      Files.copy(found, tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
    }
    return tools;
  }

  private Outcome run(Map<String, String> environment, String... command) throws Exception {
    Process process = start(environment, command);
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    String out = text(process.getInputStream());
    return new Outcome(process.waitFor(), out, err.join());
  }

  private Process start(Map<String, String> environment, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(elsewhere.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
