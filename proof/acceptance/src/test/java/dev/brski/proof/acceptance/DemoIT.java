package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Brski;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code brski demo}, as somebody does it who has just checked this out. */
@Order(2)
class DemoIT {

  private static final List<String> TOLD =
      List.of(
          "voucher-request",
          "registrar voucher-request",
          "voucher",
          "voucher status",
          "certification request (ir)",
          "nested request (nested ir)",
          "certification response (ip)",
          "enroll status");

  @TempDir Path folder;

  private Brski brski() {
    return Brski.packaged(folder.resolve("output"));
  }

  @Test
  void theReportIsOneDocument() throws Exception {
    var report = brski().run("demo", "--dir", folder.resolve("demo"), "--json").expecting(0).json();

    assertThat(report.path("good").asBoolean()).isTrue();
    assertThat(report.path("devices")).hasSize(1);
    var device = report.path("devices").path(0);
    assertThat(device.path("state").asString()).isEqualTo("enrolled");
    assertThat(device.path("verifiedBy")).isNotEmpty();
    assertThat(report.path("steps")).isNotEmpty();
    assertThat(texts(report.path("programs"), "name"))
        .containsExactlyInAnyOrder("masa", "authority", "registrar");
    assertThat(Path.of(report.path("story").asString())).isNotEmptyFile();
  }

  @Test
  void oneDeviceJoinsAndTheStoryTellsOfIt() throws Exception {
    var demo = folder.resolve("demo");

    Run run = brski().run("demo", "--dir", demo).expecting(0);

    assertThat(run.out())
        .contains("Enrolled: ACME-0001")
        .contains("serialNumber=ACME-0001")
        .contains("verified by")
        .contains(demo.resolve("story.html").toString());
    var story = Files.readString(demo.resolve("story.html"));
    assertThat(story).contains(TOLD);
    assertThat(story)
        .doesNotContain("src=", "url(", "@import", "http://", "https://")
        .doesNotContain("does not verify")
        .doesNotContain("is not what the device sent");
    assertThat(story.split("untouched: the same octets", -1)).hasSize(3);
    for (var file : List.of("ldevid.pem", "ldevid.key", "domain-ca.pem", "voucher.vcj")) {
      assertThat(demo.resolve("devices/ACME-0001").resolve(file)).isNotEmptyFile();
    }
    assertThat(programsOf(demo)).isEmpty();
  }

  @Test
  void twentyDevicesJoinAtOnce() throws Exception {
    var demo = folder.resolve("demo");
    try (Program joining = brski().start("demo", "--dir", demo, "--devices", 20)) {
      for (var sign :
          List.of(
              "20 devices leave the factory", " 1 of 20", "10 of 20", "20 of 20", "story.html")) {
        joining.awaitOut(sign);
      }
      assertThat(joining.awaitEnd()).isZero();
      assertThat(joining.out())
          .contains("Enrolled: 20 of 20 devices")
          .contains("verified by others");
    }

    var listed = brski().run("registrar", "devices", "--dir", demo.resolve("registrar"), "--json");
    assertThat(listed.expecting(0).json()).hasSize(20);
    assertThat(listed.json())
        .allSatisfy(device -> assertThat(device.path("state").asString()).isEqualTo("enrolled"));
    assertThat(texts(listed.json(), "certificate")).doesNotHaveDuplicates();
    assertThat(Files.readString(demo.resolve("story.html")))
        .contains("All 20 devices")
        .contains("ACME-0020");
    assertThat(programsOf(demo)).isEmpty();
  }

  @Test
  void devicesThatArriveDuringAnOutageLoseNothing() throws Exception {
    var demo = folder.resolve("demo");

    Run run = brski().run("demo", "--dir", demo, "--devices", 3, "--offline").expecting(0);

    assertThat(run.out())
        .containsSubsequence(
            "the authority is unplugged",
            "is told to wait",
            "queue      ACME-000",
            "waits for its answer",
            "the registrar is killed",
            "the registrar is back",
            "queue      ACME-000",
            "waits for its answer",
            "the authority is back",
            "3 of 3, nothing waits",
            "one certificate each",
            "Enrolled: 3 of 3 devices");
    assertThat(Files.readString(demo.resolve("story.html"))).contains("waiting");
    var certificates =
        brski().run("authority", "certificates", "--dir", demo.resolve("authority"), "--json");
    assertThat(texts(certificates.expecting(0).json(), "device"))
        .containsExactlyInAnyOrder("ACME-0001", "ACME-0002", "ACME-0003");
    assertThat(programsOf(demo)).isEmpty();
  }

  @Test
  void keptProgramsRunUntilTheDemonstrationIsEnded() throws Exception {
    var demo = folder.resolve("demo");
    try (Program kept = brski().start("demo", "--dir", demo, "--keep")) {
      kept.awaitOut("^The programs run until Ctrl-C:$");
      var url = kept.awaitOut("registrar +(https://\\S+)").group(1);
      assertThat(Files.readString(demo.resolve("registrar/run/url")).strip()).isEqualTo(url);
      assertThat(programsOf(demo)).hasSize(3);
      brski().run("registrar", "devices", "--dir", demo.resolve("registrar")).expecting(0);

      assertThat(kept.terminate()).isZero();
    }
    assertThat(programsOf(demo)).isEmpty();
    assertThat(demo.resolve("registrar/run/url")).doesNotExist();
  }

  @Test
  void aDemonstrationThatIsEndedLeavesNoProgramBehind() throws Exception {
    var demo = folder.resolve("demo");
    try (Program begun = brski().start("demo", "--dir", demo)) {
      begun.awaitOut("its MASA runs");
      begun.terminate();
    }
    assertThat(programsOf(demo)).isEmpty();
  }

  @Test
  void aFolderWithADemonstrationIsNotOverwritten() throws Exception {
    var demo = folder.resolve("demo");
    brski().run("factory", "init", "--dir", demo.resolve("factory"), "--name", "Mine").expecting(0);
    var before = Files.readString(demo.resolve("factory/anchor.pem"));

    var refused = brski().run("demo", "--dir", demo).expecting(3);

    assertThat(refused.err()).contains(demo.resolve("factory") + " exists");
    assertThat(demo.resolve("logs")).doesNotExist();
    assertThat(refused.err().lines()).hasSize(2);
    assertThat(demo.resolve("factory/anchor.pem")).hasContent(before);
    assertThat(programsOf(demo)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 101})
  void aDemonstrationHasSomeDevices(int devices) throws Exception {
    brski().run("demo", "--dir", folder.resolve("demo"), "--devices", devices).expecting(2);
  }

  /** The processes whose command line names the folder. */
  private static List<ProcessHandle> programsOf(Path demo) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process.info().arguments().map(List::of).orElse(List.of()).stream()
                    .anyMatch(word -> word.startsWith(demo + "/")))
        .toList();
  }

  private static List<String> texts(JsonNode list, String member) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(node -> node.path(member).asString())
        .toList();
  }
}
