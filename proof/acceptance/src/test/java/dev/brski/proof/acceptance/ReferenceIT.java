package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The reference of the configuration is what the packaged program writes. With {@code
 * -Ddocs.write=true} it is written; otherwise it must be so already.
 */
class ReferenceIT {

  private static final Pattern FILE = Pattern.compile("\\{\\{file (.+?)}}");

  @TempDir Path folder;

  @Test
  void theConfigurationReferenceIsWhatInitWrites() throws Exception {
    brski("factory", "init", "--dir", "acme", "--name", "ACME");
    brski("masa", "init", "--dir", "masa", "--factory", "acme");
    brski("authority", "init", "--dir", "authority", "--name", "Plant 7");
    brski(
        "authority",
        "manufacturer",
        "add",
        "--dir",
        "authority",
        "acme/anchor.pem",
        "--name",
        "acme");
    brski("authority", "profiles", "add", "--dir", "authority", "plc");
    brski("authority", "registrar", "--dir", "authority", "--name", "north", "--out", "registrar");
    brski("registrar", "init", "--dir", "registrar");
    brski(
        "registrar",
        "manufacturer",
        "add",
        "--dir",
        "registrar",
        "acme/anchor.pem",
        "--name",
        "acme",
        "--masa",
        "127.0.0.1:9443",
        "--masa-tls",
        "masa/tls-anchor.pem");
    var page = new StringBuilder();
    var wanted = FILE.matcher(template("configuration.md"));
    while (wanted.find()) {
      var yaml = Files.readString(folder.resolve(wanted.group(1)));
      wanted.appendReplacement(
          page, Matcher.quoteReplacement("```yaml\n" + withoutPorts(yaml).strip() + "\n```"));
    }
    wanted.appendTail(page);
    check("configuration.md", page.toString());
  }

  private static String withoutPorts(String yaml) {
    return yaml.replaceAll("127\\.0\\.0\\.1:[0-9]+", "127.0.0.1:0000");
  }

  private static String template(String name) throws IOException {
    try (var resource = ReferenceIT.class.getResourceAsStream("/reference/" + name)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void check(String name, String page) throws IOException {
    var file = Repository.root().resolve("docs/reference").resolve(name);
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(file, page);
    }
    assertThat(file)
        .as("out of date; write it with: mvn verify -Ddocs.write=true")
        .exists()
        .hasContent(page);
  }

  private String brski(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(System.getProperty("brski.launcher")));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("NO_COLOR", "1");
    builder.environment().put("COLUMNS", "100");
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("brski ended: %s", output).isTrue();
    assertThat(process.exitValue()).as("brski %s: %s", List.of(arguments), output).isZero();
    return output;
  }
}
