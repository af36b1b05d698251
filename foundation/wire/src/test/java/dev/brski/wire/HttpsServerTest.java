package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What the server answers by itself, and what reaches a handler. */
class HttpsServerTest {

  private static final String CMP = "application/pkixcmp";
  private static final Credential REGISTRAR = Someone.selfSigned("registrar");

  private static HttpsServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        HttpsServer.start(
            ServerSettings.on(new HostPort("127.0.0.1", 0)).withHeaderBytes(4096),
            () -> REGISTRAR,
            ClientCertificates.NONE,
            List.of(
                Route.post("/cmp", CMP, 100, HttpsServerTest::describe),
                new Route("POST", "/cmp", Set.of("application/other"), 5, _ -> Response.empty(204)),
                Route.get("/devices", HttpsServerTest::describe),
                Route.get("/devices/*", HttpsServerTest::describe),
                Route.get("/devices/known", _ -> Response.text(200, "the nearer route")),
                Route.get("/close", _ -> Response.text(401, "go away").closing()),
                Route.get(
                    "/fault",
                    _ -> {
                      throw new IllegalStateException("the secret of the house");
                    }),
                Route.get("/overflow", request -> deeper(request, 0)),
                Route.get(
                    "/unavailable",
                    _ -> {
                      throw new Unavailable(
                          "the store takes nothing", new IOException("disk full"));
                    })));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Response describe(Request request) {
    return Response.text(
        200,
        "%s %s %s %s accepts-json:%s"
            .formatted(
                request.method(),
                request.path(),
                new TreeMap<>(request.query()),
                new String(request.body(), StandardCharsets.UTF_8),
                request.accepts("application/json")));
  }

  private static Response deeper(Request request, int depth) {
    return depth < 0
        ? Response.empty(204)
        : Response.text(200, deeper(request, depth + 1).status() + " at " + depth);
  }

  private static Channel channel() throws PeerFailure {
    return Channel.open(
        server.address(),
        new ClientTls(Optional.empty(), PeerJudge.provisional(), false),
        ChannelLimits.standard());
  }

  private static Reply exchange(Call call) throws PeerFailure {
    try (var channel = channel()) {
      return channel.exchange(call);
    }
  }

  @Test
  void handsOverMethodPathQueryAndContent() throws Exception {
    assertThat(exchange(Call.post("/cmp?b=2&a=%2F%20x", CMP, new byte[] {'h', 'i'})).explanation())
        .startsWith("POST /cmp {a=/ x, b=2} hi");
    assertThat(exchange(Call.get("/devices/a%20b/c")).explanation())
        .startsWith("GET /devices/a b/c");
    assertThat(exchange(Call.get("/devices")).explanation()).startsWith("GET /devices {}");
    assertThat(exchange(Call.get("/devices/known")).explanation()).isEqualTo("the nearer route");
  }

  @ParameterizedTest
  @ValueSource(strings = {CMP, "Application/PKIXCMP", CMP + "; charset=binary", CMP + " ;x=\"y\""})
  @Proves({"RG-29", "CMP-H21"})
  void takesMediaTypesWithParametersAndInAnyCase(String type) throws Exception {
    assertThat(exchange(Call.post("/cmp", type, new byte[1])).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/pkixcmp-poll", "text/plain", "application/pkixcm", "nonsense"})
  @Proves("RG-29")
  void answers415WithWhatThePathTakes(String type) throws Exception {
    var reply = exchange(Call.post("/cmp", type, new byte[1]));
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.mediaType()).contains("text/plain");
    assertThat(reply.header("content-type")).contains("text/plain; charset=utf-8");
    assertThat(reply.explanation())
        .isEqualTo(
            "This path takes application/other, application/pkixcmp, not what Content-Type says.");
  }

  @Test
  @Proves("RG-29")
  void answers415WhenNoMediaTypeIsGiven() throws Exception {
    var call = new Call("POST", "/cmp", Optional.empty(), new byte[1], List.of(), Map.of());
    var reply = exchange(call);
    assertThat(reply.status()).isEqualTo(415);
    assertThat(reply.explanation()).endsWith("Content-Type is missing.");
  }

  @ParameterizedTest
  @CsvSource({"/,", "/cmp/,", "/Cmp,", "/devices/../cmp2,", "/.well-known,"})
  void answers404(String path) throws Exception {
    var reply = exchange(Call.get(path));
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.explanation()).isEqualTo("There is nothing at this path.");
  }

  @ParameterizedTest
  @CsvSource({"GET,/cmp,POST", "PUT,/cmp,POST", "POST,/devices/7,GET", "OPTIONS,/devices,GET"})
  void answers405WithAllow(String method, String path, String allowed) throws Exception {
    var reply =
        exchange(new Call(method, path, Optional.empty(), new byte[0], List.of(), Map.of()));
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("Allow")).contains(allowed);
    assertThat(reply.explanation()).contains(allowed).contains(method);
  }

  @Test
  @Proves("PL-22")
  void takesContentUpToTheLimitAndNotOneOctetMore() throws Exception {
    assertThat(exchange(Call.post("/cmp", CMP, new byte[100])).status()).isEqualTo(200);
    var reply = exchange(Call.post("/cmp", CMP, new byte[101]));
    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.explanation()).isEqualTo("This path takes at most 100 octets of content.");
    assertThat(exchange(Call.post("/cmp", "application/other", new byte[6])).status())
        .isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"50,200", "51,413"})
  @Proves("PL-22")
  void countsChunkedContentToo(int second, int status) throws Exception {
    var head = "POST /cmp HTTP/1.1\r\nHost: h\r\nContent-Type: " + CMP;
    var chunks = chunk(50) + chunk(second) + chunk(0);
    try (var raw = RawTls.connect(server.address())) {
      raw.send(head + "\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
      assertThat(raw.reply()).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  private static String chunk(int size) {
    return "%x\r\n%s\r\n".formatted(size, "x".repeat(size));
  }

  @Test
  void refusesAQueryThatNamesAParameterTwice() throws Exception {
    assertThat(exchange(Call.get("/devices?a=1&a=2")).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "'',true",
    "application/json,true",
    "'text/html, application/*',true",
    "'application/json;q=0, */*',false",
    "'application/json; q=0.5',true",
    "text/html,false"
  })
  @Proves("RG-29")
  void knowsWhatThePeerAccepts(String accept, boolean json) throws Exception {
    var call = accept.isEmpty() ? Call.get("/devices") : Call.get("/devices", accept);
    assertThat(exchange(call).explanation()).endsWith("accepts-json:" + json);
  }

  @Test
  @Proves("PL-23")
  void servesManyRequestsOnOneConnection() throws Exception {
    try (var channel = channel()) {
      for (int i = 0; i < 50; i++) {
        assertThat(channel.exchange(Call.get("/devices/" + i)).status()).isEqualTo(200);
        assertThat(channel.exchange(Call.get("/nothing")).status()).isEqualTo(404);
        assertThat(channel.exchange(Call.post("/cmp", "text/plain", new byte[9])).status())
            .isEqualTo(415);
      }
    }
  }

  @Test
  @Proves("RG-10")
  void closesTheConnectionAfterAnAnswerThatSaysSo() throws Exception {
    try (var raw = RawTls.connect(server.address())) {
      raw.send("GET /close HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(raw.untilClosed())
          .startsWith("HTTP/1.1 401 ")
          .containsIgnoringCase("Connection: close")
          .endsWith("go away\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fault", "/overflow"})
  void survivesAFaultAndNamesItByAnIdOnly(String path) throws Exception {
    var log = new ListAppender<ILoggingEvent>();
    log.start();
    var faults = (Logger) LoggerFactory.getLogger(Faults.class);
    faults.addAppender(log);
    try (var channel = channel()) {
      var reply = channel.exchange(Call.get(path));
      assertThat(reply.status()).isEqualTo(500);
      var told = "A fault of this server; its log has it under ([0-9a-f]{12})\\.";
      assertThat(reply.explanation()).matches(told);
      assertThat(log.list)
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getFormattedMessage())
                    .contains("GET " + path, reply.explanation().replaceAll(told, "$1"));
                assertThat(event.getThrowableProxy()).isNotNull();
              });
      assertThat(channel.exchange(Call.get(path)).explanation()).isNotEqualTo(reply.explanation());
      assertThat(channel.exchange(Call.get("/devices")).status()).isEqualTo(200);
    } finally {
      faults.detachAppender(log);
    }
  }

  @Test
  void asksToComeBackWhenAHandlerIsUnavailable() throws Exception {
    var reply = exchange(Call.get("/unavailable"));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.explanation()).isEqualTo("the store takes nothing");
    assertThat(reply.header("Retry-After")).contains("5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003nonsense||",
        "GET /devices HTTP/1.1||",
        "GET /devices HTTP/1.1|Host: a|Host: b||",
        "GET /dev ices HTTP/1.1|Host: h||",
        "GET /devices HTTP/1.1|Host: h|bad header||",
        "GET /devices/%zz HTTP/1.1|Host: h||",
        "GET /devices/..%2fcmp HTTP/1.1|Host: h||",
        "GET /devices?a=%zz HTTP/1.1|Host: h||",
        "POST /cmp HTTP/1.1|Host: h|Content-Length: -1||",
        "POST /cmp HTTP/1.1|Host: h|Content-Length: 1|Content-Length: 2||xx",
        "POST /cmp HTTP/1.1|Host: h|Content-Length: 1|Transfer-Encoding: chunked||",
        "POST /cmp HTTP/1.1|Host: h|Content-Type: application/pkixcmp|Transfer-Encoding:"
            + " chunked||zz|"
      })
  @Proves("PL-22")
  void answers400ToWhatIsNotHttp(String lines) throws Exception {
    try (var raw = RawTls.connect(server.address())) {
      raw.send(lines.replace("|", "\r\n"));
      assertThat(raw.untilClosed())
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("Content-Type: text/plain; charset=utf-8")
          .doesNotContain("jetty", "Exception");
    }
    assertThat(exchange(Call.get("/devices")).status()).isEqualTo(200);
  }

  @Test
  @Proves("PL-22")
  void answers431ToFieldsBeyondTheLimit() throws Exception {
    try (var raw = RawTls.connect(server.address())) {
      raw.send("GET /devices HTTP/1.1\r\nHost: h\r\nX: " + "x".repeat(5000) + "\r\n\r\n");
      assertThat(raw.untilClosed())
          .startsWith("HTTP/1.1 431 ")
          .endsWith("The request line or its fields are too long.\n");
    }
  }

  @Test
  void servesHttp10AsOpensslCmpSpeaksIt() throws Exception {
    try (var raw = RawTls.connect(server.address())) {
      raw.send("POST /cmp HTTP/1.0\r\nContent-Type: " + CMP + "\r\nContent-Length: 2\r\n\r\nhi");
      assertThat(raw.untilClosed()).startsWith("HTTP/1.1 200 ").contains("POST /cmp {} hi");
    }
  }

  @Test
  void saysNothingAboutTheProgramBehindIt() throws Exception {
    assertThat(exchange(Call.get("/devices")).headers())
        .doesNotContainKeys("server", "x-powered-by");
  }

  @Test
  void saysWhichAddressIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var listen = new HostPort("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(
              () ->
                  HttpsServer.start(
                      ServerSettings.on(listen),
                      () -> REGISTRAR,
                      ClientCertificates.NONE,
                      List.of()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("cannot listen on " + listen)
          .hasMessageContaining("Is another program there?");
    }
  }
}
