package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.PathCheck;
import dev.brski.trust.PathValidator;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.PeerFailure.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a channel does with good servers and bad ones. */
@Timeout(120)
class ChannelTest {

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final PathValidator VALIDATOR = PathValidator.standard(CryptoSuite.standard());
  private static final Credential CA = Someone.ca("Domain");
  private static final Credential SERVER =
      Someone.under(CA, "server", 30, Someone.ip("127.0.0.1"), Someone.dns("masa.example"));
  private static final ClientTls PROVISIONAL =
      new ClientTls(Optional.empty(), PeerJudge.provisional(), false);
  private static final Call CALL = Call.post("/cmp", "application/pkixcmp", new byte[] {'h', 'i'});

  private static ClientTls anchored(Credential anchor) {
    return new ClientTls(
        Optional.empty(),
        PeerJudge.anchored(
            VALIDATOR, Anchors.of(List.of(anchor.leaf())), () -> new Moment.Known(Instant.now())),
        true);
  }

  private static Channel open(HostPort peer, ClientTls tls) throws PeerFailure {
    return Channel.open(peer, tls, ChannelLimits.standard());
  }

  private static PeerFailure failure(Channel channel, Call call) {
    return catchThrowableOfType(PeerFailure.class, () -> channel.exchange(call));
  }

  private static PeerFailure failure(HostPort peer, ClientTls tls, ChannelLimits limits) {
    return catchThrowableOfType(PeerFailure.class, () -> Channel.open(peer, tls, limits).close());
  }

  @Test
  @Proves({"PL-20", "PL-23"})
  void keepsOneConnectionForManyExchanges() throws Exception {
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  for (int i = 0; i < 3; i++) {
                    visit.request(2);
                    visit.send(OK);
                  }
                });
        var channel = open(server.address(), PROVISIONAL)) {
      assertThat(channel.peerChain()).isEqualTo(SERVER.chain());
      for (int i = 0; i < 3; i++) {
        assertThat(channel.exchange(CALL).explanation()).isEqualTo("ok");
      }
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  @Proves("CMP-H21")
  void sendsWhatTheCallSays() throws Exception {
    var seen = new LinkedBlockingQueue<String>();
    var call =
        new Call(
            "POST",
            "/.well-known/cmp?x=%20y",
            Optional.of("application/pkixcmp"),
            new byte[] {'h', 'i'},
            List.of("application/pkixcmp", "text/plain"),
            Map.of("X-More", "yes"));
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  seen.add(visit.request(2));
                  visit.send(OK);
                });
        var channel = open(server.address(), PROVISIONAL)) {
      channel.exchange(call);
      var lines = List.of(seen.take().split("\r\n", -1));
      assertThat(lines.getFirst()).isEqualTo("POST /.well-known/cmp?x=%20y HTTP/1.1");
      assertThat(lines.subList(1, lines.size()))
          .containsExactlyInAnyOrder(
              "Host: " + server.address(),
              "Content-Type: application/pkixcmp",
              "Content-Length: 2",
              "Accept: application/pkixcmp, text/plain",
              "X-More: yes",
              "",
              "hi");
    }
  }

  @Test
  @Proves({"PL-23", "CMP-H21"})
  void neverOpensAnotherConnectionAfterTheServerHasClosed() throws Exception {
    var closed = new CountDownLatch(1);
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(OK);
                  visit.socket().close();
                  closed.countDown();
                });
        var channel = open(server.address(), PROVISIONAL)) {
      assertThat(channel.exchange(CALL).status()).isEqualTo(200);
      closed.await();
      for (int i = 0; i < 2; i++) {
        var failure = failure(channel, CALL);
        assertThat(failure.step()).isEqualTo(Step.CLOSED);
        assertThat(failure.nothingSent()).isTrue();
        assertThat(failure).hasMessageContaining("nothing was sent");
      }
      assertThat(channel.isOpen()).isFalse();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\nConnection: close\r\n", "HTTP/1.0 200 OK\r\n"})
  void isClosedWhenTheReplySaysSo(String head) throws Exception {
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(head + "Content-Length: 2\r\n\r\nok");
                  visit.request(2);
                });
        var channel = open(server.address(), PROVISIONAL)) {
      assertThat(channel.exchange(CALL).explanation()).isEqualTo("ok");
      assertThat(failure(channel, CALL).step()).isEqualTo(Step.CLOSED);
      assertThat(server.fault()).isInstanceOf(IOException.class);
    }
  }

  @Test
  @Proves("PL-22")
  void takesNothingThatItDidNotAskFor() throws Exception {
    var sent = new CountDownLatch(1);
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(OK + OK);
                  sent.countDown();
                  visit.request(2);
                });
        var channel = open(server.address(), PROVISIONAL)) {
      assertThat(channel.exchange(CALL).status()).isEqualTo(200);
      sent.await();
      assertThat(failure(channel, CALL).step()).isEqualTo(Step.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  @Proves("PL-41")
  void handsOverARedirectAsItIs(int status) throws Exception {
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(
                      "HTTP/1.1 %d Go\r\nLocation: https://%s/\r\nContent-Length: 0\r\n\r\n"
                          .formatted(status, "other.example"));
                });
        var channel = open(server.address(), PROVISIONAL)) {
      var reply = channel.exchange(CALL);
      assertThat(reply.status()).isEqualTo(status);
      assertThat(reply.header("Location")).contains("https://other.example/");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  @Proves("PL-40")
  void handsOverWaitingWithItsFields() throws Exception {
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(
                      "HTTP/1.1 202 Accepted\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n");
                });
        var channel = open(server.address(), PROVISIONAL)) {
      var reply = channel.exchange(CALL);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(reply.header("retry-after")).contains("7");
      assertThat(reply.body()).isEmpty();
    }
  }

  @Test
  @Proves("PL-42")
  void showsAnExplanationFitForATerminal() throws Exception {
    var text = "no\u001b[31m such\r\ndevice\u0000 ";
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(
                      "HTTP/1.1 403 No\r\nContent-Type: Text/Plain; charset=utf-8\r\n"
                          + "Content-Length: "
                          + text.length()
                          + "\r\n\r\n"
                          + text);
                });
        var channel = open(server.address(), PROVISIONAL)) {
      var reply = channel.exchange(CALL);
      assertThat(reply.mediaType()).contains("text/plain");
      assertThat(reply.explanation()).isEqualTo("no [31m such device");
    }
  }

  @ParameterizedTest
  @CsvSource({"100,ok", "101,RECEIVE"})
  @Proves("PL-22")
  void takesRepliesUpToTheLimit(int size, String outcome) throws Exception {
    var declared = "HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size);
    var chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
            .formatted("x".repeat(50), size - 50, "x".repeat(size - 50));
    var untilClose = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(size);
    for (var reply : List.of(declared, chunked, untilClose)) {
      try (var server =
              new Puppet(
                  () -> SERVER,
                  visit -> {
                    visit.request(2);
                    visit.send(reply);
                  });
          var channel =
              Channel.open(
                  server.address(), PROVISIONAL, ChannelLimits.standard().withReplyBytes(100))) {
        if (outcome.equals("ok")) {
          assertThat(channel.exchange(CALL).body()).hasSize(size);
        } else {
          var failure = failure(channel, CALL);
          assertThat(failure.step()).isEqualTo(Step.valueOf(outcome));
          assertThat(failure).hasMessageContaining("larger than 100 octets");
          assertThat(failure.oversize()).isTrue();
          assertThat(channel.isOpen()).isFalse();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense\r\n\r\n",
        "HTTP/1.1 banana OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf",
        "HTTP/2.0 200 OK\r\n\r\n"
      })
  @Proves("PL-22")
  void failsOnRepliesThatAreNotHttp(String reply) throws Exception {
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(reply);
                });
        var channel = open(server.address(), PROVISIONAL)) {
      var failure = failure(channel, CALL);
      assertThat(failure.step()).isEqualTo(Step.RECEIVE);
      assertThat(failure.nothingSent()).isFalse();
      assertThat(failure.oversize()).isFalse();
      assertThat(failure.peer()).isEqualTo(server.address().toString());
      assertThat(channel.isOpen()).isFalse();
    }
  }

  @Test
  @Proves("PL-22")
  void limitsTheFieldsOfAReply() throws Exception {
    var many = "X: y\r\n".repeat(100);
    var longOne = "X: " + "y".repeat(10_000) + "\r\n";
    for (var fields : List.of(many, longOne)) {
      try (var server =
              new Puppet(
                  () -> SERVER,
                  visit -> {
                    visit.request(2);
                    visit.send("HTTP/1.1 200 OK\r\n" + fields + "Content-Length: 0\r\n\r\n");
                  });
          var channel = open(server.address(), PROVISIONAL)) {
        assertThat(failure(channel, CALL).step()).isEqualTo(Step.RECEIVE);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 OK\r\nContent-Length: 900000\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n"
      })
  @Proves("PL-22")
  void cutsOffAReplyThatDribblesBeyondTheDeadline(String beginning) throws Exception {
    var cutOff = new CountDownLatch(1);
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(beginning);
                  try {
                    while (!beginning.isEmpty()) {
                      visit.send("x");
                      cutOff.await(5, TimeUnit.MILLISECONDS);
                    }
                    visit.request(0);
                  } finally {
                    cutOff.countDown();
                  }
                });
        var channel =
            Channel.open(
                server.address(),
                PROVISIONAL,
                ChannelLimits.standard().withExchange(Duration.ofMillis(400)))) {
      var failure = failure(channel, CALL);
      assertThat(failure.step()).isEqualTo(Step.DEADLINE);
      assertThat(failure).hasMessageContaining("no whole reply within 400 ms");
      assertThat(channel.isOpen()).isFalse();
      cutOff.await();
    }
  }

  @Test
  void tellsTheStepsBeforeTheHandshakeApart() throws Exception {
    int free;
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = taken.getLocalPort();
    }
    var nobody = failure(new HostPort("127.0.0.1", free), PROVISIONAL, ChannelLimits.standard());
    assertThat(nobody.step()).isEqualTo(Step.CONNECT);
    assertThat(nobody.nothingSent()).isTrue();
    assertThat(nobody).hasMessageStartingWith("127.0.0.1:" + free + ": connecting failed: ");

    var unnamed =
        failure(new HostPort("no-such-host.invalid", 1), PROVISIONAL, ChannelLimits.standard());
    assertThat(unnamed.step()).isEqualTo(Step.RESOLVE);
    assertThat(unnamed).hasMessageContaining("no address is known for no-such-host.invalid");
  }

  @Test
  @Proves("PL-22")
  void givesUpOnAServerThatNeverShakesHands() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var peer = new HostPort("127.0.0.1", silent.getLocalPort());
      var failure =
          failure(peer, PROVISIONAL, ChannelLimits.standard().withOpening(Duration.ofMillis(400)));
      assertThat(failure.step()).isEqualTo(Step.TLS);
      assertThat(failure).hasMessageContaining("not done within 400 ms");
    }
  }

  @Test
  @Proves("PL-21")
  void theProvisionalJudgeTakesSelfSignedAndUnknownServersOfAnyName() throws Exception {
    for (var credential :
        List.of(
            Someone.selfSigned("registrar"),
            Someone.under(Someone.ca("Nobody"), "registrar", 30, Someone.dns("elsewhere.example")),
            Someone.under(Someone.ca("Nobody"), "expired", -30))) {
      try (var server = new Puppet(() -> credential, visit -> visit.request(0));
          var channel = open(server.address(), PROVISIONAL)) {
        assertThat(channel.peerChain()).isEqualTo(credential.chain());
      }
    }
  }

  @Test
  @Proves("PL-21")
  void theProvisionalJudgeRefusesAChainThatDoesNotHoldTogether() throws Exception {
    var leaf = Someone.under(CA, "registrar", 30);
    var wrong = new Credential(leaf.key(), List.of(leaf.leaf(), Someone.ca("Domain").leaf()));
    try (var server = new Puppet(() -> wrong, visit -> visit.request(0))) {
      var failure = failure(server.address(), PROVISIONAL, ChannelLimits.standard());
      assertThat(failure.step()).isEqualTo(Step.TLS);
      assertThat(failure.refusal()).map(Refusal::check).contains(PathCheck.SIGNATURE);
    }
  }

  @Test
  void theAnchoredJudgeTakesTheServerOfThatName() throws Exception {
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  visit.request(2);
                  visit.send(OK);
                });
        var channel = open(server.address(), anchored(CA))) {
      assertThat(channel.exchange(CALL).status()).isEqualTo(200);
    }
  }

  @Test
  void theAnchoredJudgeRefusesEverybodyElse() throws Exception {
    var elsewhere = Someone.under(CA, "elsewhere", 30, Someone.dns("elsewhere.example"));
    var expired = Someone.under(CA, "expired", -30, Someone.ip("127.0.0.1"));
    var refused =
        Map.of(
            elsewhere,
            ServerCheck.HOST,
            Someone.under(CA, "127.0.0.1", 30),
            ServerCheck.HOST,
            expired,
            PathCheck.EXPIRED,
            Someone.under(Someone.ca("Domain"), "forged", 30, Someone.ip("127.0.0.1")),
            PathCheck.SIGNATURE,
            Someone.selfSigned("alone"),
            PathCheck.UNTRUSTED);
    for (var entry : refused.entrySet()) {
      var played = new AtomicInteger();
      try (var server =
          new Puppet(
              entry::getKey,
              visit -> {
                visit.request(2);
                played.incrementAndGet();
              })) {
        var failure = failure(server.address(), anchored(CA), ChannelLimits.standard());
        assertThat(failure.step()).isEqualTo(Step.TLS);
        assertThat(failure.refusal()).map(Refusal::check).contains(entry.getValue());
        assertThat(failure).hasMessageContaining(entry.getValue().id());
        assertThat(server.fault()).isNotNull();
        assertThat(played).hasValue(0);
      }
    }
  }

  @Test
  @Proves({"TLS-3", "PL-24"})
  void namesTheServerOnlyWhenToldTo() throws Exception {
    var names = new LinkedBlockingQueue<List<?>>();
    var byName = new ArrayList<String>();
    PeerJudge noting =
        (_, host) -> {
          byName.add(host);
          return Verdict.accepted(false);
        };
    try (var server = new Puppet(() -> SERVER, visit -> names.add(visit.serverNames()))) {
      int port = server.address().port();
      for (var host : List.of("masa.example", "masa.example.", "127.0.0.1", "::1")) {
        for (boolean send : List.of(true, false)) {
          Channel.open(
                  new HostPort(host, port),
                  InetAddress.getLoopbackAddress(),
                  new ClientTls(Optional.empty(), noting, send),
                  ChannelLimits.standard())
              .close();
          assertThat(names.take().toString())
              .isEqualTo(
                  send && host.startsWith("masa")
                      ? "[type=host_name (0), value=masa.example]"
                      : "[]");
          assertThat(byName.removeLast()).isEqualTo(host);
        }
      }
    }
  }

  @Test
  void connectsToTheAddressThatWasCheckedAndJudgesTheName() throws Exception {
    var hosts = new LinkedBlockingQueue<String>();
    try (var server =
            new Puppet(
                () -> SERVER,
                visit -> {
                  hosts.add(visit.request(2));
                  visit.send(OK);
                });
        var channel =
            Channel.open(
                new HostPort("masa.example", server.address().port()),
                InetAddress.getLoopbackAddress(),
                anchored(CA),
                ChannelLimits.standard())) {
      assertThat(channel.exchange(CALL).status()).isEqualTo(200);
      assertThat(hosts.take()).contains("Host: masa.example:" + server.address().port() + "\r\n");
    }
  }

  @Test
  @Proves("PL-23")
  void anotherChannelSeesAnotherCertificateAndNeverAResumedSession() throws Exception {
    var credentials = List.of(SERVER, Someone.selfSigned("impostor"));
    var current = new AtomicReference<>(SERVER);
    var judged = new AtomicInteger();
    PeerJudge counting =
        (_, _) -> {
          judged.incrementAndGet();
          return Verdict.accepted(false);
        };
    var tls = new ClientTls(Optional.empty(), counting, false);
    try (var server =
        HttpsServer.start(
            ServerSettings.on(new HostPort("127.0.0.1", 0)),
            current::get,
            ClientCertificates.NONE,
            List.of(Route.get("/x", _ -> Response.text(200, "ok").closing())))) {
      for (var expected : credentials) {
        current.set(expected);
        try (var channel = open(server.address(), tls)) {
          assertThat(channel.exchange(Call.get("/x")).status()).isEqualTo(200);
          assertThat(channel.peerChain()).isEqualTo(expected.chain());
          assertThat(failure(channel, Call.get("/x")).step()).isEqualTo(Step.CLOSED);
        }
      }
      assertThat(judged).hasValue(2);
    }
  }

  @Test
  void sendsNothingThatWouldBreakTheMessage() {
    assertThatThrownBy(() -> Call.get("/x\r\nHost: evil"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Call.get("x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Call.get("/x", "a\r\nb")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Call.post("/x", "a\nb: c", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Response.text(200, "x").withHeader("X", "a\r\nb: c"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Response.text(200, "x").withHeader("X: y", "z"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
