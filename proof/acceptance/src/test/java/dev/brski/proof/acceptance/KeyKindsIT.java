package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Domain;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and signatures of every kind of RFC 9481, in every place that has one. */
final class KeyKindsIT {

  @TempDir private static Path folder;
  private static Plant plant;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  /**
   * A device of a manufacturer joins a domain, renews with another key of the same kind, leaves
   * evidence that openssl verifies, and is revoked.
   */
  @ParameterizedTest(name = "born with {0} below {1}, member with {2} below {3}")
  @CsvSource({
    "ed448,    ed25519,  ed448,    ed25519,  ED448",
    "p-521,    p-384,    p-384,    p-521,    secp384r1",
    "rsa-2048, rsa-2048, rsa-2048, rsa-2048, 2048 bit",
    "rsa-pss-2048, rsa-pss-3072, rsa-pss-2048, rsa-pss-2048, Public Key Algorithm: rsassaPss"
  })
  @Proves({"CMP-H23"})
  void aDeviceLivesWithKeysOfAKind(
      String born, String maker, String key, String authority, String shown) throws Exception {
    var manufacturer = plant.manufacturer("m-" + maker, List.of("--key", maker));
    var domain = plant.domain("Domain of " + authority, "--key", authority);
    plant.admit(manufacturer, domain);
    domain.authority().start();
    domain.registrar().start();
    try {
      var device =
          manufacturer.device(
              "KK-" + born,
              manufacturer.masa().address(),
              folder.resolve("KK-" + born),
              "--key",
              born);
      device.onboarded(domain.registrar(), "--key", key, "--confirm", "explicit").expecting(0);
      verified(device, domain, shown);
      device.ran("pledge renew", "--confirm", "explicit").expecting(0);
      verified(device, domain, shown);
      var member = Files.copy(device.file("ldevid.pem"), folder.resolve("member-" + born + ".pem"));
      assertThat(listed(member, domain)).endsWith(": OK\n");
      var evidence = folder.resolve("evidence-" + born);
      domain
          .authority()
          .run("evidence", "--serial", device.serial(), "--out", evidence)
          .expecting(0);
      var checked =
          Foreign.demand("sh", folder, "-c", "true").run(evidence.resolve("verify.sh").toString());
      assertThat(checked.exit()).as(checked.out() + checked.err()).isZero();
      device.ran("pledge revoke", "--reason", "superseded").expecting(0);
      device.ran("pledge renew").expecting(3);
      assertThat(listed(member, domain)).contains("certificate revoked");
    } finally {
      domain.registrar().stop();
      domain.authority().stop();
      manufacturer.masa().stop();
    }
  }

  /**
   * openssl and curl join a domain whose every key is for RSASSA-PSS, with such a key of openssl's
   * that names no parameters, show it in TLS, and ask for its status.
   */
  @Test
  @Proves({"CMP-H23"})
  void opensslJoinsWhereEveryKeyIsForPss() throws Exception {
    var domain = plant.domain("PSS", "--key", "rsa-pss-2048");
    // The same port beside the authority's own address: nobody else has it.
    var place =
        "127.0.0.2:"
            + Files.readAllLines(domain.authority().folder().resolve("brski.yaml")).stream()
                .filter(line -> line.startsWith("listen:"))
                .map(line -> line.replaceAll(".*:([0-9]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    var url = "http://" + place + "/ocsp";
    domain.authority().configure("ocsp: {listen: \"%s\", url: \"%s\"}".formatted(place, url));
    domain.authority().start();
    domain.registrar().start();
    try {
      var pledge = new HandMadePledge(plant.device("KK-openssl"), domain.registrar());
      pledge.imprint();
      pledge
          .openssl()
          .run(
              "genpkey",
              "-algorithm",
              "RSA-PSS",
              "-pkeyopt",
              "rsa_keygen_bits:2048",
              "-out",
              pledge.file("new.key").toString())
          .expecting(0);
      pledge.enroll(domain.domainCa()).expecting(0);
      pledge.verifyCertificate(domain.domainCa());
      assertThat(pledge.reportEnrolled().status()).isEqualTo(200);
      var certificate = pledge.file("new.pem").toString();
      assertThat(
              pledge
                  .openssl()
                  .run("x509", "-in", certificate, "-noout", "-text")
                  .expecting(0)
                  .out())
          .contains("Public Key Algorithm: rsassaPss");
      var told =
          pledge
              .openssl()
              .run(
                  "ocsp",
                  "-url",
                  url,
                  "-CAfile",
                  domain.domainCa().toString(),
                  "-issuer",
                  domain.authority().folder().resolve("keys/issuing-ca.pem").toString(),
                  "-cert",
                  certificate,
                  "-resp_text")
              .expecting(0);
      assertThat(told.out() + told.err())
          .contains("Response verify OK", certificate + ": good", "Signature Algorithm: rsassaPss");
    } finally {
      domain.registrar().stop();
      domain.authority().stop();
    }
  }

  @Test
  @Proves({"CMP-H23"})
  void aKeyThatIsStrongerThanWhatAsksForItIsRefusedUnlessAnOperatorAcceptsIt() throws Exception {
    plant.authority().start();
    plant.registrar().start();
    var device = plant.device("KK-strong");
    var refused = device.onboarded(plant.registrar(), "--key", "p-384").expecting(3);
    assertThat(refused.err() + refused.out()).contains("badAlg");
    assertThat(plant.certificates("KK-strong")).isEmpty();

    plant.authority().stop();
    plant.authority().configure("stronger-keys: accept");
    plant.authority().start();
    device.onboarded(plant.registrar(), "--key", "p-384").expecting(0);
    verified(device, new Domain("", plant.authority(), plant.registrar()), "secp384r1");
    plant.registrar().stop();
    plant.authority().stop();
  }

  @Test
  void whatAnOperatorDoesNotAcceptIsRefused() throws Exception {
    plant.registrar().configure("accepted-keys: [p-384]");
    var itself = plant.registrar().run("check");
    assertThat(itself.out() + itself.err()).contains("accepted-keys");

    plant.registrar().configure("accepted-keys: [p-256, ed25519]");
    plant.authority().start();
    plant.registrar().start();
    var device =
        plant
            .manufacturer("m-policy", List.of())
            .device("KK-rsa", "127.0.0.1:1", folder.resolve("KK-rsa"), "--key", "rsa-2048");
    var refused = device.onboarded(plant.registrar(), "--wait", "0");
    assertThat(refused.exit()).isNotZero();
    assertThat(plant.registrar().program().err()).contains("rsa-2048");
    plant.registrar().stop();
    plant.authority().stop();
  }

  private static void verified(Device device, Domain domain, String shown) throws Exception {
    var openssl = Foreign.demand("openssl", folder, "version");
    var certificate = device.file("ldevid.pem").toString();
    openssl
        .run(
            "verify",
            "-CAfile",
            domain.domainCa().toString(),
            "-untrusted",
            certificate,
            certificate)
        .expecting(0);
    assertThat(openssl.run("x509", "-in", certificate, "-noout", "-text").expecting(0).out())
        .contains(shown);
  }

  /** What openssl says of a member's certificate and its authority's list. */
  private static String listed(Path certificate, Domain domain) throws Exception {
    var openssl = Foreign.demand("openssl", folder, "version");
    var list = folder.resolve(certificate.getFileName() + ".crl");
    domain.authority().run("crl", "--out", list).expecting(0);
    var pem = list + ".pem";
    openssl.run("crl", "-inform", "DER", "-in", list.toString(), "-out", pem).expecting(0);
    var said =
        openssl.run(
            "verify",
            "-crl_check",
            "-CAfile",
            domain.domainCa().toString(),
            "-untrusted",
            certificate.toString(),
            "-CRLfile",
            pem,
            certificate.toString());
    return said.err() + said.out();
  }
}
