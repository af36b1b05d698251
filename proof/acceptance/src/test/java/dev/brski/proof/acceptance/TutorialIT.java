package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tutorials' commands, one after the other in one shell each, as a reader would type them. */
class TutorialIT {

  private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  /** A page, and what its commands print, in this order. */
  record Tutorial(String file, List<String> told) {

    Path path() {
      return Repository.root().resolve("docs/tutorial").resolve(file);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Tutorial> tutorials() {
    return Stream.of(
        new Tutorial(
            "four-programs.md",
            List.of(
                "ready https://",
                "Enrolled: device SN-0815",
                "pump/ldevid.pem: OK",
                "assertion: proximity",
                "Enrolled already: device SN-0815")),
        new Tutorial(
            "run-a-masa.md",
            List.of(
                "The MASA of masa would start",
                "unknown-customer",
                "ended with 3",
                "Nothing was changed; without --dry-run this will be recorded.",
                "Recorded.",
                "Device SN-0001 is Plant 7's",
                "A device of acme would enroll now.",
                "3 added",
                "Enrolled: device SN-0001",
                "assertion: verified",
                "nothing in the audit log is held against the device",
                "HTTP status 403",
                "ended with 3",
                "Device SN-0002 is Mill's",
                "sold to another",
                "Device SN-0002 is Plant 7's now; before, it was Mill's",
                "Enrolled: device SN-0002",
                "Device SN-0003 is blocked",
                "HTTP status 403",
                "ended with 3",
                "Device SN-0003 is Plant 7's, and is blocked",
                "in vain")));
  }

  @ParameterizedTest
  @MethodSource("tutorials")
  void everyCommandOfATutorialWorks(Tutorial tutorial) throws Exception {
    var script = folder.resolve("tutorial.sh");
    Files.writeString(script, "set -eu\n" + String.join("\n", commands(tutorial)));
    Files.createSymbolicLink(
        Files.createDirectory(folder.resolve("bin")).resolve("brski"),
        Path.of(System.getProperty("brski.launcher")));
    var output = folder.resolve("output");
    var work = Files.createDirectory(folder.resolve("work")).toRealPath();
    var builder =
        new ProcessBuilder("bash", script.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    var shell = builder.start();
    boolean ended = shell.waitFor(10, TimeUnit.MINUTES);
    shell.destroyForcibly().waitFor();
    var left = whatRunsIn(work);
    left.forEach(ProcessHandle::destroyForcibly);

    var told = Files.readString(output);
    assertThat(ended).as("the tutorial ended within 10 minutes; so far:%n%s", told).isTrue();
    assertThat(shell.exitValue()).as("what the tutorial printed:%n%s", told).isZero();
    assertThat(told).containsSubsequence(tutorial.told);
    assertThat(left).as("programs still running at the end").isEmpty();
  }

  @Test
  void everyTutorialIsRun() throws IOException {
    try (var files = Files.list(Repository.root().resolve("docs/tutorial"))) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(tutorials().map(Tutorial::path).toList());
    }
  }

  /** A program that outlives its shell is nobody's child; what it keeps is its folder. */
  private static List<ProcessHandle> whatRunsIn(Path work) {
    return ProcessHandle.allProcesses().filter(process -> folderOf(process).equals(work)).toList();
  }

  private static Path folderOf(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
    } catch (IOException _) {
      return Path.of("/"); // ended meanwhile, or another user's
    }
  }

  private static List<String> commands(Tutorial tutorial) throws IOException {
    var text = Files.readString(tutorial.path());
    var found = COMMANDS.matcher(text).results().map(result -> result.group(1)).toList();
    assertThat(found).as("the tutorial's commands").hasSizeGreaterThan(5);
    return found;
  }
}
