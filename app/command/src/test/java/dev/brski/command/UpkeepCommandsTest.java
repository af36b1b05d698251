package dev.brski.command;

import static dev.brski.command.Ended.brski;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of an enrolled pledge, as far as they need nobody who answers. */
class UpkeepCommandsTest {

  @TempDir Path folder;
  private Path pledge;

  @BeforeEach
  void makeADevice() {
    pledge = Folders.makeDevice(folder);
  }

  private Ended run(String line) {
    return brski((Object[]) (line + " --dir " + pledge).split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pledge renew --when-due --keep",
        "pledge renew --keep --no-clock",
        "pledge renew --when-due --no-clock",
        "pledge renew --keep --wait 5s",
        "pledge renew --confirm perhaps",
        "pledge renew --wait soon",
        "pledge revoke --reason because",
        "pledge revoke --reason certificate-hold",
        "cmp get-crl --wait soon"
      })
  void whatMakesNoSenseIsWrongUsage(String line) {
    var ended = run(line);

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).startsWith("brski: ");
    assertThat(ended.err().lines()).hasSizeBetween(2, 3);
    assertThat(ended.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pledge renew",
        "pledge renew --when-due",
        "pledge renew --keep",
        "pledge revoke",
        "cmp get-ca-certs",
        "cmp get-template",
        "cmp get-crl",
        "cmp get-root-update"
      })
  void whoIsNobodysIsToldToOnboard(String line) {
    var ended = run(line);

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.err())
        .startsWith("brski: Device SN-1 cannot ")
        .contains("its state is factory-default", "[9483-4.1.3-membership]")
        .contains("brski pledge onboard --dir " + pledge);
    assertThat(ended.err().lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pledge renew", "pledge revoke", "cmp get-crl"})
  void aProgramIsToldInOneDocument(String line) {
    var ended = run(line + " --json");

    assertThat(ended.code()).isEqualTo(3);
    assertThat(ended.json().path("outcome").asString()).isEqualTo("unable");
    assertThat(ended.json().path("cause").asString()).contains("not enrolled");
    assertThat(ended.json().path("remedy").asString()).contains("onboard");
  }

  @Test
  void theStatusSaysWhatIsUnderWay() {
    var status = run("pledge status --json").json();

    assertThat(status.path("renewalDue").isNull()).isTrue();
    assertThat(status.path("underWay").isEmpty()).isTrue();
    assertThat(status.path("revoked").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pledge renew --dir /no/such/folder",
        "pledge revoke --dir /no/such/folder",
        "cmp get-ca-certs --dir /no/such/folder"
      })
  void aFolderThatIsNotThereIsNamed(String line) {
    var ended = brski((Object[]) line.split(" "));

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("/no/such/folder");
  }
}
