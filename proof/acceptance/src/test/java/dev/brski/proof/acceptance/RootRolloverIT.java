package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Domain;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.MovedClock;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Role;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A domain gets its next root, as docs/how-to/roll-over-a-root.md has it, while one device waits
 * and another goes by the root before; and in the end that root is over.
 */
final class RootRolloverIT {

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^    brski authority (.*) --dir DIR(.*)$");

  @TempDir private Path folder;

  @Test
  @Proves({"CMP-B16", "CMP-E8", "CMP-F14", "CMP-R6", "EN-20", "EN-24", "RG-21"})
  void devicesGoOnAcrossTheNextRoot() throws Exception {
    try (var plant = Plant.resting(folder)) {
      plant.authority().start();
      plant.registrar().start();
      var member = plant.device("ROOT-1");
      member.onboarded(plant.registrar()).expecting(0);
      var first = kept(member, "first.pem");
      member.ran("cmp get-root-update").expecting(0);
      assertThat(member.file("domain-ca-next.pem")).doesNotExist();
      plant.authority().stop();
      var waiting = plant.device("ROOT-2");
      waiting.onboarded(plant.registrar(), "--wait", "0").expecting(4);

      asThePageSays(plant);
      plant.authority().start();
      plant.retry();

      waiting.onboarded(plant.registrar()).expecting(0);
      leadsToBoth(plant.domain(), waiting.file("ldevid.pem"));
      leadsToBoth(plant.domain(), first);

      var between = plant.device("ROOT-3");
      between.onboarded(plant.registrar()).expecting(0);
      assertThat(pem(between.file("domain-ca.pem"))).isEqualTo(pem(root(plant.domain(), 1)));

      plant.registrar().run("renew").expecting(0);
      leadsToBoth(plant.domain(), plant.registrar().folder().resolve("keys/gen-2.pem"));
      assertThat(pem(plant.registrar().folder().resolve("domain-ca-2.pem")))
          .isEqualTo(pem(root(plant.domain(), 2)));

      var renewed = member.ran("pledge renew", "--confirm", "explicit");
      renewed.expecting(0);
      assertThat(renewed.out()).contains("trusts the domain's next root");
      assertThat(pem(member.file("domain-ca-next.pem"))).isEqualTo(pem(root(plant.domain(), 2)));
      assertThat(pem(member.file("domain-ca.pem"))).isEqualTo(pem(root(plant.domain(), 1)));
      assertThat(member.ran("pledge status").expecting(0).out())
          .contains("by voucher", "by root update");
      leadsToBoth(plant.domain(), member.file("ldevid.pem"));
      assertThat(member.ran("cmp get-root-update").expecting(0).out())
          .contains("No root follows on the present one");

      plant.registrar().run("check").expecting(0);
      var late = plant.device("ROOT-4");
      late.onboarded(plant.registrar()).expecting(0);
      assertThat(pem(late.file("domain-ca.pem"))).isEqualTo(pem(root(plant.domain(), 2)));
      leadsToBoth(plant.domain(), late.file("ldevid.pem"));
      assertThat(late.ran("cmp get-ca-certs").expecting(0).out()).doesNotContain("no path");

      member.ran("pledge renew").expecting(0);
      waiting.ran("pledge renew").expecting(0);
      for (var device : List.of(member, waiting, between, late)) {
        proven(plant, device);
      }
    }
  }

  /** The root ends in forty days; a device that learned of the next one in time outlives it. */
  @Test
  @Proves({"CMP-E8", "CMP-E4"})
  void aDeviceOutlivesTheRootThatItPinned() throws Exception {
    try (var clock = MovedClock.demand();
        var plant = Plant.resting(folder)) {
      plant.environment(clock.by(ago()));
      var domain = plant.domain("old");
      plant.environment(clock.by(Duration.ZERO));
      var authority = domain.authority();
      assertThat(authority.run("check").expecting(0).out()).contains("roll root");
      authority.run("roll issuing-ca").expecting(0);
      anew(plant, domain);
      start(clock, authority);
      start(clock, domain.registrar());

      var device = plant.device("OVER-1");
      device.onboarded(domain.registrar()).expecting(0);
      authority.run("roll root", "--years", "30").expecting(0);
      authority.stop();
      start(clock, authority);
      domain.registrar().run("renew").expecting(0);
      device.ran("pledge renew").expecting(0);
      var newcomer = plant.device("OVER-2");
      newcomer.onboarded(domain.registrar()).expecting(0);
      domain.registrar().stop();
      authority.stop();

      authority.environment(clock.ahead(60));
      domain.registrar().environment(clock.ahead(60));
      start(clock, authority);
      start(clock, domain.registrar());
      for (var one : List.of(device, newcomer)) {
        one.with(clock.ahead(60)).ran("pledge renew").expecting(0);
        assertThat(authority.run("check").expecting(0).out()).doesNotContain("roll root");
      }
      assertThat(device.with(clock.ahead(60)).ran("cmp get-ca-certs").expecting(0).out())
          .contains("Issuing CA 3")
          .doesNotContain("Issuing CA 2");
    }
  }

  private static void start(MovedClock clock, Role role) throws Exception {
    role.start();
    clock.started(role.program().pid());
  }

  /** The registrar's credential of long ago is expired: it gets another. */
  private static void anew(Plant plant, Domain domain) throws Exception {
    var registrar = domain.registrar().folder();
    try (var files = Files.walk(registrar)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    plant.run(
        "authority",
        "registrar",
        "--dir",
        domain.authority().folder(),
        "--name",
        "registrar-2",
        "--out",
        registrar);
    plant.run("registrar", "init", "--dir", registrar);
    domain
        .registrar()
        .run(
            "manufacturer add",
            folderOf(plant).resolve("factory/anchor.pem"),
            "--masa",
            plant.masa().address(),
            "--masa-tls",
            plant.masa().folder().resolve("tls-anchor.pem"))
        .expecting(0);
  }

  private static Path folderOf(Plant plant) {
    return plant.masa().folder().resolveSibling(".").normalize();
  }

  /** Runs the commands of the page for a folder, each of which works. */
  private void asThePageSays(Plant plant) throws Exception {
    var page = Files.readString(Repository.root().resolve("docs/how-to/roll-over-a-root.md"));
    var commands = COMMAND.matcher(page).results().toList();
    assertThat(commands).as("the commands of the page").hasSizeGreaterThan(1);
    for (var command : commands) {
      var more =
          Stream.of(command.group(2).strip().split(" "))
              .filter(word -> !word.isEmpty())
              .map(word -> word.equals("FILE.key") ? safe(plant).toString() : word)
              .toArray();
      plant.authority().run(command.group(1), more).expecting(0);
    }
    assertThat(root(plant.domain(), 2)).exists();
    assertThat(root(plant.domain(), 3)).doesNotExist();
  }

  private static Path safe(Plant plant) {
    return plant.authority().folder().resolve("keys/root.key");
  }

  private static Path root(Domain domain, int generation) {
    return domain
        .authority()
        .folder()
        .resolve(generation == 1 ? "domain-ca.pem" : "domain-ca-" + generation + ".pem");
  }

  private Path kept(Device device, String name) throws IOException {
    return Files.copy(device.file("ldevid.pem"), folder.resolve(name));
  }

  private static String pem(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  private Run openssl(String... arguments) throws IOException, InterruptedException {
    return Foreign.demand("openssl", folder, "version").run(arguments);
  }

  /** For openssl, under either root alone, with the links beside. */
  private void leadsToBoth(Domain domain, Path certificate)
      throws IOException, InterruptedException {
    for (int generation : List.of(1, 2)) {
      var run =
          openssl(
              "verify",
              "-CAfile",
              root(domain, generation).toString(),
              "-untrusted",
              domain.authority().folder().resolve("domain-ca-2-links.pem").toString(),
              "-untrusted",
              certificate.toString(),
              certificate.toString());
      assertThat(run.out() + run.err()).as("root %d", generation).contains(": OK");
    }
  }

  private void proven(Plant plant, Device device) throws IOException, InterruptedException {
    var evidence = folder.resolve("evidence-" + device.serial());
    plant.authority().run("evidence", "--serial", device.serial(), "--out", evidence).expecting(0);
    var told =
        Foreign.demand("sh", folder, "-c", "exit 0")
            .run(evidence.resolve("verify.sh").toString(), plant.voucherAnchor().toString())
            .expecting(0)
            .out();
    assertThat(told).contains("OK    all of it, for the device " + device.serial());
  }

  /** So long ago a root of 25 years was made that ends in forty days. */
  private static Duration ago() {
    var now = Instant.now();
    return Duration.between(now, now.atOffset(ZoneOffset.UTC).minusYears(25).plusDays(40));
  }
}
