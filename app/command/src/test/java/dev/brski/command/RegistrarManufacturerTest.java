package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a manufacturer's MASA is, on the command line. */
@Proves("RG-13")
class RegistrarManufacturerTest {

  @TempDir Path folder;

  @BeforeEach
  void make() {
    Folders.make(folder);
  }

  private Ended add(String... where) {
    var words =
        new ArrayList<Object>(
            List.of(
                "registrar",
                "manufacturer",
                "add",
                "--dir",
                folder.resolve("r"),
                folder.resolve("f/anchor.pem"),
                "--name",
                "acme",
                "--masa-tls",
                folder.resolve("m/tls-anchor.pem"),
                "--json"));
    words.addAll(List.of(where));
    return brski(words.toArray());
  }

  @Test
  void hostsAreListedOneByOne() throws Exception {
    var ended = add("--masa-host", "masa.acme.example", "--masa-host=*.masa.acme.example:9443");

    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.json().path("masa").stringValue())
        .isEqualTo("masa.acme.example, *.masa.acme.example:9443");
    assertThat(Files.readString(folder.resolve("r/manufacturers.d/acme.yaml")))
        .contains("\nmasa-hosts: [\"masa.acme.example\",\"*.masa.acme.example:9443\"]\n");
  }

  @Test
  void oneIsFixed() throws Exception {
    var ended = add("--masa", "127.0.0.1:9443");

    assertThat(ended.json().path("masa").stringValue()).isEqualTo("127.0.0.1:9443");
    assertThat(Files.readString(folder.resolve("r/manufacturers.d/acme.yaml")))
        .contains("\nmasa: \"127.0.0.1:9443\"\n");
  }

  @Test
  void itIsOneOrTheOther() {
    assertThat(add().code()).isNotZero();
    assertThat(add("--masa", "127.0.0.1:9443", "--masa-host", "masa.acme.example").code())
        .isNotZero();
    var ended = add("--masa-host", "https://masa.acme.example/");
    assertThat(ended.code()).isNotZero();
    assertThat(ended.err()).contains("masa.acme.example");
    assertThat(folder.resolve("r/manufacturers.d/acme.yaml")).doesNotExist();
  }

  @Test
  @Proves("RG-12")
  void whatIsTakenIsListedUntilItIsRemoved() {
    var dir = folder.resolve("r").toString();
    assertThat(brski("registrar", "manufacturer", "ls", "--dir", dir).out())
        .contains("No manufacturer's devices are taken");
    add("--masa", "127.0.0.1:9443");

    var listed = brski("registrar", "manufacturer", "ls", "--dir", dir, "--json").json().get(0);
    assertThat(listed.path("name").stringValue()).isEqualTo("acme");
    assertThat(listed.path("masa").stringValue()).isEqualTo("127.0.0.1:9443");
    assertThat(listed.path("anchors").get(0).stringValue()).contains("ACME");
    assertThat(brski("registrar", "manufacturer", "ls", "--dir", dir).out())
        .contains("acme", "127.0.0.1:9443", "ACME");

    assertThat(brski("registrar", "manufacturer", "remove", "--dir", dir, "../brski").code())
        .isEqualTo(3);
    assertThat(folder.resolve("r/brski.yaml")).exists();
    var removed = brski("registrar", "manufacturer", "remove", "--dir", dir, "acme");
    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(folder.resolve("r/manufacturers.d")).isEmptyDirectory();
    var again = brski("registrar", "manufacturer", "remove", "--dir", dir, "acme");
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("manufacturer ls");
    assertThat(add("--masa", "127.0.0.1:9443").code()).isZero();
  }
}
