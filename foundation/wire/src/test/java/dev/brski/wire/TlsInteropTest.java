package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS and HTTP as openssl and curl see them. */
class TlsInteropTest {

  private static final String CMP = "application/pkixcmp";
  private static final CryptoSuite SUITE = CryptoSuite.standard();
  private static final Credential FIRST =
      Someone.under(Someone.ca("Domain"), "first registrar", 30);
  private static final AtomicReference<Credential> CREDENTIAL = new AtomicReference<>(FIRST);

  private static HttpsServer server;
  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws IOException {
    server =
        HttpsServer.start(
            ServerSettings.on(new HostPort("127.0.0.1", 0)),
            CREDENTIAL::get,
            ClientCertificates.REQUESTED,
            List.of(
                Route.get("/who", TlsInteropTest::who),
                Route.post("/cmp", CMP, 10, _ -> Response.empty(204))));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Response who(Request request) {
    return Response.text(
        200,
        "you are %s, I am %s, connection %s."
            .formatted(
                request.peer().map(cert -> cert.getSubjectX500Principal().getName()).orElse("-"),
                request.localChain().getFirst().getSubjectX500Principal().getName(),
                request.connection()));
  }

  private static String openssl(String input, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("s_client", "-connect", server.address().toString()));
    command.addAll(List.of(arguments));
    return Program.OPENSSL.run(input, command.toArray(String[]::new));
  }

  private static String curl(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("--silent", "--show-error", "--insecure"));
    command.addAll(List.of(arguments));
    return Program.CURL.run("", command.toArray(String[]::new));
  }

  private static String status(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("--write-out", "%{http_code}", "--output", "-"));
    command.addAll(List.of(arguments));
    return curl(command.toArray(String[]::new));
  }

  private static String at(String path) {
    return "https://" + server.address() + path;
  }

  private static String[] files(Credential credential, String name) throws IOException {
    var certificates = folder.resolve(name + ".pem");
    var key = folder.resolve(name + ".key");
    credential.write(certificates, key);
    return new String[] {"--cert", certificates.toString(), "--key", key.toString()};
  }

  @ParameterizedTest
  @ValueSource(strings = {"-tls1_2", "-tls1_3"})
  @Proves({"TLS-1", "TLS-2", "PL-20"})
  void asksForACertificateWithoutNamingAuthorities(String version) throws Exception {
    assertThat(openssl("", version))
        .contains("No client certificate CA names sent")
        .contains("Requested Signature Algorithms")
        .contains("CN = first registrar", "CN = Domain");
  }

  @ParameterizedTest
  @CsvSource({
    "-tls1,DEFAULT",
    "-tls1_1,DEFAULT",
    "-tls1_2,AES128-GCM-SHA256",
    "-tls1_2,ECDHE-ECDSA-AES128-SHA256",
    "-tls1_2,ECDHE-ECDSA-AES256-SHA",
    "-tls1_2,DHE-RSA-AES128-GCM-SHA256"
  })
  @Proves("TLS-1")
  void refusesOldVersionsAndWeakSuites(String version, String ciphers) throws Exception {
    assertThat(openssl("", version, "-cipher", ciphers + ":@SECLEVEL=0"))
        .contains("Cipher is (NONE)")
        .containsPattern("alert (protocol version|handshake failure)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-CHACHA20-POLY1305"
      })
  @Proves("TLS-1")
  void speaksTls12WithForwardSecrecyAndAead(String cipher) throws Exception {
    assertThat(openssl("", "-tls1_2", "-cipher", cipher)).contains("Cipher is " + cipher);
  }

  @Test
  @Proves("TLS-4")
  void neverResumesInTls12() throws Exception {
    assertThat(openssl("", "-tls1_2", "-reconnect"))
        .contains("drop connection and then reconnect")
        .doesNotContain("Reused");
  }

  @Test
  @Proves("TLS-4")
  void neverResumesInTls13NorTakesEarlyData() throws Exception {
    var session = folder.resolve("session.pem").toString();
    var early = Files.writeString(folder.resolve("early"), "GET /who HTTP/1.0\r\n\r\n");
    var certificate = files(Someone.selfSigned("pledge"), "resuming");
    var request = "GET /who HTTP/1.0\n\n";
    var common =
        new String[] {
          "-tls1_3", "-crlf", "-ign_eof", "-cert", certificate[1], "-key", certificate[3]
        };
    var first = openssl(request, with(common, "-sess_out", session));
    assertThat(first).contains("you are CN=pledge").doesNotContainPattern("Max Early Data: [1-9]");
    assertThat(Path.of(session)).as("a ticket to try").exists();
    assertThat(openssl(request, with(common, "-sess_in", session, "-early_data", early.toString())))
        .contains("you are CN=pledge")
        .contains("New, TLSv1.3")
        .doesNotContain("Reused", "Early data was accepted");
  }

  private static String[] with(String[] common, String... more) {
    var all = new ArrayList<>(List.of(common));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  @Proves("TLS-1")
  void refusesRenegotiation() throws Exception {
    // Asks whether there is such a program at all.
    assertThat(Program.OPENSSL.run("", "version")).startsWith("OpenSSL");
    var process =
        new ProcessBuilder(
                "openssl", "s_client", "-connect", server.address().toString(), "-tls1_2", "-crlf")
            .redirectErrorStream(true)
            .start();
    try (var out = process.inputReader(StandardCharsets.ISO_8859_1)) {
      // Closing it would write once more, and the program may have ended by then.
      var in = process.outputWriter(StandardCharsets.ISO_8859_1);
      var printed = new StringBuilder(until(out, "Extended master secret"));
      in.write("R\n");
      in.flush();
      printed.append(until(out, "RENEGOTIATING"));
      try {
        in.write("GET /who HTTP/1.0\n\n");
        in.flush();
      } catch (IOException _) {
        // The program has ended already, because the server had.
      }
      out.lines().forEach(printed::append);
      assertThat(printed).contains("RENEGOTIATING").doesNotContain("you are");
    } finally {
      process.destroy();
      process.waitFor(30, TimeUnit.SECONDS);
    }
  }

  private static String until(BufferedReader out, String mark) throws IOException {
    var printed = new StringBuilder();
    for (var line = out.readLine(); line != null; line = out.readLine()) {
      printed.append(line).append('\n');
      if (line.contains(mark)) {
        break;
      }
    }
    return printed.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registrar.example", "REGISTRAR", "xn--zca.example", "127.0.0.1"})
  @Proves({"RG-2", "TLS-3"})
  void doesNotLookAtTheServerName(String name) throws Exception {
    assertThat(openssl("GET /who HTTP/1.0\n\n", "-crlf", "-ign_eof", "-servername", name))
        .contains("I am CN=first registrar");
    assertThat(openssl("GET /who HTTP/1.0\n\n", "-crlf", "-ign_eof", "-noservername"))
        .contains("I am CN=first registrar");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--tlsv1.3", "--tls-max=1.2"})
  @Proves({"TLS-2", "PL-20"})
  void takesAndRecordsAnyClientCertificate(String version) throws Exception {
    var argument = version.split("=", -1);
    var unknown = Someone.under(Someone.ca("Unheard of"), "unknown", 30);
    var expired = Someone.under(Someone.ca("Old"), "expired", -30);
    for (var credential : List.of(Someone.selfSigned("alone"), unknown, expired)) {
      var name = credential.leaf().getSubjectX500Principal().getName();
      var command = with(files(credential, name.substring(3)), argument);
      assertThat(curl(with(command, at("/who")))).contains("you are " + name + ",");
    }
    assertThat(curl(with(argument, at("/who")))).contains("you are -,");
  }

  @Test
  @Proves("PL-23")
  void keepsTheConnectionForCurl() throws Exception {
    var lines = curl(at("/who"), at("/who"), at("/who")).lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines).containsOnly(lines.getFirst());
    assertThat(curl(at("/who"))).isNotEqualTo(lines.getFirst() + "\n");
  }

  @Test
  void tellsCurlWhatIsWrong() throws Exception {
    var cmp = "Content-Type: " + CMP;
    var chunked = "Transfer-Encoding: chunked";
    assertThat(status(at("/nothing"))).isEqualTo("There is nothing at this path.\n404");
    assertThat(status(at("/cmp"))).isEqualTo("This path takes POST, not GET.\n405");
    assertThat(status("--data", "x", at("/cmp"))).endsWith("415");
    assertThat(status("--header", cmp, "--data", "x", at("/cmp"))).isEqualTo("204");
    assertThat(status("--header", cmp, "--header", chunked, "--data", "x", at("/cmp")))
        .isEqualTo("204");
  }

  @ParameterizedTest
  @CsvSource({
    "100000,Expect:,X-Declared: yes",
    "100000,Expect:,Transfer-Encoding: chunked",
    "3000000,Expect: 100-continue,X-Declared: yes",
    "100000,Expect: 100-continue,X-Declared: yes"
  })
  @Proves("PL-22")
  void tellsCurlThatItsContentIsTooLarge(int size, String expect, String encoding)
      throws Exception {
    var large = Files.write(folder.resolve("large" + size), new byte[size]).toString();
    var cmp = "Content-Type: " + CMP;
    assertThat(
            status(
                "--header",
                cmp,
                "--header",
                expect,
                "--header",
                encoding,
                "--data-binary",
                "@" + large,
                at("/cmp")))
        .isEqualTo("This path takes at most 10 octets of content.\n413");
    assertThat(status("--header", expect, "--data-binary", "@" + large, at("/nothing")))
        .isEqualTo("There is nothing at this path.\n404");
  }

  @Test
  void speaksHttp11WhateverIsOffered() throws Exception {
    assertThat(curl("--http2", "--verbose", at("/who"))).contains("HTTP/1.1 200");
  }

  @Test
  @Proves({"RG-10", "RG-26"})
  void newConnectionsGetTheNewCredentialAndOldOnesKeepTheirs() throws Exception {
    var tls = new ClientTls(Optional.empty(), PeerJudge.provisional(), false);
    try (var before = Channel.open(server.address(), tls, ChannelLimits.standard())) {
      CREDENTIAL.set(Someone.selfSigned("second registrar"));
      try (var after = Channel.open(server.address(), tls, ChannelLimits.standard())) {
        assertThat(after.exchange(Call.get("/who")).explanation()).contains("I am CN=second");
        assertThat(before.exchange(Call.get("/who")).explanation()).contains("I am CN=first");
      }
    } finally {
      CREDENTIAL.set(FIRST);
    }
  }

  @ParameterizedTest
  @CsvSource({"EC,secp256r1", "EC,secp384r1", "RSA,", "RSASSA-PSS,", "Ed25519,"})
  @Proves("TLS-2")
  void worksWithEveryKindOfKey(String algorithm, String curve) throws Exception {
    var generator = KeyPairGenerator.getInstance(algorithm);
    if (curve != null) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    var ours = Someone.selfSigned("registrar", generator.generateKeyPair());
    var theirs = Someone.selfSigned("pledge", generator.generateKeyPair());
    try (var other =
            HttpsServer.start(
                ServerSettings.on(new HostPort("127.0.0.1", 0)),
                () -> ours,
                ClientCertificates.REQUESTED,
                List.of(Route.get("/who", TlsInteropTest::who)));
        var channel =
            Channel.open(
                other.address(),
                new ClientTls(Optional.of(theirs), PeerJudge.provisional(), false),
                ChannelLimits.standard())) {
      assertThat(channel.peerChain()).isEqualTo(ours.chain());
      assertThat(channel.exchange(Call.get("/who")).explanation())
          .startsWith("you are CN=pledge, I am CN=registrar");
    }
  }

  /** With the parameters of our own keys, with none, and with others (RFC 8446 section 4.2.3). */
  @ParameterizedTest
  @CsvSource({
    "ours, -tls1_2, SHA256",
    "ours, -tls1_3, SHA256",
    "none, -tls1_2, SHA256",
    "none, -tls1_3, SHA256",
    "SHA-384, -tls1_2, SHA384",
    "SHA-384, -tls1_3, SHA384"
  })
  @Proves("TLS-2")
  void opensslSeesAndShowsKeysForPss(String parameters, String version, String digest)
      throws Exception {
    var keys = forPss(parameters);
    var ours = Someone.selfSigned("registrar", keys);
    var theirs = files(Someone.selfSigned("pledge", keys), "pledge-" + parameters);
    try (var other =
        HttpsServer.start(
            ServerSettings.on(new HostPort("127.0.0.1", 0)),
            () -> ours,
            ClientCertificates.REQUESTED,
            List.of(Route.get("/who", TlsInteropTest::who)))) {
      assertThat(
              Program.OPENSSL.run(
                  "GET /who HTTP/1.0\n\n",
                  "s_client",
                  "-connect",
                  other.address().toString(),
                  version,
                  "-crlf",
                  "-ign_eof",
                  "-cert",
                  theirs[1],
                  "-key",
                  theirs[3]))
          .contains("you are CN=pledge, I am CN=registrar")
          .contains("Peer signature type: RSA-PSS", "Peer signing digest: " + digest);
    }

    var shown = files(ours, "registrar-" + parameters);
    try (var server =
        OpensslServer.start(version, "-cert", shown[1], "-key", shown[3], "-Verify", "1")) {
      var client = Someone.selfSigned("our pledge", keys);
      var tls = new ClientTls(Optional.of(client), PeerJudge.provisional(), false);
      try (var channel = Channel.open(server.address(), tls, ChannelLimits.standard())) {
        assertThat(channel.peerChain()).isEqualTo(ours.chain());
        var page = channel.exchange(Call.get("/"));
        assertThat(new String(page.body(), StandardCharsets.ISO_8859_1)).contains("our pledge");
      }
    }
  }

  private static KeyPair forPss(String parameters) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSASSA-PSS");
    switch (parameters) {
      case "ours" -> {
        return SUITE.generateKeyPair(KeyKind.RSA_PSS_2048);
      }
      case "none" -> generator.initialize(2048);
      default ->
          generator.initialize(
              new RSAKeyGenParameterSpec(
                  2048,
                  RSAKeyGenParameterSpec.F4,
                  new PSSParameterSpec(
                      parameters, "MGF1", new MGF1ParameterSpec(parameters), 48, 1)));
    }
    return generator.generateKeyPair();
  }
}
