package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Halting;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A registrar renews its own credential while devices wait for a person: none is lost, and those
 * that come afterwards are shown the new one.
 */
final class RegistrarRenewalIT {

  private static final int IN_ITS_LAST_THIRD = 1300;
  private static final Pattern GENERATION = Pattern.compile("gen-([0-9]+)\\.(?:pem|key)");

  @TempDir private Path folder;

  @Test
  @Proves({"CMP-E11", "RG-26"})
  void devicesThatWaitAreServedAndOthersSeeTheNewCredential() throws Exception {
    try (var plant = Plant.resting(folder.resolve("plant"))) {
      begin(plant);
      var waiting = waiting(plant.device("REN-1"), plant);
      assertThat(shown(plant)).isEqualTo(generation(plant, 1));

      var renewed = renewed(plant);
      assertThat(renewed.required("generation").asInt()).isEqualTo(2);
      assertThat(renewed.required("shown").asInt()).isEqualTo(2);
      assertThat(shown(plant)).isEqualTo(generation(plant, 2));

      served(waiting, plant);
      served(waiting(plant.device("REN-2"), plant), plant);
      byHand(plant);
      served(waiting(plant.device("REN-3"), plant), plant);
      end(plant, "REN-1", "REN-2", "REN-3");
    }
  }

  /** As the how-to says. */
  private static void byHand(Plant plant) throws Exception {
    var made = plant.folder().resolve("new");
    plant.run(
        "authority",
        "registrar",
        "--dir",
        plant.authority().folder(),
        "--name",
        "registrar-1b",
        "--out",
        made);
    var keys = plant.registrar().folder().resolve("keys");
    Files.copy(made.resolve("registrar.key"), keys.resolve("gen-3.key"));
    Files.copy(made.resolve("registrar.pem"), keys.resolve("gen-3.pem"));
    var reloaded = plant.registrar().run("reload", "--json").expecting(0).json();
    assertThat(reloaded.required("running").asBoolean()).isTrue();
    assertThat(reloaded.required("taken").get(0).asInt()).isEqualTo(3);
    assertThat(shown(plant)).isEqualTo(generation(plant, 3));
  }

  @Test
  @Proves({"CMP-E11", "RG-26"})
  void inItsLastThirdItRenewsByItselfAlsoWhenTheAuthorityComesLater() throws Exception {
    try (var clock = MovedClock.demand();
        var plant = Plant.resting(folder.resolve("plant"))) {
      plant.masa().stop();
      plant.environment(clock.ahead(IN_ITS_LAST_THIRD));
      plant.authority().configure("approval: manual");
      plant.registrar().configure("answer-within: 2s");
      plant.masa().start();
      plant.registrar().start();
      clock.started(plant.masa().program().pid());
      clock.started(plant.registrar().program().pid());
      plant.registrar().awaitJournal("credential-renewal-begun", line -> is(line, "begun"));
      var waiting = waiting(plant.device("REN-4"), plant);

      plant.authority().start();
      clock.started(plant.authority().program().pid());
      plant.registrar().awaitJournal("credential-renewed", line -> is(line, "renewed"));
      assertThat(shown(plant)).isEqualTo(generation(plant, 2));
      served(waiting, plant);
      served(waiting(plant.device("REN-5"), plant), plant);
      end(plant, "REN-4", "REN-5");
    }
  }

  /** A certificate that the authority made is in the keyring, and no step makes two of one. */
  @Test
  @Proves("CMP-E11")
  void haltedAtEachDurableStepItHasWhatTheAuthorityMade() throws Exception {
    try (var plant = Plant.resting(folder.resolve("plant"))) {
      var halting = Halting.by(Crash.agent(), folder.resolve("halt"));
      plant.registrar().environment(halting.environment());
      plant.authority().configure("certificates-per-day: 1000");
      begin(plant);
      int seen = halting.seen();
      halting.watch("undisturbed");
      renewed(plant);
      var steps =
          halting.stepsAfter(seen).stream().filter(RegistrarRenewalIT::isOfARenewal).toList();
      assertThat(steps).hasSizeGreaterThan(10);

      for (var step : Sample.halted(steps, new Random(Sample.seed()))) {
        halting.plan(step.toString(), ofGeneration(step, newestFile(plant) + 1));
        plant.registrar().run("renew");
        plant.registrar().demandEnded(Halting.HALTED);
        halting.watch("after " + step);
        plant.registrar().start();
        renewed(plant);
        assertThat(generations(plant)).as("when halted %s", step).isEqualTo(made(plant) + 1);
      }
      served(waiting(plant.device("REN-6"), plant), plant);
      end(plant, "REN-6");
    }
  }

  private static boolean isOfARenewal(Halting.Step step) {
    return step.times() == 1
        && step.name().matches(".*(credential-renew|renewal\\.key|gen-2\\.|keyupdate).*");
  }

  private static Halting.Step ofGeneration(Halting.Step step, int number) {
    return new Halting.Step(
        step.moment(), step.name().replace("gen-2.", "gen-" + number + "."), step.times());
  }

  private static int generations(Plant plant) throws IOException {
    try (var files = Files.list(plant.registrar().folder().resolve("keys"))) {
      return Math.toIntExact(files.filter(file -> file.toString().endsWith(".pem")).count());
    }
  }

  /** A key that lost its certificate to a halt has taken its number. */
  private static int newestFile(Plant plant) throws IOException {
    try (var files = Files.list(plant.registrar().folder().resolve("keys"))) {
      return files
          .map(file -> GENERATION.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToInt(name -> Integer.parseInt(name.group(1)))
          .max()
          .orElseThrow();
    }
  }

  private static int made(Plant plant) throws IOException {
    return Math.toIntExact(
        plant
            .authority()
            .journal()
            .valueStream()
            .filter(line -> line.path("kind").asString("").equals("registrar-update.issued"))
            .count());
  }

  private static boolean is(JsonNode line, String what) {
    return line.path("kind").asString("").matches("credential-(renewal-)?" + what);
  }

  private static void begin(Plant plant) throws IOException, InterruptedException {
    plant.authority().configure("approval: manual");
    plant.registrar().configure("answer-within: 2s");
    plant.authority().start();
    plant.registrar().start();
  }

  private static JsonNode renewed(Plant plant) throws IOException, InterruptedException {
    return plant.registrar().run("renew", "--json").expecting(0).json();
  }

  /** One that has its voucher, and waits for its certificate. */
  private static Device waiting(Device device, Plant plant)
      throws IOException, InterruptedException {
    for (int runs = 0; device.status().path("transactionID").asString("").isEmpty(); runs++) {
      assertThat(runs).as("runs until it waits for its certificate").isLessThan(10);
      device.onboarded(plant.registrar(), "--wait", "5s").expecting(4);
    }
    return device;
  }

  private static void served(Device device, Plant plant) throws IOException, InterruptedException {
    plant.approve(device.serial());
    device.onboarded(plant.registrar(), "--wait", "120s").expecting(0);
    assertThat(device.hasReported()).isTrue();
    assertThat(plant.certificates(device.serial())).hasSize(1);
  }

  private static void end(Plant plant, String... serials) throws IOException, InterruptedException {
    var check = plant.registrar().run("check", "--json").expecting(0).json();
    assertThat(check.required("findings")).isEmpty();
    plant.registrar().stop();
    plant.authority().stop();
    plant.masa().stop();
    assertThat(
            plant.unbalanced(
                List.of(serials).stream()
                    .map(serial -> plant.folder().resolve("pledge-" + serial))
                    .toList()))
        .isEmpty();
  }

  /** What a connection that is opened now is shown. */
  private static String shown(Plant plant) throws IOException, InterruptedException {
    var printed =
        Foreign.demand("openssl", plant.folder(), "version")
            .run("s_client", "-connect", plant.registrar().address(), "-showcerts")
            .out();
    return PemFile.of(printed).base64();
  }

  private static String generation(Plant plant, int number) throws IOException {
    return PemFile.read(plant.registrar().folder().resolve("keys/gen-" + number + ".pem")).base64();
  }
}
