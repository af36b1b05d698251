package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers who send much content at once, and what is left to others. */
@Timeout(120)
class ContentBudgetTest {

  private static final String CMP = "application/pkixcmp";
  private static final Credential REGISTRAR = Someone.selfSigned("registrar");
  private static final int LARGE = 16 << 10;
  private static final int CALLERS = 4;

  private final Semaphore held = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<RawTls> connections = new ArrayList<>();
  private HttpsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpsServer.start(
            ServerSettings.on(new HostPort("127.0.0.1", 0)).withContent(CALLERS * LARGE),
            () -> REGISTRAR,
            ClientCertificates.NONE,
            List.of(
                Route.post("/hold", CMP, LARGE, this::hold),
                Route.post("/cmp", CMP, LARGE, _ -> Response.text(200, "taken")),
                Route.get("/status", _ -> Response.text(200, "well"))));
  }

  @AfterEach
  void stop() throws IOException {
    for (var connection : connections) {
      connection.close();
    }
    go.countDown();
    server.close();
  }

  private Response hold(Request request) throws InterruptedException {
    held.release();
    go.await();
    return Response.text(200, "held " + request.body().length);
  }

  private RawTls from(String address) throws IOException {
    var connection = RawTls.connectFrom(address, server.address());
    connections.add(connection);
    return connection;
  }

  private RawTls post(String address, String path, int octets) throws IOException {
    return from(address).send(head(path, octets) + "\r\n" + "x".repeat(octets));
  }

  private static String head(String path, int octets) {
    return "POST %s HTTP/1.1\r\nHost: h\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
        .formatted(path, CMP, octets);
  }

  /** Announces content, and returns when the server waits for it. */
  private RawTls announce(String address, int octets) throws IOException {
    var connection = from(address).send(head("/cmp", octets) + "Expect: 100-continue\r\n\r\n");
    assertThat(connection.head()).startsWith("HTTP/1.1 100 ");
    return connection;
  }

  @Test
  @Proves("PL-22")
  void whatAllRequestsHoldIsBounded() throws Exception {
    var holding = new ArrayList<RawTls>();
    for (int i = 0; i < CALLERS; i++) {
      holding.add(post("127.0.0.%d".formatted(2 + i), "/hold", LARGE));
    }
    held.acquire(CALLERS);
    assertThat(post("127.0.0.9", "/cmp", 1).untilClosed())
        .startsWith("HTTP/1.1 503 ")
        .containsIgnoringCase("\r\nRetry-After: 5\r\n")
        .endsWith("Too much content comes in at once; try again later.\n");
    assertThat(from("127.0.0.9").send("GET /status HTTP/1.1\r\nHost: h\r\n\r\n").reply())
        .startsWith("HTTP/1.1 200 ");
    go.countDown();
    for (var connection : holding) {
      assertThat(connection.reply()).startsWith("HTTP/1.1 200 ").endsWith("held " + LARGE + "\n");
    }
    assertThat(post("127.0.0.9", "/cmp", LARGE).reply()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  @Proves("PL-22")
  void oneCallerLeavesThreeQuartersToOthers() throws Exception {
    var _ = post("127.0.0.2", "/hold", LARGE);
    held.acquire();
    assertThat(post("127.0.0.2", "/cmp", 1).untilClosed()).startsWith("HTTP/1.1 503 ");
    assertThat(post("127.0.0.3", "/cmp", LARGE).reply()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void whatIsOnlyAnnouncedCountsForNothing() throws Exception {
    for (int i = 0; i < 2 * CALLERS; i++) {
      var _ = announce("127.0.0.2", LARGE);
    }
    assertThat(post("127.0.0.2", "/cmp", LARGE).reply()).startsWith("HTTP/1.1 200 ");
  }

  @Test
  @Proves("PL-22")
  void contentThatLacksItsLastOctetCounts() throws Exception {
    var lacking = announce("127.0.0.2", LARGE).send("x".repeat(LARGE - 1));
    var end = Instant.now().plus(Duration.ofSeconds(30));
    var answer = "";
    while (!answer.startsWith("HTTP/1.1 503 ")) {
      assertThat(Instant.now()).as("it was never refused, but: %s", answer).isBefore(end);
      answer = post("127.0.0.2", "/cmp", 1).reply();
    }
    lacking.send("x");
    assertThat(lacking.reply()).startsWith("HTTP/1.1 200 ");
    assertThat(post("127.0.0.2", "/cmp", LARGE).reply()).startsWith("HTTP/1.1 200 ");
  }
}
