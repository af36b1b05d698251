package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.proof.kit.ScriptedServer;
import dev.brski.registrar.Readiness.Standing;
import dev.brski.registrar.control.QueueView;
import dev.brski.registrar.onboarding.Queue;
import dev.brski.registrar.setup.SetupCheck;
import dev.brski.wire.HostPort;
import dev.brski.wire.Reply;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MASA that a device's certificate names, and those that are not connected to. */
class MasaUrlTest extends InWorld {

  private static final Queue.Filter WAITING =
      new Queue.Filter(true, Optional.empty(), Optional.empty());
  private static final String TOLD = "devices of this MASA are not taken here";

  private QueueView queue;

  @BeforeEach
  void build() throws Exception {
    queue = new QueueView(folder, InstantSource.system());
  }

  @ParameterizedTest
  @ValueSource(strings = {"MASA", "https://MASA", "http://MASA/", "MASA/", "ftp://MASA"})
  @Proves("RG-13")
  void theMasaThatADeviceNamesIsAskedByHttps(String url) throws Exception {
    allow(world.masa.address());
    var paths = recordingPaths(world.masa);

    try (var device = world.device("4711", url.replace("MASA", world.masa.address().toString()))) {
      device.imprint();
      assertThat(world.masa.nextAudited().path()).isEqualTo(ScriptedPeer.AUDIT_LOG);
    }
    assertThat(paths).containsExactly("/.well-known/brski/requestvoucher");
  }

  @Test
  @Proves("RG-13")
  void thePathOfAWholeUriStandsForTheUsualOne() throws Exception {
    allow(world.masa.address());
    var paths = recordingPaths(world.masa);

    try (var device = world.device("4711", "http://" + world.masa.address() + "/test/brski/")) {
      device.imprint();
      world.masa.nextAsked();
      world.masa.nextAsked();
    }
    assertThat(paths).containsExactly("/test/brski/requestvoucher", "/test/brski/requestauditlog");
  }

  @Test
  @Proves("RG-13")
  void oneThatIsNotListedIsNotConnectedTo() throws Exception {
    allow(world.masa.address());
    try (var other = ScriptedServer.plain(0, ScriptedServer.silence())) {
      for (var url :
          List.of(
              other.address(),
              "https://" + other.address() + "/",
              "localhost:" + world.masa.address().port(),
              "127.0.0.1")) {
        assertRefused(url);
      }
      assertThat(other.connections()).isZero();
    }
    assertThat(world.masa.timesAsked()).isZero();
    assertThat(World.accepted(queue.list(WAITING))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@MASA/",
        "https://MASA/?a",
        "https://MASA/#a",
        "MASA?a",
        "",
        "MASA x"
      })
  @Proves("RG-13")
  void oneThatLeadsNowhereIsRefused(String url) throws Exception {
    allow(world.masa.address());
    assertRefused(url.replace("MASA", world.masa.address().toString()));
    assertThat(world.masa.timesAsked()).isZero();
  }

  @Test
  @Proves("RG-13")
  void aDeviceThatNamesNoneIsRefusedUnlessOneIsFixed() throws Exception {
    allow(world.masa.address());
    try (var device = world.device("4711")) {
      var reply = device.askForVoucher(device.voucherRequest());
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.explanation()).isEqualTo(TOLD);
    }
    world.masa("masa: \"" + world.masa.address() + "\"");
    try (var device = world.device("4711");
        var elsewhere = world.device("4712", "masa.example.com")) {
      device.imprint();
      elsewhere.imprint();
    }
  }

  @Test
  @Proves("RG-13")
  void aNameThatLeadsToThisMachineIsNotConnectedTo() throws Exception {
    try (var server = ScriptedServer.plain(0, ScriptedServer.silence())) {
      int port = HostPort.parse(server.address()).port();
      var asked = new AtomicInteger();
      world.resolver =
          host -> {
            if (!host.equals("masa.example.com")) {
              throw new UnknownHostException(host);
            }
            asked.incrementAndGet();
            return List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("127.0.0.1"));
          };
      world.masa("masa-hosts: [\"masa.example.com:" + port + "\"]");

      try (var device = world.device("4711", "masa.example.com:" + port)) {
        assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      }
      var line = only();
      assertThat(line.destination()).isEqualTo("the MASA of maker at masa.example.com:" + port);
      assertThat(line.reason().orElseThrow())
          .contains("egress-address", "127.0.0.1", "masa-hosts in manufacturers.d/maker.yaml");
      assertThat(asked.get()).isPositive();
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  @Proves("RG-13")
  void itsCertificateMustBeForTheNameThatTheDeviceGives() throws Exception {
    var other =
        World.ISSUER.credential(
            world.deviceRoot, CertificateProfile.tlsServer("masa.example.com", World.VALIDITY));
    try (var masa = new ScriptedPeer(other, world::voucher)) {
      allow(masa.address());
      try (var device = world.device("4711", masa.address().toString())) {
        assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
      }
      assertThat(only().reason().orElseThrow()).contains("9525-6-host", "masa.example.com");
      assertThat(masa.timesAsked()).isZero();
    }
  }

  @Test
  @Proves("RG-13")
  void aRedirectIsNotFollowed() throws Exception {
    try (var elsewhere = ScriptedServer.plain(0, ScriptedServer.silence())) {
      allow(world.masa.address(), HostPort.parse(elsewhere.address()));
      world.masa.script(
          _ -> Response.empty(307).withHeader("Location", "https://" + elsewhere.address() + "/"));
      try (var device = world.device("4711", world.masa.address().toString())) {
        assertThat(device.askForVoucher(device.voucherRequest()).status()).isNotEqualTo(200);
      }
      assertThat(world.masa.timesAsked()).isPositive();
      assertThat(elsewhere.connections()).isZero();
    }
  }

  @Test
  @Proves({"RG-13", "RG-19"})
  void aMasaThatIsAwayKeepsNoDeviceFromAnother() throws Exception {
    var away = new HostPort("127.0.0.1", freePort());
    allow(world.masa.address(), away);
    try (var waits = world.device("4711", away.toString());
        var goes = world.device("4712", world.masa.address().toString())) {
      var request = waits.voucherRequest();
      assertThat(waits.askForVoucher(request).status()).isEqualTo(202);
      assertThat(only().destination()).isEqualTo("the MASA of maker at " + away);
      goes.imprint();
      assertThat(waits.askForVoucher(request).status()).isEqualTo(202);

      try (var back = new ScriptedPeer(World.tls(world.deviceRoot), away.port(), world::voucher)) {
        assertThat(waits.decision(request).status()).isEqualTo(200);
        assertThat(back.timesAsked()).isEqualTo(1);
      }
    }
  }

  @Test
  @Proves("RG-13")
  void whatWaitsGoesWhereTheOperatorSaysWhenHeFixesTheMasa() throws Exception {
    var away = new HostPort("127.0.0.1", freePort());
    allow(away);
    try (var device = world.device("4711", away.toString())) {
      var request = device.voucherRequest();
      assertThat(device.askForVoucher(request).status()).isEqualTo(202);
      world.masa("masa: \"" + world.masa.address() + "\"");

      try (var again = device.anew()) {
        assertThat(again.decision(request).status()).isEqualTo(200);
      }
    }
    assertThat(world.masa.timesAsked()).isEqualTo(1);
  }

  @Test
  @Proves("RG-13")
  void aHostThatIsTakenOffTheListIsNotConnectedToAnyMore() throws Exception {
    var away = new HostPort("127.0.0.1", freePort());
    allow(away);
    try (var device = world.device("4711", away.toString())) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
    }
    allow(world.masa.address());
    try (var back = ScriptedServer.plain(away.port(), ScriptedServer.silence())) {
      assertThat(World.accepted(queue.retry(Optional.empty()))).isNotNull();
      try (var other = world.device("4712", world.masa.address().toString())) {
        other.imprint();
      }
      assertThat(only().destination()).isEqualTo("the MASA of maker at " + away);
      assertThat(back.connections()).isZero();
    }
  }

  @Test
  @Proves("RG-13")
  void whoHasItsVoucherOrWaitsForItGoesOnWhenTheHostIsTakenOffTheList() throws Exception {
    var away = new HostPort("127.0.0.1", freePort());
    allow(world.masa.address(), away);
    try (var has = world.device("4711", world.masa.address().toString());
        var waits = world.device("4712", away.toString())) {
      var answered = has.voucherRequest();
      var waiting = waits.voucherRequest();
      assertThat(has.decision(answered).status()).isEqualTo(200);
      assertThat(waits.askForVoucher(waiting).status()).isEqualTo(202);

      allow(new HostPort("127.0.0.2", 4711));

      try (var hasStill = has.anew();
          var waitsStill = waits.anew()) {
        assertThat(hasStill.askForVoucher(answered).status()).isEqualTo(200);
        assertThat(waitsStill.askForVoucher(waiting).status()).isEqualTo(202);
        assertThat(hasStill.askForVoucher(hasStill.voucherRequest()).status()).isEqualTo(404);
      }
    }
  }

  @Test
  void inAdvanceNobodySaysWhichMasaIsToBeAsked() throws Exception {
    allow(world.masa.address());
    var fetch = World.accepted(VoucherFetch.beside(folder, InstantSource.system()));

    assertThat(fetch.fetch(new VoucherFetch.Wanted("maker", "4711", Optional.empty()), "olga"))
        .isInstanceOfSatisfying(
            VoucherFetch.Outcome.Refused.class,
            refused -> {
              assertThat(refused.refusal().check()).isEqualTo(SetupCheck.NO_MASA);
              assertThat(refused.refusal().remedy()).contains("manufacturers.d/maker.yaml");
            });
    assertThat(world.masa.timesAsked()).isZero();
  }

  @Test
  void theCheckLooksAtEachHostThatIsListed() throws Exception {
    world.masa(
        "masa-hosts: [\"%s\",\"*.masa.example.com\",\"localhost:%d\"]"
            .formatted(world.masa.address(), world.masa.address().port()));
    var items =
        World.accepted(Readiness.of(folder, "maker", InstantSource.system())).items().stream()
            .filter(item -> item.what().equals("MASA"))
            .toList();

    assertThat(items)
        .extracting(Readiness.Item::standing)
        .containsExactly(Standing.GOOD, Standing.NOTE, Standing.OBSTACLE);
    assertThat(items.getLast().text()).contains("egress-address");
  }

  private void assertRefused(String url) throws Exception {
    try (var device = world.device("4711", url)) {
      Reply reply = device.askForVoucher(device.voucherRequest());
      assertThat(reply.status()).as(url).isEqualTo(404);
      assertThat(reply.explanation()).isEqualTo(TOLD);
    }
  }

  private List<String> recordingPaths(ScriptedPeer masa) {
    var paths = new CopyOnWriteArrayList<String>();
    masa.script(
        request -> {
          paths.add(request.path());
          return isForLog(request) ? Response.text(404, "none") : world.voucher(request);
        });
    return paths;
  }

  private static boolean isForLog(Request request) {
    return request.path().endsWith("/requestauditlog");
  }

  private void allow(HostPort... hosts) throws Exception {
    world.masa(line(hosts));
  }

  private static String line(HostPort... hosts) {
    return List.of(hosts).stream()
        .map(host -> "\"" + host + "\"")
        .collect(Collectors.joining(",", "masa-hosts: [", "]"));
  }

  private Queue.Line only() throws Exception {
    var lines =
        World.accepted(queue.list(WAITING)).stream()
            .filter(line -> line.what().equals("voucher-request"))
            .toList();
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
