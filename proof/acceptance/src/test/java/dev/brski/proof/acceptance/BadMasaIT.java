package dev.brski.proof.acceptance;

import static dev.brski.proof.kit.ScriptedHttp.ascii;
import static dev.brski.proof.kit.ScriptedHttp.head;
import static dev.brski.proof.kit.ScriptedHttp.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.Manufacturer;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A MASA that is away, slow, or not itself. Its devices wait or are refused, nothing hangs, others
 * are served, and when it comes to its senses so do they.
 */
@Order(0)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BadMasaIT {

  @TempDir private static Path folder;
  private static Plant plant;
  private static Manufacturer maker;
  private static ScriptedServer elsewhere;
  private static Optional<ScriptedServer> server = Optional.empty();
  private static final List<Device> WAITING = new ArrayList<>();
  private static final AtomicReference<Bad> MOOD = new AtomicReference<>(Bad.GARBAGE);
  private static final Set<Bad> SHOWN = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void make() throws Exception {
    plant = Plant.resting(folder);
    plant.registrar().configure("answer-within: 1s");
    maker = plant.manufacturer("Flaky");
    maker.masa().stop();
    plant.authority().start();
    plant.registrar().start();
    elsewhere = ScriptedServer.plain(0, ScriptedServer.silence());
    server = Optional.of(ScriptedPeers.masa(maker, new ScriptedHttp(BadMasaIT::answerOf)));
  }

  @AfterAll
  static void end() throws IOException {
    plant.close();
    elsewhere.close();
    if (server.isPresent()) {
      server.get().close();
    }
  }

  /** What the MASA answers, and what the operator reads of it where asking again may help. */
  enum Bad {
    GARBAGE(""),
    EMPTY(""),
    LARGE(""),
    REDIRECTS_301("answered 301"),
    REDIRECTS_307("answered 307"),
    OTHER_TYPE("answered 200 with text/html instead of a voucher"),
    OUT_OF_ORDER("answered 500"),
    WANTS_A_PASSWORD("wants this registrar to authenticate itself"),
    NO_HTTP("receiving the reply failed"),
    CLOSES("receiving the reply failed"),
    CLOSES_MIDWAY("receiving the reply failed"),
    ENDLESS("receiving the reply failed"),
    DRIPS("waiting failed"),
    SILENT("waiting failed");

    private final String reason;

    Bad(String reason) {
      this.reason = reason;
    }

    /** Nothing better can be hoped for by asking again. */
    boolean isFinal() {
      return reason.isEmpty();
    }

    void answer(OutputStream out) throws IOException, InterruptedException {
      switch (this) {
        case SILENT -> Thread.sleep(Program.DEADLINE);
        case DRIPS -> {
          while (true) {
            out.write('H');
            out.flush();
            Thread.sleep(500);
          }
        }
        case NO_HTTP -> out.write(ascii("220 mail.example ESMTP ready\r\n\r\n"));
        case CLOSES -> throw new IOException("closed as the script says");
        case CLOSES_MIDWAY -> {
          out.write(head(200, HandMadePledge.VOUCHER_CMS_JSON, 1000));
          out.write(new byte[500]);
          out.flush();
          throw new IOException("closed as the script says");
        }
        case ENDLESS ->
            out.write(response(200, HandMadePledge.VOUCHER_CMS_JSON, new byte[(2 << 20) + 1]));
        case REDIRECTS_301, REDIRECTS_307 ->
            out.write(
                ascii(
                    "HTTP/1.1 %s Elsewhere\r\nLocation: https://%s%s\r\nContent-Length: 0\r\n\r\n"
                        .formatted(
                            name().substring("REDIRECTS_".length()),
                            elsewhere.address(),
                            HandMadePledge.VOUCHER_REQUEST)));
        case OTHER_TYPE -> out.write(response(200, "text/html", ascii("<h1>It works!</h1>")));
        case OUT_OF_ORDER -> out.write(response(500, "text/plain", ascii("disk full")));
        case WANTS_A_PASSWORD -> out.write(response(401, "text/plain", ascii("who are you")));
        case GARBAGE ->
            out.write(response(200, HandMadePledge.VOUCHER_CMS_JSON, ascii("a fine voucher")));
        case EMPTY -> out.write(response(200, HandMadePledge.VOUCHER_CMS_JSON, new byte[0]));
        case LARGE ->
            out.write(response(200, HandMadePledge.VOUCHER_CMS_JSON, new byte[100 << 10]));
      }
    }
  }

  private static void answerOf(ScriptedHttp.Request request, OutputStream out)
      throws IOException, InterruptedException {
    var mood = MOOD.get();
    SHOWN.add(mood);
    mood.answer(out);
  }

  @ParameterizedTest
  @Order(1)
  @EnumSource
  @Proves({"RG-17", "RG-19", "RG-22", "PL-40", "PL-42"})
  void theDeviceIsToldAndTheOperatorReadsWhy(Bad bad) throws Exception {
    MOOD.set(bad);
    var device = plant.device(maker, "MASA-" + bad);

    var run = device.onboarded(plant.registrar(), "--wait", bad.isFinal() ? "2m" : "0");

    if (bad.isFinal()) {
      run.expecting(3);
      assertThat(run.err()).contains(device.serial(), plant.registrar().address(), "406");
      assertThat(text(plant.registered(device.serial()), "state")).startsWith("refused: ");
      assertThat(plant.registrar().program().err())
          .containsPattern("device " + device.serial() + ": no voucher: [^\n]+");
    } else {
      run.expecting(4);
      assertThat(run.out()).contains("waiting for the voucher");
      await("the MASA to be asked").atMost(Program.DEADLINE).until(() -> SHOWN.contains(bad));
      awaitReason(device.serial(), bad.reason);
      WAITING.add(device);
    }
    assertThat(elsewhere.connections()).isZero();
  }

  @Test
  @Order(2)
  @Proves("RG-19")
  void devicesOfOthersAreServed() throws Exception {
    plant.device("MASA-GOOD").onboarded(plant.registrar()).expecting(0);
  }

  /** What is at the MASA's address when no request even begins there. */
  enum Impostor {
    NOBODY("connecting failed"),
    SILENT("TLS handshake failed"),
    NO_TLS("TLS handshake failed"),
    OF_ANOTHER_CA("TLS handshake failed"),
    OF_ANOTHER_HOST("TLS handshake failed"),
    EXPIRED("TLS handshake failed");

    private final String reason;

    Impostor(String reason) {
      this.reason = reason;
    }
  }

  @ParameterizedTest
  @Order(3)
  @EnumSource
  @Proves({"RG-17", "RG-19", "RG-1"})
  void anImpostorGetsNoRequest(Impostor impostor) throws Exception {
    closeServer();
    var requests = new ScriptedHttp((_, out) -> out.write(response(404, "text/plain", ascii("?"))));
    server = serverOf(impostor, requests);
    var device = plant.device(maker, "MASA-AT-" + impostor);

    var run = device.onboarded(plant.registrar(), "--wait", "0").expecting(4);

    assertThat(run.out()).contains("waiting for the voucher");
    if (server.isPresent()) {
      var asked = server.get();
      await("a connection").atMost(Program.DEADLINE).until(() -> asked.connections() > 0);
    }
    awaitReason(device.serial(), impostor.reason);
    assertThat(requests.requests()).isEmpty();
    assertThat(plant.registrar().program().isAlive()).isTrue();
    WAITING.add(device);
  }

  private static Optional<ScriptedServer> serverOf(Impostor impostor, ScriptedServer.Script script)
      throws Exception {
    int port = maker.masa().url().getPort();
    var keys = maker.masa().folder().resolve("keys");
    var root = keys.resolve("tls-root.pem");
    var rootKey = keys.resolve("tls-root.key");
    var own = keys.resolve("tls.key");
    return switch (impostor) {
      case NOBODY -> Optional.empty();
      case SILENT -> Optional.of(ScriptedServer.plain(port, ScriptedServer.silence()));
      case NO_TLS ->
          Optional.of(
              ScriptedServer.plain(port, ScriptedServer.saying(ascii("HTTP/1.1 400 No\r\n\r\n"))));
      case OF_ANOTHER_CA -> {
        var other = plant.masa().folder().resolve("keys");
        yield Optional.of(
            ScriptedServer.tls(port, other.resolve("tls.pem"), other.resolve("tls.key"), script));
      }
      case OF_ANOTHER_HOST -> {
        var made =
            certificate(
                "DNS:masa.example", "20200101000000Z", "20400101000000Z", root, rootKey, own);
        yield Optional.of(ScriptedServer.tls(port, made, own, script));
      }
      case EXPIRED -> {
        var made =
            certificate("IP:127.0.0.1", "20200101000000Z", "20210101000000Z", root, rootKey, own);
        yield Optional.of(ScriptedServer.tls(port, made, own, script));
      }
    };
  }

  /** A server's certificate, issued by a CA whose key lies open. */
  private static Path certificate(
      String name, String from, String until, Path ca, Path caKey, Path key)
      throws IOException, InterruptedException {
    var made = Files.createTempDirectory(folder, "ca");
    Files.writeString(made.resolve("index.txt"), "");
    var settings =
        Files.writeString(
            made.resolve("ca.cnf"),
            """
            [ca]
            default_ca = d
            [d]
            database = %1$s/index.txt
            new_certs_dir = %1$s
            rand_serial = yes
            default_md = sha256
            policy = p
            [p]
            commonName = supplied
            [e]
            basicConstraints = critical,CA:FALSE
            keyUsage = critical,digitalSignature
            extendedKeyUsage = serverAuth
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            subjectAltName = %2$s
            [req]
            distinguished_name = n
            [n]
            """
                .formatted(made, name));
    var openssl = Foreign.demand("openssl", made, "version");
    var request = made.resolve("request.pem");
    var out = made.resolve("made.pem");
    openssl
        .run(
            "req",
            "-new",
            "-config",
            settings.toString(),
            "-key",
            key.toString(),
            "-subj",
            "/CN=MASA",
            "-out",
            request.toString())
        .expecting(0);
    openssl
        .run(
            "ca",
            "-batch",
            "-notext",
            "-config",
            settings.toString(),
            "-extensions",
            "e",
            "-startdate",
            from,
            "-enddate",
            until,
            "-cert",
            ca.toString(),
            "-keyfile",
            caKey.toString(),
            "-in",
            request.toString(),
            "-out",
            out.toString())
        .expecting(0);
    return out;
  }

  @Test
  @Order(4)
  @Proves({"RG-19", "RG-20", "PL-40"})
  void itComesToItsSenses() throws Exception {
    closeServer();
    maker.masa().start();

    var first = WAITING.getFirst();
    var last = WAITING.getLast();
    try (var one = first.onboard(plant.registrar());
        var other = last.onboard(plant.registrar())) {
      assertThat(one.awaitEnd()).as(one.err()).isZero();
      assertThat(other.awaitEnd()).as(other.err()).isZero();
    }
    for (var device : WAITING) {
      plant.registrar().awaitJournal("voucher-received", device.serial());
    }
    assertThat(text(plant.registered(first.serial()), "state")).isEqualTo("enrolled");
    assertThat(text(plant.registered(last.serial()), "state")).isEqualTo("enrolled");
  }

  @Test
  @Order(5)
  @Proves("RG-13")
  void whatADeviceNamesAsItsMasaIsNotConnectedTo() throws Exception {
    try (var other = ScriptedServer.plain(0, ScriptedServer.silence())) {
      var device = maker.device("MASA-NAMED", other.address(), folder.resolve("pledge-MASA-NAMED"));
      assertThat(certificateOf(device)).contains(other.address());

      device.onboarded(plant.registrar()).expecting(0);

      assertThat(other.connections()).isZero();
    }
    assertThat(maker.masa().control("/log?serial=MASA-NAMED").required("events")).hasSize(1);
    assertThat(elsewhere.connections()).isZero();
  }

  private static String certificateOf(Device device) throws IOException, InterruptedException {
    return Foreign.demand("openssl", folder, "version")
        .run("x509", "-in", device.file("idevid.pem").toString(), "-noout", "-text")
        .expecting(0)
        .out();
  }

  private static void closeServer() throws IOException {
    if (server.isPresent()) {
      server.get().close();
    }
    server = Optional.empty();
  }

  private static void awaitReason(String serial, String reason) {
    await("the registrar's line of " + serial + " to say: " + reason)
        .atMost(Program.DEADLINE)
        .untilAsserted(() -> assertThat(waitsFor(serial)).contains(reason));
  }

  private static String waitsFor(String serial) throws IOException {
    return plant
        .registrar()
        .control("/devices")
        .valueStream()
        .filter(line -> text(line, "serial").equals(serial))
        .map(line -> line.path("waitsFor").asString(""))
        .findFirst()
        .orElse("");
  }

  private static String text(JsonNode document, String member) {
    return document.required(member).asString();
  }
}
