package dev.brski.proof.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Device;
import dev.brski.proof.kit.Foreign;
import dev.brski.proof.kit.PemFile;
import dev.brski.proof.kit.Plant;
import dev.brski.proof.kit.Program;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.Run;
import dev.brski.proof.kit.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * OpenSSL's mock server as the CA behind a registrar: it knows no TLS, no nested messages and no
 * operation labels, gives out one certificate that it was given, signs with a certificate that no
 * device knows, and takes every repetition for a new request. It forgets a transaction with the
 * connection, so there is nothing to confirm or to poll for.
 */
final class ExternalCaIT {

  private static final String PORT = "8080";

  @TempDir private Path folder;
  private Plant plant;
  private Foreign openssl;
  private Namespace network;
  private final AtomicReference<ScriptedServer.Script> door = new AtomicReference<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private ScriptedServer server;

  @BeforeEach
  void make() throws Exception {
    openssl = Foreign.demand("openssl", folder, "version");
    network = Namespace.make(folder);
    opened.push(network);
    plant = Plant.resting(folder);
    opened.push(plant);
    server = ScriptedServer.plain(0, connection -> door.get().serve(connection));
    opened.push(() -> server.close());
    door.set(_ -> {});
    ca("-x509", "-keyout", file("ca.key"), "-out", file("ca.pem"), "-subj", "/CN=external CA");
  }

  @AfterEach
  void end() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private void ca(String... more) throws Exception {
    var words =
        new ArrayList<>(
            List.of("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"));
    words.addAll(List.of(more));
    var _ = openssl.run(words.toArray(String[]::new)).expecting(0);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String keys(String name) {
    return plant.authority().folder().resolve("keys").resolve(name).toString();
  }

  private void registrar(String forwarding) throws Exception {
    plant.registrar().configure("authority: \"http://" + server.address() + "/pkix/\"");
    plant.registrar().configure("answer-within: 3s");
    var yaml = plant.registrar().folder().resolve("brski.yaml");
    Files.writeString(
        yaml,
        Files.readString(yaml)
            + """

            upstream:
              plain-http: allowed
              operation-labels: none
              resend: never
              forwarding: %s
              answer-certificate: "%s"
            """
                .formatted(forwarding, file("ca.pem")));
    plant.registrar().start();
  }

  /** The device has sent its request; nobody was there to take it. */
  private Device waiting(String serial, Object... more) throws Exception {
    var away = server.address();
    server.close();
    var device = plant.device(serial);
    while (key(device).isEmpty()) {
      device.onboarded(plant.registrar(), more).expecting(4);
    }
    server =
        ScriptedServer.plain(
            Integer.parseInt(away.substring(away.indexOf(':') + 1)),
            connection -> door.get().serve(connection));
    return device;
  }

  private static Optional<Path> key(Device device) throws IOException {
    try (Stream<Path> all = Files.walk(device.folder())) {
      return all.filter(path -> path.endsWith("ldevid.key")).findFirst();
    }
  }

  /** The mock server with a certificate for the key that the device has made. */
  private Program mock(Device device, String trusted, String... more) throws Exception {
    var key = key(device).orElseThrow().toString();
    var _ = openssl.run("pkey", "-in", key, "-pubout", "-out", file("pub.pem")).expecting(0);
    Files.writeString(
        folder.resolve("ldevid.cnf"),
        """
        basicConstraints=critical,CA:false
        keyUsage=critical,digitalSignature
        subjectKeyIdentifier=hash
        authorityKeyIdentifier=keyid
        """);
    var _ =
        openssl
            .run(
                "x509",
                "-new",
                "-subj",
                "/serialNumber=" + device.serial(),
                "-force_pubkey",
                file("pub.pem"),
                "-CA",
                keys("issuing-ca.pem"),
                "-CAkey",
                keys("issuing-ca.key"),
                "-days",
                "30",
                "-extfile",
                file("ldevid.cnf"),
                "-out",
                file("ldevid.pem"))
            .expecting(0);
    var words =
        new ArrayList<>(
            List.of(
                "openssl",
                "cmp",
                "-config",
                "",
                "-port",
                PORT,
                "-verbosity",
                "7",
                "-srv_cert",
                file("ca.pem"),
                "-srv_key",
                file("ca.key"),
                "-srv_trusted",
                trusted,
                "-rsp_cert",
                file("ldevid.pem"),
                "-rsp_extracerts",
                keys("issuing-ca.pem")));
    words.addAll(List.of(more));
    var started = network.start(words.toArray(String[]::new));
    var _ = started.awaitOut("(?m)^ACCEPT .*$");
    door.set(network.door(Integer.parseInt(PORT)));
    return started;
  }

  private void assertHasIt(Device device) throws IOException {
    assertThat(PemFile.read(device.file("ldevid.pem")).base64())
        .isEqualTo(PemFile.read(folder.resolve("ldevid.pem")).base64());
  }

  private List<JsonNode> queue() throws Exception {
    return plant
        .run("queue", "ls", "--dir", plant.registrar().folder(), "--json")
        .json()
        .valueStream()
        .toList();
  }

  private Run resolve(JsonNode line, Object... how) throws Exception {
    var words =
        new ArrayList<Object>(
            List.of(
                "queue",
                "resolve",
                "--dir",
                plant.registrar().folder(),
                line.required("id").asString()));
    words.addAll(List.of(how));
    words.addAll(List.of("--reason", "asked the people of the CA"));
    return plant.brski().run(words.toArray());
  }

  private JsonNode requestLine() throws Exception {
    return queue().stream()
        .filter(line -> line.required("what").asString().equals("certification request"))
        .toList()
        .getLast();
  }

  @Test
  @Proves("CMP-R1")
  void unchangedItJudgesTheDeviceByItself() throws Exception {
    registrar("unchanged");
    var device = waiting("EXT-1", "--wait", "0");
    try (var _ =
        mock(
            device,
            plant.anchor().toString(),
            "-srv_untrusted",
            device.file("idevid.pem").toString(),
            "-grant_implicitconf")) {
      plant.retry();
      device.onboarded(plant.registrar()).expecting(0);
      assertHasIt(device);
    }
  }

  @Test
  @Proves({"CMP-R4", "CMP-R5", "CMP-R18"})
  void underTheRegistrarsProtectionItNeedsToKnowTheRegistrarAlone() throws Exception {
    registrar("replaced");
    var device = waiting("EXT-2", "--wait", "0");
    try (var _ = mock(device, plant.domainCa().toString(), "-grant_implicitconf")) {
      plant.retry();
      device.onboarded(plant.registrar()).expecting(0);
      assertHasIt(device);
      assertThat(queue())
          .extracting(line -> line.required("indeterminate").asBoolean())
          .containsOnly(false);
    }
  }

  @Test
  @Proves("CMP-R4")
  void itTakesTheRegistrarsWordForThePossessionIfItIsToldTo() throws Exception {
    registrar("ra-verified");
    var device = waiting("EXT-3", "--wait", "0");
    try (var _ =
        mock(device, plant.domainCa().toString(), "-grant_implicitconf", "-accept_raverified")) {
      plant.retry();
      device.onboarded(plant.registrar()).expecting(0);
      assertHasIt(device);
    }
  }

  @Test
  @Proves("CMP-R4")
  void itTakesNoWordForThePossessionOtherwise() throws Exception {
    registrar("ra-verified");
    var device = waiting("EXT-4", "--wait", "0");
    try (var _ = mock(device, plant.domainCa().toString(), "-grant_implicitconf")) {
      plant.retry();
      device.onboarded(plant.registrar()).expecting(3);
      assertThat(device.file("ldevid.pem")).doesNotExist();
    }
  }

  @Test
  @Proves("CMP-B7")
  void whatItMayHaveTakenIsNotSentAgainBeforeAPersonSaysSo() throws Exception {
    registrar("replaced");
    var device = waiting("EXT-5", "--wait", "0");
    var taken = new CountDownLatch(1);
    door.set(
        connection -> {
          assertThat(connection.getInputStream().read()).isPositive();
          taken.countDown();
          ScriptedServer.silence().serve(connection);
        });
    plant.retry();
    assertThat(taken.await(Program.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    plant.registrar().killAndStart();

    var line = requestLine();
    assertThat(line.required("indeterminate").asBoolean()).isTrue();
    assertThat(
            plant
                .run("registrar", "check", "--dir", plant.registrar().folder(), "--json")
                .json()
                .toString())
        .contains("queue-indeterminate");
    try (var _ = mock(device, plant.domainCa().toString(), "-grant_implicitconf")) {
      int connections = server.connections();
      plant.retry();
      device.onboarded(plant.registrar(), "--wait", "0").expecting(4);
      assertThat(server.connections()).isEqualTo(connections);

      var _ = resolve(line, "--send-again").expecting(0);
      device.onboarded(plant.registrar()).expecting(0);
      assertHasIt(device);
      var _ = resolve(line, "--send-again").expecting(3);
      plant.registrar().awaitJournal("indeterminate-resolved", "EXT-5");
    }
  }
}
