package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial's commands, one after the other in one shell, as a reader would type them. */
class TutorialIT {

  private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void everyCommandOfTheTutorialWorks() throws Exception {
    var script = folder.resolve("tutorial.sh");
    Files.writeString(script, "set -eu\n" + String.join("\n", commands()));
    Files.createSymbolicLink(
        Files.createDirectory(folder.resolve("bin")).resolve("brski"),
        Path.of(System.getProperty("brski.launcher")));
    var output = folder.resolve("output");
    var builder =
        new ProcessBuilder("bash", script.toString())
            .directory(Files.createDirectory(folder.resolve("work")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder
        .environment()
        .merge("PATH", folder.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    var shell = builder.start();
    boolean ended = shell.waitFor(3, TimeUnit.MINUTES);
    var family = new ArrayList<>(shell.descendants().toList());
    family.forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();

    var told = Files.readString(output);
    assertThat(ended).as("the tutorial ended within 3 minutes; so far:%n%s", told).isTrue();
    assertThat(shell.exitValue()).as("what the tutorial printed:%n%s", told).isZero();
    assertThat(told).contains("pump/ldevid.pem: OK").contains("enrolled");
    assertThat(family).as("programs still running at the end").isEmpty();
  }

  private static List<String> commands() throws IOException {
    var tutorial = Files.readString(Repository.root().resolve("docs/tutorial/four-programs.md"));
    var found = COMMANDS.matcher(tutorial).results().map(result -> result.group(1)).toList();
    assertThat(found).as("the tutorial's commands").hasSizeGreaterThan(5);
    return found;
  }
}
