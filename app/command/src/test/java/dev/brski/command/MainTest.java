package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, as far as it needs no other process. */
class MainTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-such-command",
        "factory",
        "registrar manufacturer",
        "factory init --dir d",
        "factory init --dir d --name n --colour red",
        "factory device --dir d --serial s --masa no-port --out o",
        "masa init --dir d --factory f --listen 127.0.0.1:99999",
        "pledge onboard --dir d --wait soon",
        "pledge onboard --dir d --confirm perhaps",
        "demo --devices many",
        "voucher inspect",
      })
  void wrongUsageEndsWithTwoAndSaysWhereToLook(String line) {
    var ended = brski((Object[]) line.split(" ", -1));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines()).hasSizeBetween(2, 3);
    assertThat(ended.err()).startsWith("brski: ").contains("--help").doesNotContain("    at ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "masa run --dir /no/such/folder",
        "authority certificates --dir /no/such/folder",
        "registrar devices --dir /no/such/folder",
        "pledge status --dir /no/such/folder",
        "voucher inspect /no/such/file",
        "cmp inspect /no/such/file",
        "factory device --dir /no/such/folder --serial s --masa h:1 --out o",
      })
  void whatIsNotThereCannotBeUsed(String line) {
    var ended = brski((Object[]) line.split(" ", -1));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err().lines()).hasSize(2);
    assertThat(ended.err()).contains("/no/such/").doesNotContain("    at ");
  }

  @Test
  void aSettingsFileThatIsWrongNamesLineAndKey() throws IOException {
    Files.writeString(folder.resolve("brski.yaml"), "version: 1\nname: ACME\ncolour: red\n");

    var ended =
        brski(
            "factory",
            "device",
            "--dir",
            folder,
            "--serial",
            "s",
            "--masa",
            "h:1",
            "--out",
            folder.resolve("out"));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("brski.yaml").contains("colour");
  }

  @Test
  void whatKeepsDevicesFromTheirVouchersIsNamedAllAtOnce() throws IOException {
    var masa = folder.resolve("masa");
    brski("factory", "init", "--dir", folder.resolve("acme"), "--name", "ACME");
    brski("masa", "init", "--dir", masa, "--factory", folder.resolve("acme"));
    var sound = brski("masa", "check", "--dir", masa, "--json");
    assertThat(sound.code()).isZero();
    assertThat(sound.json().path("findings").isEmpty()).isTrue();
    assertThat(sound.json().path("journal").asLong()).isZero();
    assertThat(brski("masa", "check", "--dir", masa).out()).contains("would start, on 127.0.0.1:");

    Files.copy(
        masa.resolve("idevid-anchor.pem"),
        masa.resolve("voucher-anchor.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(masa.resolve("keys/tls.key"));
    var broken = brski("masa", "check", "--dir", masa);

    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.out())
        .contains("lets no device in:")
        .contains("stops: ", "[masa-signer]")
        .contains("keys/tls.key does not exist [masa-file]")
        .contains("Put the file back from a backup");
    var document = brski("masa", "check", "--dir", masa, "--json");
    assertThat(document.code()).isEqualTo(3);
    assertThat(document.json().path("findings").size()).isEqualTo(2);
    assertThat(document.json().path("findings").get(0).path("stops").asBoolean()).isTrue();
  }

  @Test
  void nothingIsOverwritten() {
    assertThat(brski("factory", "init", "--dir", folder, "--name", "ACME").code()).isZero();

    var again = brski("factory", "init", "--dir", folder, "--name", "Other");

    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err()).contains("brski.yaml exists").contains("[factory-exists]");
    assertThat(again.err().lines()).hasSize(2);
  }

  @Test
  void aDeviceIsMadeAndSaysWhereItIs() {
    brski("factory", "init", "--dir", folder.resolve("f"), "--name", "ACME");

    var made =
        brski(
            "factory",
            "device",
            "--dir",
            folder.resolve("f"),
            "--serial",
            "SN-1",
            "--masa",
            "masa.example:9443",
            "--out",
            folder.resolve("p"),
            "--json");

    assertThat(made.code()).isZero();
    assertThat(made.json().path("serial").asString()).isEqualTo("SN-1");
    assertThat(made.json().path("subject").asString()).contains("serialNumber=SN-1");
    assertThat(
            brski("pledge", "status", "--dir", folder.resolve("p"), "--json")
                .json()
                .path("state")
                .asString())
        .isEqualTo("factory-default");
  }

  @Test
  void aPledgeThatKnowsNoRegistrarIsToldToNameOne() {
    Folders.makeDevice(folder);

    var lost = brski("pledge", "onboard", "--dir", folder.resolve("p"));
    var odd = brski("pledge", "onboard", "--dir", folder.resolve("p"), "--registrar", "http://h:1");

    assertThat(lost.code()).isEqualTo(2);
    assertThat(lost.err()).contains("--registrar https://");
    assertThat(odd.code()).isEqualTo(2);
  }

  @Test
  void aRegistrarThatIsNotThereIsWorthAnotherTry() {
    Folders.makeDevice(folder);

    var alone =
        brski(
            "pledge",
            "onboard",
            "--dir",
            folder.resolve("p"),
            "--registrar",
            "https://127.0.0.1:1",
            "--json");

    assertThat(alone.code()).isEqualTo(5);
    assertThat(alone.err()).contains("https://127.0.0.1:1").contains("connect");
    assertThat(alone.err().lines()).hasSize(2);
    assertThat(alone.json().path("outcome").asString()).isEqualTo("unreachable");
  }

  @Test
  void whatCannotBeDecodedIsRefusedWithoutAStackTrace() throws IOException {
    var file = Files.writeString(folder.resolve("noise"), "\u001b]0;title\u0007 no DER");

    for (var command : new String[] {"voucher", "cmp"}) {
      var ended = brski(command, "inspect", file);
      assertThat(ended.code()).isEqualTo(3);
      assertThat(ended.err().lines()).hasSize(2);
      assertThat(ended.err()).doesNotContain("\u001b").doesNotContain("\u0007");
    }
  }

  @Test
  void whoNamesWhatIsNoVoucherIsToldWhatOneLooksLike() throws IOException {
    var file = Files.writeString(folder.resolve("noise"), "no DER");

    assertThat(brski("voucher", "inspect", file).err().lines())
        .last()
        .asString()
        .isEqualTo("  Give a voucher or voucher-request: CMS in DER, base64 or PEM.");
  }

  @Test
  void verboseShowsWhereInTheProgram() {
    assertThat(brski("--verbose", "voucher", "inspect", "/no/such/file").err()).contains("    at ");
    assertThat(brski("voucher", "inspect", "/no/such/file", "--verbose").err()).contains("    at ");
  }

  @Test
  void theHelpNamesEveryGroup() {
    assertThat(brski("--help").out())
        .contains("demo", "factory", "masa", "authority", "registrar", "pledge", "voucher", "cmp");
  }
}
