package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Halting;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/how-to/on-behalf.md says: an operator has the registrar ask the authority for devices
 * that do not ask themselves, and openssl says what became of it.
 */
class OnBehalfIT {

  @TempDir static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder.resolve("plant"));
    plant.authority().configure("replaced-protection: with-proof");
    plant.authority().start();
    expected(plant, "PUMP-1");
    plant.registrar().start();
  }

  /** The authority's own inventory says who made a device that shows it no certificate. */
  private static void expected(Plant plant, String... serials) throws Exception {
    var maker = maker(plant);
    var list =
        Files.writeString(
            plant.folder().resolve("expected.csv"),
            "manufacturer,serial\n"
                + Stream.of(serials)
                    .map(serial -> maker + "," + serial + "\n")
                    .collect(Collectors.joining()));
    plant
        .run("authority", "inventory", "import", "--dir", plant.authority().folder(), list)
        .expecting(0);
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @Test
  @Proves("CMP-R12")
  void aStolenDeviceIsRevokedThoughTheAuthorityIsAwayAndThePowerFails() throws Exception {
    var device = plant.device("STOLEN-1");
    device.onboarded(plant.registrar()).expecting(0);
    var other = plant.device("KEPT-1");
    other.onboarded(plant.registrar()).expecting(0);

    plant.authority().kill();
    var ordered =
        plant
            .registrar()
            .run(
                "on-behalf revoke --json --serial STOLEN-1 --reason key-compromise",
                "--note",
                "stolen from depot 3")
            .expecting(4)
            .json();
    assertThat(ordered.get(0).required("open").asBoolean()).isTrue();
    plant.registrar().killAndStart();
    plant.authority().start();

    var done =
        plant
            .registrar()
            .run("on-behalf revoke --json --serial STOLEN-1 --reason key-compromise")
            .expecting(0)
            .json();
    assertThat(done.get(0).required("id")).isEqualTo(ordered.get(0).required("id"));
    assertThat(done.get(0).required("reason").asString()).isEqualTo("stolen from depot 3");
    var list = folder.resolve("revoked.crl");
    plant.authority().run("crl", "--out", list).expecting(0);
    assertThat(verified(device.file("ldevid.pem"), "-crl_check", "-CRLfile", list.toString()))
        .contains("certificate revoked");
    assertThat(verified(other.file("ldevid.pem"), "-crl_check", "-CRLfile", list.toString()))
        .contains(": OK");
    device.ran("pledge renew").expecting(3);
  }

  @Test
  @Proves("CMP-R12")
  void aControllerThatSpeaksNeitherBrskiNorCmpGetsItsKeyCertified() throws Exception {
    var request = folder.resolve("pump.csr");
    var certificate = folder.resolve("pump.pem");
    requested(request, "pump", "/CN=pump/serialNumber=PUMP-1");

    var strange = enroll("PUMP-1", request, certificate).expecting(3);
    assertThat(strange.err()).contains("neither the inventory").contains("brski registrar approve");
    plant
        .registrar()
        .run(
            "approve --serial PUMP-1",
            "--manufacturer",
            maker(plant),
            "--reason",
            "commissioned by us")
        .expecting(0);
    assertThat(enroll("PUMP-2", request, certificate).expecting(3).err())
        .contains("neither the inventory");
    assertThat(certificate).doesNotExist();

    enroll("PUMP-1", request, certificate).expecting(0);
    assertThat(verified(certificate)).contains(": OK");
    assertThat(openssl("x509", "-in", certificate.toString(), "-noout", "-pubkey"))
        .isEqualTo(openssl("req", "-in", request.toString(), "-noout", "-pubkey"));

    var again = folder.resolve("again.pem");
    enroll("PUMP-1", request, again).expecting(0);
    assertThat(again).hasSameBinaryContentAs(certificate);
    assertThat(plant.certificates("PUMP-1")).hasSize(1);
  }

  @Test
  @Proves({"CMP-R12", "CMP-B7"})
  void haltedAtItsDurableStepsItHasOneCertificateMade() throws Exception {
    try (var own = Plant.resting(folder.resolve("halting"))) {
      var halting = Halting.by(Crash.agent(), folder.resolve("halt"));
      own.registrar().environment(halting.environment());
      own.authority().configure("replaced-protection: with-proof");
      own.authority().start();
      expected(
          own,
          IntStream.rangeClosed(0, 40).mapToObj(each -> "HALT-" + each).toArray(String[]::new));
      own.registrar().start();
      int seen = halting.seen();
      halting.watch("undisturbed");
      ordered(own, "HALT-0").expecting(0);
      var steps =
          halting.stepsAfter(seen).stream()
              // The command that orders it runs with the same agent, and knows no such names.
              .filter(step -> step.times() == 1 && step.name().matches(".*(on-behalf|pkcs10).*"))
              .toList();
      assertThat(steps).hasSizeGreaterThan(5);

      int number = 0;
      for (var step : Sample.halted(steps, new Random(Sample.seed()))) {
        number++;
        halting.plan(step.toString(), step);
        var _ = ordered(own, "HALT-" + number);
        own.registrar().demandEnded(Halting.HALTED);
        halting.watch("after " + step);
        own.registrar().start();
        ordered(own, "HALT-" + number).expecting(0);
        assertThat(own.certificates("HALT-" + number)).as("when halted %s", step).hasSize(1);
      }
    }
  }

  private static Run ordered(Plant plant, String serial) throws Exception {
    var request = folder.resolve(serial + ".csr");
    if (!Files.exists(request)) {
      requested(request, serial, "/serialNumber=" + serial);
      plant
          .registrar()
          .run("approve --serial " + serial, "--manufacturer", maker(plant), "--reason", "ours")
          .expecting(0);
    }
    return plant
        .registrar()
        .run(
            "on-behalf enroll --serial " + serial,
            "--request",
            request,
            "--out",
            folder.resolve(serial + ".pem"));
  }

  /** A PKCS #10 with a key of its own, as an operator has it made. */
  private static void requested(Path request, String name, String subject) throws Exception {
    openssl(
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        folder.resolve(name + ".key").toString(),
        "-subj",
        subject,
        "-out",
        request.toString());
  }

  private static Run enroll(String serial, Path request, Path out) throws Exception {
    return plant
        .registrar()
        .run("on-behalf enroll --serial " + serial, "--request", request, "--out", out);
  }

  /** As the registrar's file about it says. */
  private static String maker(Plant plant) throws Exception {
    try (var files = Files.list(plant.registrar().folder().resolve("manufacturers.d"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .findFirst()
          .orElseThrow()
          .replace(".yaml", "");
    }
  }

  private static String openssl(String... arguments) throws Exception {
    var run = Foreign.demand("openssl", folder, "version").run(arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return run.out();
  }

  private static String verified(Path certificate, String... more) throws Exception {
    var arguments =
        new ArrayList<>(
            List.of(
                "verify",
                "-CAfile",
                plant.domainCa().toString(),
                "-untrusted",
                plant.authority().folder().resolve("keys/issuing-ca.pem").toString()));
    arguments.addAll(List.of(more));
    arguments.add(certificate.toString());
    var run = Foreign.demand("openssl", folder, "version").run(arguments.toArray(String[]::new));
    return run.out() + run.err();
  }
}
