package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A domain gets its next issuing CA, as docs/how-to/roll-over-an-issuing-ca.md has it, and its
 * registrar the next credential, while one device waits and another has a certificate of the
 * issuing CA before.
 */
final class RolloverIT {

  private static final Pattern COMMAND =
      Pattern.compile("(?m)^    brski authority (.*) --dir DIR(.*)$");

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.authority().configure("crl-url: \"http://pki.example.com/domain.crl\"");
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  @Test
  @Proves({"CMP-F3", "CMP-R6", "CMP-E13", "CMP-B8", "EN-24"})
  void devicesGoOnAcrossTheNextIssuingCa() throws Exception {
    var member = plant.device("ROLL-1");
    member.onboarded(plant.registrar()).expecting(0);
    member.ran("cmp get-crl").expecting(0);
    var first = kept(member, "first.pem");
    plant.authority().stop();
    var waiting = plant.device("ROLL-2");
    waiting.onboarded(plant.registrar(), "--wait", "0").expecting(4);

    asThePageSays();
    plant.authority().start();
    plant.retry();

    waiting.onboarded(plant.registrar()).expecting(0);
    assertThat(issuer(waiting.file("ldevid.pem"))).endsWith("Issuing CA 2");
    assertThat(verified(2, waiting.file("ldevid.pem"))).contains(": OK");
    assertThat(issuer(first)).endsWith("Issuing CA");
    assertThat(verified(1, first)).contains(": OK");

    member.ran("pledge renew", "--confirm", "implicit").expecting(0);
    assertThat(verified(2, kept(member, "second.pem"))).contains(": OK");
    plant.registrar().run("renew").expecting(0);
    assertThat(issuer(plant.registrar().folder().resolve("keys/gen-2.pem")))
        .endsWith("Issuing CA 2");
    member.ran("pledge renew", "--confirm", "explicit").expecting(0);
    var third = kept(member, "third.pem");
    assertThat(verified(2, third)).contains(": OK");
    member.ran("cmp get-crl").expecting(0);
    assertThat(member.file("domain.crl"))
        .hasSameBinaryContentAs(plant.authority().folder().resolve("public/domain-2.crl"));
    proven(member);

    member.ran("pledge revoke", "--reason", "cessation-of-operation").expecting(0);
    assertThat(verified(2, third)).contains("revoked");
    assertThat(verified(1, first)).contains(": OK");
    plant.authority().run("revoke", "--device", "ROLL-1", "--reason", "superseded").expecting(0);
    assertThat(verified(1, first)).contains("revoked");
    member.ran("pledge renew").expecting(3);

    member.onboarded(plant.registrar()).expecting(0);
    assertThat(verified(2, member.file("ldevid.pem"))).contains(": OK");
    assertThat(plant.certificates("ROLL-1")).hasSize(4);
  }

  /** Runs the commands of the page for a folder, each of which works. */
  private static void asThePageSays() throws Exception {
    var page =
        Files.readString(Repository.root().resolve("docs/how-to/roll-over-an-issuing-ca.md"));
    var commands = COMMAND.matcher(page).results().toList();
    assertThat(commands).as("the commands of the page").hasSizeGreaterThan(2);
    for (var command : commands) {
      var more =
          List.of(command.group(2).strip().split(" ")).stream()
              .filter(word -> !word.isEmpty())
              .map(RolloverIT::placed)
              .toArray();
      plant.authority().run(command.group(1), more).expecting(0);
    }
    assertThat(plant.authority().folder().resolve("keys/issuing-ca-2.pem")).exists();
    assertThat(plant.authority().folder().resolve("keys/issuing-ca-3.pem")).doesNotExist();
  }

  private static Object placed(String word) {
    return switch (word) {
      case "FILE.key" -> plant.authority().folder().resolve("keys/root.key");
      case "FILE.crl" -> folder.resolve("written.crl");
      default -> word;
    };
  }

  private static Path kept(Device device, String name) throws IOException {
    return Files.copy(device.file("ldevid.pem"), folder.resolve(name));
  }

  private static Run openssl(String... arguments) throws IOException, InterruptedException {
    return Foreign.demand("openssl", folder, "version").run(arguments);
  }

  private static String issuer(Path certificate) throws IOException, InterruptedException {
    return openssl("x509", "-in", certificate.toString(), "-noout", "-issuer")
        .expecting(0)
        .out()
        .strip();
  }

  /** With the domain's root, what the device has beside it, and the list of its issuing CA. */
  private static String verified(int generation, Path certificate)
      throws IOException, InterruptedException {
    var der = folder.resolve("list-" + generation + ".crl");
    plant
        .authority()
        .run("crl", "--issuing-ca", Integer.toString(generation), "--out", der)
        .expecting(0);
    var published =
        plant
            .authority()
            .folder()
            .resolve(generation == 1 ? "public/domain.crl" : "public/domain-2.crl");
    assertThat(published).hasSameBinaryContentAs(der);
    var pem = folder.resolve("list-" + generation + ".pem");
    openssl("crl", "-inform", "DER", "-in", der.toString(), "-out", pem.toString()).expecting(0);
    var run =
        openssl(
            "verify",
            "-crl_check",
            "-CAfile",
            plant.domainCa().toString(),
            "-untrusted",
            certificate.toString(),
            "-CRLfile",
            pem.toString(),
            certificate.toString());
    return run.out() + run.err();
  }

  /** What the certificate rests on has both issuing CAs in it. */
  private static void proven(Device device) throws IOException, InterruptedException {
    var evidence = folder.resolve("evidence");
    plant.authority().run("evidence", "--serial", device.serial(), "--out", evidence).expecting(0);
    var told =
        Foreign.demand("sh", folder, "-c", "exit 0")
            .run(evidence.resolve("verify.sh").toString(), plant.voucherAnchor().toString())
            .expecting(0)
            .out();
    assertThat(told).contains("OK    all of it, for the device " + device.serial());
  }
}
