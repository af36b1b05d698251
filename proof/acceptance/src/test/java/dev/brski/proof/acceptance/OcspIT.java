package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Curl;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Proves;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The status of certificates, asked for by openssl and curl as docs/how-to/ocsp.md has it, across a
 * revocation and the next issuing CA. Openssl gets nothing but the domain's root to verify answers.
 */
final class OcspIT {

  @TempDir private static Path folder;
  private static Plant plant;
  private static URI url;

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder.resolve("plant"));
    // The same port beside the authority's own address: nobody else has it.
    var place =
        "127.0.0.2:"
            + Files.readAllLines(plant.authority().folder().resolve("brski.yaml")).stream()
                .filter(line -> line.startsWith("listen:"))
                .map(line -> line.replaceAll(".*:([0-9]+)\".*", "$1"))
                .findFirst()
                .orElseThrow();
    url = URI.create("http://" + place + "/ocsp");
    plant.authority().configure("ocsp: {listen: \"%s\", url: \"%s\"}".formatted(place, url));
    plant.authority().start();
    plant.registrar().start();
  }

  @AfterAll
  static void end() {
    plant.close();
  }

  private static Path issuingCa(int generation) {
    return plant
        .authority()
        .folder()
        .resolve(generation == 1 ? "keys/issuing-ca.pem" : "keys/issuing-ca-2.pem");
  }

  /** What openssl says of it, once it has verified the answer. */
  private static String ask(int generation, Object... what)
      throws IOException, InterruptedException {
    var words =
        new ArrayList<>(
            List.of("ocsp", "-url", url.toString(), "-CAfile", plant.domainCa().toString()));
    words.addAll(List.of("-issuer", issuingCa(generation).toString()));
    for (var word : what) {
      words.add(word.toString());
    }
    var run =
        Foreign.demand("openssl", folder, "version").run(words.toArray(String[]::new)).expecting(0);
    assertThat(run.out() + run.err()).contains("Response verify OK");
    return run.out() + run.err();
  }

  private static byte[] request(Path certificate) throws IOException, InterruptedException {
    var file = folder.resolve("request.der");
    Foreign.demand("openssl", folder, "version")
        .run(
            "ocsp",
            "-issuer",
            issuingCa(1).toString(),
            "-cert",
            certificate.toString(),
            "-no_nonce",
            "-reqout",
            file.toString())
        .expecting(0);
    return Files.readAllBytes(file);
  }

  /** What openssl reads in an answer that curl got. */
  private static String read(byte[] answer, Path certificate)
      throws IOException, InterruptedException {
    var file = Files.write(folder.resolve("answer.der"), answer);
    var run =
        Foreign.demand("openssl", folder, "version")
            .run(
                "ocsp",
                "-respin",
                file.toString(),
                "-CAfile",
                plant.domainCa().toString(),
                "-issuer",
                issuingCa(1).toString(),
                "-cert",
                certificate.toString())
            .expecting(0);
    assertThat(run.out() + run.err()).contains("Response verify OK");
    return run.out();
  }

  @Test
  @Proves({"6960-2.2-status", "6960-A.1-http", "5280-4.2.2.1-ocsp"})
  void opensslIsToldTheStatusAtTheMomentAcrossTheNextIssuingCa() throws Exception {
    var curl = Curl.demand(folder);
    var device = plant.device("OCSP-1");
    device.onboarded(plant.registrar()).expecting(0);
    var first = Files.copy(device.file("ldevid.pem"), folder.resolve("first.pem"));
    assertThat(said(first)).contains("OCSP - URI:" + url);
    assertThat(ask(1, "-cert", first)).contains(first + ": good").doesNotContain("no nonce");
    assertThat(ask(1, "-sha256", "-cert", first, "-no_nonce")).contains(first + ": good");
    assertThat(ask(1, "-cert", plant.registrar().folder().resolve("registrar.pem")))
        .contains(": good");
    assertThat(ask(1, "-serial", "0x4711")).contains("0x4711: unknown");

    var request = request(first);
    var path =
        URLEncoder.encode(Base64.getEncoder().encodeToString(request), StandardCharsets.US_ASCII);
    var cached = curl.request(URI.create(url + "/" + path));
    assertThat(cached.status()).isEqualTo(200);
    assertThat(cached.mediaType()).isEqualTo("application/ocsp-response");
    assertThat(cached.header("Cache-Control")).hasValueSatisfying(OcspIT::isForCaches);
    assertThat(read(cached.body(), first)).contains(first + ": good");
    var posted = curl.post(url, "application/ocsp-request", request);
    assertThat(posted.body()).isEqualTo(cached.body());
    assertThat(plant.authority().run("check").expecting(0).out()).doesNotContain("ocsp");

    plant.authority().stop();
    plant.authority().run("roll issuing-ca").expecting(0);
    plant.authority().start();
    var other = plant.device("OCSP-2");
    other.onboarded(plant.registrar()).expecting(0);
    var second = other.file("ldevid.pem");
    assertThat(ask(1, "-cert", first)).contains(first + ": good");
    assertThat(ask(2, "-cert", second)).contains(second + ": good");
    var serial = "0x" + plant.certificates("OCSP-1").getFirst().required("serial").asString();
    assertThat(ask(1, "-serial", serial)).contains(serial + ": good");
    assertThat(ask(2, "-serial", serial)).contains(serial + ": unknown");

    plant.authority().run("revoke", "--device", "OCSP-1", "--reason", "superseded").expecting(0);
    assertThat(ask(1, "-cert", first))
        .contains(first + ": revoked", "Reason: superseded", "Revocation Time:");
    assertThat(read(curl.request(URI.create(url + "/" + path)).body(), first))
        .contains(first + ": revoked");
    assertThat(ask(2, "-cert", second)).contains(second + ": good");
  }

  private static void isForCaches(String control) {
    assertThat(control).contains("max-age=", "public", "no-transform", "must-revalidate");
  }

  private static String said(Path certificate) throws IOException, InterruptedException {
    return Foreign.demand("openssl", folder, "version")
        .run("x509", "-in", certificate.toString(), "-noout", "-ext", "authorityInfoAccess")
        .expecting(0)
        .out();
  }
}
