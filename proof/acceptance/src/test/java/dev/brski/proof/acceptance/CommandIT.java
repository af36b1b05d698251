package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The command line as scripts rely on it. */
class CommandIT {

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.running(folder);
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @Test
  void aMemberIsReportedByEverybody() throws Exception {
    var device = plant.device("CMD-1");

    var joined = device.onboarded(plant.registrar(), "--json").expecting(0).json();

    assertThat(joined.path("outcome").asString()).isEqualTo("enrolled");
    assertThat(joined.path("serial").asString()).isEqualTo("CMD-1");
    assertThat(joined.path("state").asString()).isEqualTo("enrolled");
    assertThat(joined.path("reported").asBoolean()).isTrue();
    var certificate = joined.path("certificate").path("serial").asString();

    var registered = plant.registered("CMD-1");
    assertThat(names(registered))
        .contains("serial", "manufacturer", "state", "since", "waitsFor", "certificate");
    assertThat(registered.path("state").asString()).isEqualTo("enrolled");
    assertThat(registered.path("certificate").asString()).isEqualTo(certificate);
    assertThat(registered.path("waitsFor").isNull()).isTrue();
    assertThat(Instant.parse(registered.path("since").asString())).isBefore(Instant.now());

    var issued = plant.certificates("CMD-1");
    assertThat(issued).hasSize(1);
    assertThat(names(issued.getFirst())).contains("serial", "subject", "device", "time", "state");
    assertThat(issued.getFirst().path("serial").asString()).isEqualTo(certificate);
    assertThat(issued.getFirst().path("subject").asString()).contains("serialNumber=CMD-1");

    var log =
        plant
            .run("masa", "log", "--dir", plant.masa().folder(), "--serial", "CMD-1", "--json")
            .json();
    assertThat(log.path("events")).hasSize(1);
    assertThat(device.status().path("state").asString()).isEqualTo("enrolled");
  }

  @Test
  void whatADeviceGotCanBeInspected() throws Exception {
    var device = plant.device("CMD-2");
    device.onboarded(plant.registrar()).expecting(0);

    var voucher = plant.run("voucher", "inspect", device.file("voucher.vcj"));
    var asJson = plant.run("voucher", "inspect", device.file("voucher.vcj"), "--json").json();

    assertThat(voucher.out()).contains("CMD-2").contains("verifies with the key of");
    assertThat(asJson.path("label").asString()).isEqualTo("voucher");
    try (var messages = Files.list(device.file("data/messages"))) {
      var ip = messages.filter(file -> file.getFileName().toString().startsWith("ip-")).findFirst();
      assertThat(plant.run("cmp", "inspect", ip.orElseThrow()).out())
          .contains("PKIMessage")
          .contains("implicitConfirm");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"masa", "authority", "registrar"})
  void anAlteredJournalIsFound(String role) throws Exception {
    plant.device("CMD-journal-" + role).onboarded(plant.registrar()).expecting(0);
    var folder = roleFolder(role);
    var sound = plant.run(role, "check", "--dir", folder, "--json").json();
    assertThat(sound.path("journal").asLong()).isPositive();

    var copy = copied(folder, plant.folder().resolve("altered-" + role));
    try (var ledger = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("data/store.db"));
        var statement = ledger.createStatement()) {
      statement.execute("DROP TRIGGER journal_lines_stand");
      assertThat(statement.executeUpdate("UPDATE journal SET kind = 'nothing' WHERE seq = 1"))
          .isEqualTo(1);
    }
    var altered = plant.brski().run(role, "check", "--dir", copy).expecting(3);
    assertThat(altered.err()).contains("altered outside this program").contains("line 1");
  }

  private static Path roleFolder(String role) {
    return switch (role) {
      case "masa" -> plant.masa().folder();
      case "authority" -> plant.authority().folder();
      default -> plant.registrar().folder();
    };
  }

  /** The regular files of a folder, in another. */
  private static Path copied(Path folder, Path copy) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var to = copy.resolve(folder.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return copy;
  }

  @Test
  void aKeyIsReadableByItsOwnerOnly() throws Exception {
    var device = plant.device("CMD-3");
    device.onboarded(plant.registrar()).expecting(0);

    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(device.file("ldevid.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void resettingMakesADeviceNewAgain() throws Exception {
    var device = plant.device("CMD-4");
    device.onboarded(plant.registrar()).expecting(0);

    plant.run("pledge", "reset", "--dir", device.folder());

    assertThat(device.status().path("state").asString()).isEqualTo("factory-default");
    assertThat(device.file("ldevid.pem")).doesNotExist();
    device.onboarded(plant.registrar()).expecting(0);
  }

  @Test
  void withoutPatienceADeviceIsToldToComeBack() throws Exception {
    try (var elsewhere = Plant.resting(Files.createDirectory(folder.resolve("slow")))) {
      elsewhere.registrar().configure("answer-within: 0");
      elsewhere.registrar().start();
      var device = elsewhere.device("CMD-5");

      device.onboarded(elsewhere.registrar(), "--wait", "0").expecting(4);
      elsewhere.registrar().awaitJournal("voucher-received", "CMD-5");
      var waiting = device.onboarded(elsewhere.registrar(), "--wait", "0", "--json").expecting(4);
      assertThat(waiting.json().path("outcome").asString()).isEqualTo("waiting");
      assertThat(waiting.json().path("state").asString()).isEqualTo("enroll");
      assertThat(waiting.json().path("transactionID").asString()).hasSize(32);
      var listed = elsewhere.registered("CMD-5");
      assertThat(listed.path("waitsFor").asString()).contains("authority");

      elsewhere.authority().start();
      elsewhere.registrar().awaitJournal("certificate-issued", "CMD-5");
      var joined = plant.brski().run("pledge", "onboard", "--dir", device.folder(), "--json");
      assertThat(joined.expecting(0).json().path("transactionID").asString())
          .isEqualTo(waiting.json().path("transactionID").asString());
    }
  }

  @Test
  void aDeviceOfAnUnknownManufacturerIsRefused() throws Exception {
    var stranger = folder.resolve("stranger");
    plant.run("factory", "init", "--dir", stranger, "--name", "Stranger");
    plant.run(
        "factory",
        "device",
        "--dir",
        stranger,
        "--serial",
        "CMD-6",
        "--masa",
        "127.0.0.1:1",
        "--out",
        stranger.resolve("pledge"));

    var refused =
        plant
            .brski()
            .run(
                "pledge",
                "onboard",
                "--dir",
                stranger.resolve("pledge"),
                "--registrar",
                plant.registrar().url())
            .expecting(3);

    assertThat(refused.err().lines()).hasSize(2);
    assertThat(refused.err()).contains("CMD-6").contains(plant.registrar().url().toString());
  }

  @Test
  void aRegistrarThatIsNotThereIsWorthAnotherTry() throws Exception {
    var device = plant.device("CMD-7");

    var alone =
        plant
            .brski()
            .run(
                "pledge", "onboard", "--dir", device.folder(), "--registrar", "https://127.0.0.1:1")
            .expecting(5);

    assertThat(alone.err().lines()).hasSize(2);
    assertThat(alone.err()).contains("127.0.0.1:1").contains("connect").doesNotContain("    at ");
  }

  @Test
  void ofSeveralRegistrarsTheOneThatAnswersIsTaken() throws Exception {
    var device = plant.device("CMD-8");

    plant
        .brski()
        .run(
            "pledge",
            "onboard",
            "--dir",
            device.folder(),
            "--registrar",
            "https://127.0.0.1:1",
            "--registrar",
            plant.registrar().url())
        .expecting(0);

    assertThat(device.status().path("registrar").asString())
        .isEqualTo(plant.registrar().url().toString());
  }

  @Test
  void nothingIsMadeTwice() throws Exception {
    var before = Files.readString(plant.registrar().folder().resolve("brski.yaml"));

    for (var again :
        new Object[][] {
          {"factory", "init", "--dir", plant.factory(), "--name", "Other"},
          {"masa", "init", "--dir", plant.masa().folder(), "--factory", plant.factory()},
          {"authority", "init", "--dir", plant.authority().folder(), "--name", "Other"},
          {"registrar", "init", "--dir", plant.registrar().folder()},
          {
            "authority",
            "registrar",
            "--dir",
            plant.authority().folder(),
            "--name",
            "x",
            "--out",
            plant.registrar().folder()
          },
        }) {
      var refused = plant.brski().run(again).expecting(3);
      assertThat(refused.err()).contains("exists");
      assertThat(refused.err().lines()).hasSize(2);
    }
    assertThat(plant.registrar().folder().resolve("brski.yaml")).hasContent(before);
  }

  @Test
  void aRoleRunsOnceAndSaysWhoHasItsFolder() throws Exception {
    var second =
        plant.brski().run("registrar", "run", "--dir", plant.registrar().folder()).expecting(5);

    assertThat(second.out()).isEmpty();
    assertThat(second.err()).contains(Long.toString(plant.registrar().program().pid()));
  }

  @Test
  void commandsWorkOnAFolderAtRestAndAnAddressOutlivesARestart() throws Exception {
    try (var other = Plant.resting(Files.createDirectory(folder.resolve("rest")))) {
      for (var role : new Role[] {other.authority(), other.registrar()}) {
        role.start();
        var url = role.url();
        var run = role.folder().resolve("run");
        assertThat(Files.readString(run.resolve("url")).strip()).isEqualTo(url.toString());
        assertThat(run.resolve("control")).exists();
        assertThat(role.program().out().strip()).isEqualTo("ready " + url);

        role.stop();
        assertThat(run.resolve("url")).doesNotExist();
        role.start();
        assertThat(role.url()).isEqualTo(url);
        role.stop();
      }
      assertThat(
              other
                  .run("registrar", "devices", "--dir", other.registrar().folder(), "--json")
                  .json())
          .isEmpty();
      assertThat(
              other
                  .run("authority", "certificates", "--dir", other.authority().folder(), "--json")
                  .json())
          .isEmpty();
      other.registrar("south");
      other.run(
          "authority",
          "manufacturer",
          "add",
          "--dir",
          other.authority().folder(),
          other.voucherAnchor(),
          "--name",
          "second");
    }
  }

  @Test
  void aManufacturerIsTakenByTheRunningRegistrar() throws Exception {
    var stranger = folder.resolve("newcomer");
    plant.run("factory", "init", "--dir", stranger, "--name", "Newcomer");
    plant.run("masa", "init", "--dir", stranger.resolve("masa"), "--factory", stranger);
    try (Program masa = plant.brski().start("masa", "run", "--dir", stranger.resolve("masa"))) {
      var address = masa.awaitOut("^ready https://(\\S+)$").group(1);
      plant.run(
          "authority",
          "manufacturer",
          "add",
          "--dir",
          plant.authority().folder(),
          stranger.resolve("anchor.pem"));
      var added =
          plant
              .run(
                  "registrar",
                  "manufacturer",
                  "add",
                  "--dir",
                  plant.registrar().folder(),
                  stranger.resolve("anchor.pem"),
                  "--masa",
                  address,
                  "--masa-tls",
                  stranger.resolve("masa/tls-anchor.pem"),
                  "--json")
              .json();
      assertThat(added.path("running").asBoolean()).isTrue();
      assertThat(added.path("name").asString()).isEqualTo("Newcomer-device-root");
      plant.run(
          "factory",
          "device",
          "--dir",
          stranger,
          "--serial",
          "CMD-9",
          "--masa",
          address,
          "--out",
          stranger.resolve("pledge"));

      plant
          .brski()
          .run(
              "pledge",
              "onboard",
              "--dir",
              stranger.resolve("pledge"),
              "--registrar",
              plant.registrar().url())
          .expecting(0);
      assertThat(plant.registered("CMD-9").path("manufacturer").asString())
          .isEqualTo("Newcomer-device-root");
      assertThat(masa.terminate()).isZero();
    }
  }

  @Test
  void logsHaveTimeAndLevelAndStandardOutputHasNone() throws Exception {
    assertThat(plant.registrar().program().out().lines()).hasSize(1);
    assertThat(plant.registrar().program().err().lines())
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z (INFO |WARN |ERROR)"
                            + " .*"));
  }

  private static Set<String> names(JsonNode object) {
    return new TreeSet<>(object.propertyNames());
  }
}
