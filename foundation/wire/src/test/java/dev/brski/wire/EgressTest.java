package dev.brski.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedHttp;
import dev.brski.proof.kit.ScriptedServer;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Where a program goes when a stranger says where. */
final class EgressTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final NameResolver NOBODY =
      host -> {
        throw new AssertionError(host + " was looked up");
      };

  @Test
  @Proves("RG-13")
  void onlyAHostThatIsListedIsLookedUp() {
    var egress = egress(NOBODY, "list.example.org", "*.masa.example.org:9443");

    for (var place :
        List.of(
            "other.example.org:80",
            "list.example.org:8080",
            "list.example.org.evil.example:80",
            "xlist.example.org:80",
            "masa.example.org:9443",
            "a.b.masa.example.org:9443",
            "a.masa.example.org:443",
            "10.0.0.1:80")) {
      var refusal = refused(egress.check(HostPort.parse(place)));
      assertThat(refusal.check()).as(place).isEqualTo(EgressCheck.HOST);
      assertThat(refusal.cause()).contains(place);
      assertThat(refusal.remedy()).contains("the-setting");
    }
  }

  @Test
  @Proves("RG-13")
  void aListedNameIsGoneToAtTheAddressesThatWereFound() {
    var egress =
        egress(
            _ -> addresses("10.1.2.3", "2001:db8::7"),
            "List.example.org",
            "*.masa.example.org:9443");

    for (var place :
        List.of("list.example.org:80", "LIST.example.org.:80", "a.masa.example.org:9443")) {
      assertThat(accepted(egress.check(HostPort.parse(place))).addresses())
          .isEqualTo(addresses("10.1.2.3", "2001:db8::7"));
    }
  }

  @Test
  @Proves("RG-13")
  void aNameLeadsNeitherToThisMachineNorToItsLink() {
    for (var address :
        List.of(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "0.1.2.3",
            "169.254.169.254",
            "224.0.0.1",
            "255.255.255.255",
            "240.0.0.1",
            "::1",
            "::",
            "fe80::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::7f00:1",
            "::ffff:0:127.0.0.1",
            "2001:0:4136:e378::1",
            "fec0::1",
            "fd00:ec2::254",
            "100.100.100.200",
            "192.0.0.192",
            "168.63.129.16",
            "2002:7f00:1::")) {
      var egress =
          egress(_ -> addresses("10.0.0.1", address), "list.example.org", address(address));

      var refusal = refused(egress.check(HostPort.parse("list.example.org:80")));

      assertThat(refusal.check()).as(address).isEqualTo(EgressCheck.ADDRESS);
      assertThat(refusal.cause())
          .contains("list.example.org:80")
          .contains(one(address).getHostAddress());
    }
  }

  @Test
  @Proves("RG-13")
  void noNameLeadsToAnAddressOfThisMachine() throws Exception {
    for (var own : NetworkInterface.networkInterfaces().toList()) {
      for (var address : own.inetAddresses().toList()) {
        var egress = egress(_ -> List.of(address), "list.example.org");
        assertThat(refused(egress.check(HostPort.parse("list.example.org:80"))).check())
            .as(address.getHostAddress())
            .isEqualTo(EgressCheck.ADDRESS);
      }
    }
  }

  @Test
  void whatIsListedHasOneKeyHoweverItIsWritten() {
    for (var text :
        List.of(
            "crl.example.org", "CRL.example.org.", "crl.example.org:80", "CRL.EXAMPLE.ORG:80")) {
      assertThat(PermittedHost.parse(text).key(80)).isEqualTo("crl.example.org:80");
    }
    assertThat(PermittedHost.parse("[2001:DB8:0::1]").key(80))
        .isEqualTo(PermittedHost.parse("[2001:db8::1]:80").key(80));
    assertThat(PermittedHost.parse("*.Example.org").key(80)).isEqualTo("*.example.org:80");
  }

  @Test
  void anAddressThatIsListedItselfIsConsentedTo() {
    var egress = egress(NOBODY, "127.0.0.1:8080", "[::1]", "[fe80::1]:81", "10.0.0.1");

    for (var place :
        List.of("127.0.0.1:8080", "[::1]:80", "[0:0::1]:80", "[fe80::1]:81", "10.0.0.1:80")) {
      assertThat(accepted(egress.check(HostPort.parse(place))).addresses()).hasSize(1);
    }
    for (var place : List.of("127.0.0.2:8080", "127.0.0.1:80", "localhost:8080")) {
      assertThat(refused(egress.check(HostPort.parse(place))).check()).isEqualTo(EgressCheck.HOST);
    }
  }

  @Test
  @Proves("RG-13")
  void aNameThatChangesItsAnswerIsGoneToAtTheCheckedAddress() throws Exception {
    var asked = new ArrayList<String>();
    var egress =
        egress(
            host -> {
              asked.add(host);
              return asked.size() == 1 ? addresses("10.1.2.3") : addresses("127.0.0.1");
            },
            "list.example.org");

    assertThat(accepted(egress.check(HostPort.parse("list.example.org:80"))).addresses())
        .isEqualTo(addresses("10.1.2.3"));
    assertThat(asked).containsExactly("list.example.org");
    assertThat(refused(egress.check(HostPort.parse("list.example.org:80"))).check())
        .isEqualTo(EgressCheck.ADDRESS);

    var http = answering(ScriptedHttp.response(200, "text/plain", ScriptedHttp.ascii("here")));
    try (var server = ScriptedServer.plain(0, http)) {
      var named = new HostPort("no-such-name.invalid", HostPort.parse(server.address()).port());
      var reply =
          PlainHttp.exchange(
              new CheckedPlace(named, addresses("127.0.0.1")), Call.get("/a?b"), limits());
      assertThat(reply.explanation()).isEqualTo("here");
      assertThat(http.requests("/a?b")).hasSize(1);
    }
  }

  @Test
  void aNameWithoutAddressIsTold() {
    NameResolver none =
        host -> {
          throw new UnknownHostException(host);
        };
    for (var resolver : List.<NameResolver>of(none, _ -> List.of())) {
      assertThat(
              refused(egress(resolver, "a.example").check(HostPort.parse("a.example:80"))).check())
          .isEqualTo(EgressCheck.NAME);
    }
  }

  @Test
  void aResolverThatNeverAnswersIsNotWaitedFor() {
    var never = new CountDownLatch(1);
    NameResolver resolver =
        _ -> {
          try {
            never.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return List.of();
        };
    var egress =
        new Egress(
            List.of(PermittedHost.parse("a.example")), 80, "s", resolver, Duration.ofMillis(50));

    assertThat(refused(egress.check(HostPort.parse("a.example:80"))).cause())
        .contains("not found within 50 ms");
    never.countDown();
  }

  @Test
  void aRedirectIsAReplyLikeAnyOther() throws Exception {
    try (var elsewhere = ScriptedServer.plain(0, ScriptedServer.silence());
        var server =
            ScriptedServer.plain(
                0,
                answering(
                    ScriptedHttp.ascii(
                        "HTTP/1.1 302 Found\r\nLocation: http://"
                            + elsewhere.address()
                            + "/\r\nContent-Length: 0\r\n\r\n")))) {
      var reply = PlainHttp.exchange(place(server), Call.get("/"), limits());
      assertThat(reply.status()).isEqualTo(302);
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  void aReplyIsBoundedInSizeAndTime() throws Exception {
    try (var huge =
            ScriptedServer.plain(
                0, answering(ScriptedHttp.response(200, "text/plain", new byte[2000])));
        var slow = ScriptedServer.plain(0, ScriptedServer.silence())) {
      assertThatThrownBy(
              () -> PlainHttp.exchange(place(huge), Call.get("/"), limits().withReplyBytes(1000)))
          .isInstanceOf(PeerFailure.class)
          .hasMessageContaining("larger than 1000");
      assertThatThrownBy(
              () ->
                  PlainHttp.exchange(
                      place(slow), Call.get("/"), limits().withExchange(Duration.ofMillis(50))))
          .isInstanceOf(PeerFailure.class)
          .hasMessageContaining("no whole reply within 50 ms");
    }
  }

  @Test
  void whatIsListedIsWrittenOneWay() {
    for (var text :
        List.of(
            "crl.example.org",
            "crl.example.org:8080",
            "10.1.2.3",
            "10.1.2.3:80",
            "[2001:db8::1]",
            "[2001:db8::1]:80",
            "*.example.org",
            "*.example.org:9443")) {
      assertThat(PermittedHost.parse(text)).hasToString(text);
    }
    for (var text :
        List.of(
            "",
            "*",
            "*.",
            "*.org",
            "*.1.2.3",
            "a.*.org",
            "http://crl.example.org",
            "crl.example.org/x",
            "2001:db8::1",
            "a:0",
            "a:99999",
            "user@a")) {
      assertThatIllegalArgumentException().as(text).isThrownBy(() -> PermittedHost.parse(text));
    }
  }

  private static ScriptedHttp answering(byte[] octets) {
    return new ScriptedHttp((_, out) -> out.write(octets));
  }

  private static CheckedPlace place(ScriptedServer server) {
    return new CheckedPlace(HostPort.parse(server.address()), addresses("127.0.0.1"));
  }

  private static ChannelLimits limits() {
    return ChannelLimits.standard();
  }

  private static Egress egress(NameResolver resolver, String... hosts) {
    return new Egress(
        Stream.of(hosts).map(PermittedHost::parse).toList(), 80, "the-setting", resolver, PATIENCE);
  }

  private static String address(String literal) {
    return literal.indexOf(':') < 0 ? literal : "[" + literal + "]";
  }

  private static List<InetAddress> addresses(String... literals) {
    return Stream.of(literals).map(EgressTest::one).toList();
  }

  private static InetAddress one(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  private static CheckedPlace accepted(Verdict<CheckedPlace> verdict) {
    return switch (verdict) {
      case Verdict.Accepted<CheckedPlace>(var place) -> place;
      case Verdict.Refused<CheckedPlace>(var refusal) -> throw new AssertionError(refusal);
    };
  }

  private static Refusal refused(Verdict<CheckedPlace> verdict) {
    return Optional.of(verdict)
        .filter(Verdict.Refused.class::isInstance)
        .map(one -> ((Verdict.Refused<CheckedPlace>) one).refusal())
        .orElseThrow(() -> new AssertionError(verdict));
  }
}
