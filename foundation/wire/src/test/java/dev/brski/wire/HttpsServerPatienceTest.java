package dev.brski.wire;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow peers, peers that go away, many peers, and the end of the server. */
@Timeout(120)
class HttpsServerPatienceTest {

  private static final String CMP = "application/pkixcmp";
  private static final Credential REGISTRAR = Someone.selfSigned("registrar");
  private static final PeerJudge ANYONE = (_, _) -> Verdict.accepted(false);
  private static final Duration SHORT = Duration.ofMillis(400);

  private static ServerSettings settings() {
    return ServerSettings.on(new HostPort("127.0.0.1", 0));
  }

  private static HttpsServer start(ServerSettings settings, Route... routes) throws IOException {
    return HttpsServer.start(
        settings, () -> REGISTRAR, ClientCertificates.REQUESTED, List.of(routes));
  }

  private static Channel open(HttpsServer server) throws PeerFailure {
    return Channel.open(
        server.address(),
        new ClientTls(Optional.empty(), ANYONE, false),
        ChannelLimits.standard()
            .withOpening(Duration.ofSeconds(60))
            .withExchange(Duration.ofSeconds(60)));
  }

  private static Route echo() {
    return Route.post("/cmp", CMP, 1000, request -> Response.of(200, CMP, request.body()));
  }

  private static Route waiting(CountDownLatch arrived, CountDownLatch until) {
    return Route.get(
        "/wait",
        _ -> {
          arrived.countDown();
          until.await();
          return Response.text(200, "done");
        });
  }

  @Test
  @Proves({"PL-22"})
  void slowContentIsCutOffThoughOtherRequestsAreFast() throws Exception {
    try (var server = start(settings().withBody(SHORT), echo());
        var fast = open(server);
        var slow = RawTls.connect(server.address());
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      slow.send(
          "POST /cmp HTTP/1.1\r\nHost: h\r\nContent-Type: "
              + CMP
              + "\r\nContent-Length: 900\r\n\r\n");
      var dripping = drip.scheduleAtFixedRate(() -> sendQuietly(slow, "x"), 0, 10, MILLISECONDS);
      var reply = inBackground(slow::untilClosed);
      while (!reply.isDone()) {
        assertThat(fast.exchange(Call.post("/cmp", CMP, new byte[1000])).status()).isEqualTo(200);
      }
      dripping.cancel(false);
      assertThat(reply.get()).startsWith("HTTP/1.1 408 ").contains("text/plain; charset=utf-8");
    }
  }

  @Test
  @Proves({"PL-22", "CMP-H21"})
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (var server = start(settings().withSilence(SHORT), echo());
        var silent = new Socket(InetAddress.getLoopbackAddress(), server.port());
        var silentAfterHandshake = RawTls.connect(server.address())) {
      silent.setSoTimeout(30_000);
      assertThat(silent.getInputStream().read()).isEqualTo(-1);
      assertThat(silentAfterHandshake.untilClosed()).isEmpty();
    }
  }

  @Test
  @Proves({"PL-22", "RG-19"})
  void whereThereIsRoomASlowDeviceIsWaitedForLonger() throws Exception {
    try (var crowded = start(settings().withSilence(SHORT).withConnections(3), echo());
        var roomy = start(settings().withSilence(SHORT).withConnections(400), echo());
        var impatient = RawTls.connect(crowded.address());
        var patient = RawTls.connect(roomy.address())) {
      assertThat(impatient.untilClosed()).isEmpty();

      patient.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(patient.reply()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  @Proves("PL-22")
  void fieldsThatDribbleInAreCutOff() throws Exception {
    try (var server = start(settings().withSilence(SHORT), echo());
        var slow = RawTls.connect(server.address());
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      slow.send("POST /cmp HTTP/1.1\r\nX: ");
      var dripping = drip.scheduleAtFixedRate(() -> sendQuietly(slow, "x"), 0, 10, MILLISECONDS);
      assertClosedWithoutReply(slow);
      dripping.cancel(false);
    }
  }

  @Test
  @Proves("PL-22")
  void fieldsThatDribbleInAreCutOffOnALaterRequestToo() throws Exception {
    try (var server = start(settings().withIdle(SHORT), echo());
        var slow = RawTls.connect(server.address());
        var drip = Executors.newSingleThreadScheduledExecutor()) {
      slow.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(slow.reply()).startsWith("HTTP/1.1 404 ");
      slow.send("POST /cmp HTTP/1.1\r\nX: ");
      var dripping = drip.scheduleAtFixedRate(() -> sendQuietly(slow, "x"), 0, 10, MILLISECONDS);
      assertClosedWithoutReply(slow);
      dripping.cancel(false);
    }
  }

  @Test
  void anAnswerThatNobodyReadsIsGivenUp() throws Exception {
    var large = new byte[64 << 20];
    var route = Route.get("/large", _ -> Response.of(200, "application/octet-stream", large));
    try (var server = start(settings().withDelivery(SHORT).withConnections(1), route);
        var lazy = RawTls.connect(server.address())) {
      lazy.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
      // There is room for one connection, so the next one gets through when the first has ended.
      RawTls.connect(server.address()).close();
      assertThatThrownBy(
              () -> assertThat(lazy.untilClosed().length()).isGreaterThanOrEqualTo(large.length))
          .isInstanceOfAny(IOException.class, AssertionError.class);
    }
  }

  @Test
  void aPeerThatWaitsInSilenceForASlowHandlerIsNotIdle() throws Exception {
    var arrived = new CountDownLatch(1);
    var until = new CountDownLatch(1);
    try (var server =
            start(settings().withIdle(SHORT).withSilence(SHORT), waiting(arrived, until), echo());
        var patient = open(server)) {
      var reply = inBackground(() -> patient.exchange(Call.get("/wait")));
      arrived.await();
      try (var idle = RawTls.connect(server.address())) {
        idle.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
        idle.untilClosed();
      }
      try (var idle = RawTls.connect(server.address())) {
        idle.untilClosed();
      }
      until.countDown();
      assertThat(reply.get().explanation()).isEqualTo("done");
      assertThat(patient.exchange(Call.post("/cmp", CMP, new byte[1])).status()).isEqualTo(200);
    }
  }

  @Test
  void aPeerThatGoesAwayWhileAHandlerWaitsHarmsNobody() throws Exception {
    var arrived = new CountDownLatch(1);
    var until = new CountDownLatch(1);
    var finished = new CountDownLatch(1);
    var route =
        Route.get(
            "/wait",
            _ -> {
              arrived.countDown();
              until.await();
              finished.countDown();
              return Response.text(200, "x".repeat(1 << 20));
            });
    try (var server = start(settings(), route, echo())) {
      try (var gone = RawTls.connect(server.address())) {
        gone.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
        arrived.await();
      }
      until.countDown();
      finished.await();
      try (var other = open(server)) {
        assertThat(other.exchange(Call.post("/cmp", CMP, new byte[1])).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void aPeerThatGoesAwayInTheMiddleOfItsContentHarmsNobody() throws Exception {
    var handled = new AtomicInteger();
    var route =
        Route.post(
            "/cmp",
            CMP,
            1000,
            _ -> {
              handled.incrementAndGet();
              return Response.empty(204);
            });
    try (var server = start(settings(), route)) {
      try (var gone = RawTls.connect(server.address())) {
        gone.send(
            "POST /cmp HTTP/1.1\r\nHost: h\r\nContent-Type: "
                + CMP
                + "\r\nContent-Length: 10\r\n\r\nhalf");
      }
      try (var other = open(server)) {
        assertThat(other.exchange(Call.post("/cmp", CMP, new byte[1])).status()).isEqualTo(204);
      }
      assertThat(handled).hasValue(1);
    }
  }

  @Test
  void aThousandRequestsWaitAtTheSameTime() throws Exception {
    int many = 1000;
    var all = new CountDownLatch(many);
    var route =
        Route.get(
            "/wait",
            _ -> {
              all.countDown();
              all.await();
              return Response.text(200, "all here");
            });
    try (var server = start(settings().withSilence(Duration.ofSeconds(60)), route);
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      var replies = new ArrayList<Future<String>>();
      for (int i = 0; i < many; i++) {
        replies.add(
            clients.submit(
                () -> {
                  try (var channel = open(server)) {
                    return channel.exchange(Call.get("/wait")).explanation();
                  }
                }));
      }
      for (var reply : replies) {
        assertThat(reply.get(90, SECONDS)).isEqualTo("all here");
      }
    }
  }

  @Test
  void moreConnectionsThanTheCapWait() throws Exception {
    try (var server = start(settings().withConnections(2), echo());
        var second = open(server)) {
      var first = open(server);
      assertThatThrownBy(() -> RawTls.connect(server.address(), 1000).close())
          .isInstanceOf(SocketTimeoutException.class);
      var third = inBackground(() -> RawTls.connect(server.address()));
      assertThat(second.exchange(Call.post("/cmp", CMP, new byte[1])).status()).isEqualTo(200);
      first.close();
      try (var admitted = third.get(30, SECONDS)) {
        admitted.send("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(admitted.reply()).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  @Test
  void closingLetsRequestsInFlightFinish() throws Exception {
    var arrived = new CountDownLatch(1);
    var until = new CountDownLatch(1);
    var server = start(settings().withGrace(Duration.ofSeconds(60)), waiting(arrived, until));
    var _ = server.closing().thenRun(until::countDown);
    try (var channel = open(server);
        var idle = open(server)) {
      var reply = inBackground(() -> channel.exchange(Call.get("/wait")));
      arrived.await();
      server.close();
      assertThat(reply.get().explanation()).isEqualTo("done");
      assertThatThrownBy(() -> idle.exchange(Call.get("/wait"))).isInstanceOf(PeerFailure.class);
      assertThatThrownBy(() -> open(server))
          .isInstanceOfSatisfying(
              PeerFailure.class,
              failure -> assertThat(failure.step()).isEqualTo(PeerFailure.Step.CONNECT));
    }
  }

  @Test
  void closingInterruptsHandlersThatWaitBeyondTheGrace() throws Exception {
    var arrived = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var server = start(settings().withGrace(SHORT), waiting(arrived, never));
    try (var channel = open(server)) {
      var reply = inBackground(() -> channel.exchange(Call.get("/wait")));
      arrived.await();
      server.close();
      assertThat(reply.get().status()).isEqualTo(503);
      assertThat(reply.get().header("Retry-After")).isPresent();
    }
  }

  @Test
  void closingTwiceIsClosingOnce() throws Exception {
    var server = start(settings(), echo());
    server.close();
    server.close();
    assertThat(server.closing()).isCompleted();
  }

  private static void assertClosedWithoutReply(RawTls connection) {
    String came;
    try {
      came = connection.untilClosed();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (IOException _) {
      return;
    }
    assertThat(came).isEmpty();
  }

  private static void sendQuietly(RawTls connection, String octets) {
    try {
      connection.send(octets);
    } catch (IOException _) {
      // It was closed, as the test demands elsewhere.
    }
  }

  private static <T> CompletableFuture<T> inBackground(Callable<T> work) {
    var result = new CompletableFuture<T>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }
}
