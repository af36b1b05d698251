package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.voucher.MediaTypes;
import dev.brski.voucher.Nonce;
import dev.brski.voucher.PledgeVoucherRequest;
import dev.brski.voucher.VoucherCodec;
import dev.brski.wire.Call;
import dev.brski.wire.ControlClient;
import dev.brski.wire.Request;
import dev.brski.wire.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VoucherTest extends InWorld {

  @Test
  @Proves("RG-19")
  void aRequestMadeStaleByARebootIsReplacedAndThatIsJournalled() throws Exception {
    world.masa.script(_ -> Response.text(202, "not decided"));
    try (var device = world.device("4711")) {
      var stale = device.voucherRequest();
      assertThat(device.askForVoucher(stale).status()).isEqualTo(202);
      var fresh = device.voucherRequest();
      assertThat(device.askForVoucher(fresh).status()).isEqualTo(202);
      assertThat(device.askForVoucher(stale).status()).isEqualTo(403);
      assertThat(device.askForVoucher(fresh).status()).isEqualTo(202);
      var journal = ControlClient.exchange(folder.resolve("run/control"), Call.get("/journal"));
      assertThat(new String(journal.body(), StandardCharsets.UTF_8))
          .containsOnlyOnce("voucher-request-superseded");
    }
  }

  @Test
  @Proves({"RG-19", "RG-26"})
  void theOldCredentialIsShownUntilItsLastVoucherExchangeEnds() throws Exception {
    world.masa.script(_ -> Response.text(202, "not decided"));
    var device = world.device("4711");
    var first = device.registrarShown();
    var request = device.voucherRequest();
    var told = device.askForVoucher(request);
    assertThat(told.status()).isEqualTo(202);
    assertThat(told.header("retry-after").orElseThrow()).matches("[1-9][0-9]?");
    device.close();

    world.registrar.close();
    var next =
        World.ISSUER.credential(
            world.issuingCa, CertificateProfile.registrar("registrar 2", World.VALIDITY));
    Keyring.open(folder.resolve("keys")).add(next);
    world.start();

    try (var rebooted = world.new Device("4711", device.idevid)) {
      assertThat(rebooted.registrarShown()).isEqualTo(first);
      assertThat(rebooted.askForVoucher(request).status()).isEqualTo(202);
      world.masa.script(world::voucher);
      var answer = rebooted.askForVoucher(request);
      for (int times = 0; answer.status() == 202; times++) {
        assertThat(times).as("times asked").isLessThan(30);
        answer = rebooted.askForVoucher(request);
      }
      assertThat(answer.status()).isEqualTo(200);
      try (var another = world.device("4712")) {
        assertThat(another.registrarShown()).as("not told yet").isEqualTo(first);
      }
      rebooted.status("voucher_status", "{\"version\":1,\"status\":true}");
    }
    try (var another = world.device("4713")) {
      assertThat(another.registrarShown()).isEqualTo(next.leaf());
      another.imprint();
    }
  }

  @Test
  @Proves({"RG-19", "RG-26"})
  void aCredentialThatEndsIsShownToNobodyThoughADeviceIsLeftUnderIt() throws Exception {
    world.registrar.close();
    var ending = another("ending", Validity.lasting(Instant.now(), Duration.ofMinutes(90)));
    world.start();
    world.masa.script(_ -> Response.text(202, "not decided"));
    try (var device = world.device("4711")) {
      assertThat(device.registrarShown()).isEqualTo(ending.leaf());
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(202);
    }
    world.registrar.close();
    var next = another("next", World.VALIDITY);
    world.start();
    try (var device = world.device("4712")) {
      assertThat(device.registrarShown()).as("good for 90 minutes").isEqualTo(ending.leaf());
    }
    world.registrar.close();
    world.clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));
    world.start();
    world.masa.script(world::voucher);
    try (var device = world.device("4713")) {
      assertThat(device.registrarShown()).isEqualTo(next.leaf());
      device.imprint();
    }
  }

  private Credential another(String name, Validity validity) throws Exception {
    var credential =
        World.ISSUER.credential(world.issuingCa, CertificateProfile.registrar(name, validity));
    return Keyring.open(folder.resolve("keys")).add(credential).credential();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  @Proves("RG-19")
  void aDeviceForWhichTheMasaHasNoTimeDelaysNoOther(int status) throws Exception {
    var times = new AtomicInteger();
    world.masa.script(
        request -> {
          if (!serialNumber(request).equals("4711")) {
            return world.voucher(request);
          }
          times.incrementAndGet();
          return Response.text(status, "not today").withHeader("Retry-After", "86400");
        });
    try (var spent = world.device("4711")) {
      var request = spent.voucherRequest();
      assertThat(spent.askForVoucher(request).status()).isEqualTo(202);
      assertThat(times).hasPositiveValue();
      for (var serialNumber : List.of("4712", "4713", "4714")) {
        try (var device = world.device(serialNumber)) {
          var asked = device.voucherRequest();
          var reply = device.askForVoucher(asked);
          for (int again = 0; reply.status() == 202 && again < 20; again++) {
            reply = device.askForVoucher(asked);
          }
          assertThat(reply.status()).as(serialNumber).isEqualTo(200);
        }
      }
      assertThat(spent.askForVoucher(request).status()).isEqualTo(202);
      assertThat(times).as("once in five minutes").hasValueLessThan(3);
    }
  }

  private static String serialNumber(Request request) {
    return World.accepted(VoucherCodec.standard().readRegistrarVoucherRequest(request.body()))
        .leaves()
        .serialNumber();
  }

  @Test
  @Proves({"RG-14", "RG-15", "RG-20"})
  void theMasaIsAskedAsTheRfcWantsAndItsVoucherIsHandedOnUnchanged() throws Exception {
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      var reply = device.askForVoucher(request);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.mediaType()).contains(MediaTypes.VOUCHER_CMS_JSON);

      var asked =
          World.accepted(
              VoucherCodec.standard().readRegistrarVoucherRequest(world.masa.nextAsked()));
      assertThat(asked.leaves().serialNumber()).isEqualTo("4711");
      assertThat(asked.leaves().priorSignedVoucherRequest()).contains(request);
      assertThat(asked.leaves().proximityRegistrarCert()).isEmpty();
      assertThat(asked.leaves().idevidIssuer()).isPresent();
      assertThat(asked.artifact().certificates())
          .contains(world.domainRoot.leaf(), world.issuingCa.leaf());
      assertThat(asked.artifact().signer()).contains(device.registrarShown());
      assertThat(device.askForVoucher(request).body()).isEqualTo(reply.body());
      assertThat(world.masa.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"D00-1", "RG-19", "W1"})
  void aMasaThatIsAwayIsWaitedForAndAskedAgainWithTheSameOctets() throws Exception {
    world.masa.script(_ -> Response.text(503, "later"));
    try (var device = world.device("4711")) {
      var request = device.voucherRequest();
      var reply = device.askForVoucher(request);
      assertThat(reply.status()).isEqualTo(202);
      assertThat(Integer.parseInt(reply.header("retry-after").orElseThrow())).isBetween(1, 60);
      world.masa.script(world::voucher);
      for (int tries = 0; reply.status() == 202 && tries < 20; tries++) {
        reply = device.askForVoucher(request);
      }
      assertThat(reply.status()).isEqualTo(200);
      assertThat(world.masa.nextAsked()).isEqualTo(world.masa.nextAsked());
    }
  }

  @Test
  @Proves({"RG-21", "EN-20"})
  void aVoucherThatPinsTheRegistrarAloneIsNotHandedOn() throws Exception {
    try (var device = world.device("4711")) {
      var shown = device.registrarShown();
      world.masa.script(
          request -> {
            var asked =
                World.accepted(VoucherCodec.standard().readRegistrarVoucherRequest(request.body()))
                    .leaves();
            return world.voucher("4711", asked.nonce().orElseThrow(), shown);
          });
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(406);
    }
  }

  @Test
  @Proves({"RG-10", "W1"})
  void aWrongProximityCertificateIsAnswered401AndTheConnectionCloses() throws Exception {
    try (var device = world.device("4711")) {
      var other = world.responder.leaf();
      var reply =
          device.askForVoucher(
              device.sign(
                  PledgeVoucherRequest.proximity(
                          Optional.of(Instant.now()), "4711", Nonce.random(World.SUITE), other)
                      .toJson()));
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.header("connection"))
          .hasValueSatisfying(value -> assertThat(value).isEqualToIgnoringCase("close"));
    }
  }

  @Test
  @Proves({"RG-10", "RG-11", "RG-12", "RG-25"})
  void whoIsNotWhoTheySayGetsNothing() throws Exception {
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      assertThat(other.askForVoucher(device.voucherRequest()).status()).isEqualTo(403);
      assertThat(
              device
                  .askForVoucher(
                      device.sign(
                          PledgeVoucherRequest.proximity(
                                  Optional.of(Instant.now()),
                                  "4712",
                                  Nonce.random(World.SUITE),
                                  device.registrarShown())
                              .toJson()))
                  .status())
          .isEqualTo(403);
      try (var stranger = world.connect(Optional.of(world.domainRoot));
          var nobody = world.connect(Optional.empty())) {
        var call =
            Call.post(
                "/.well-known/brski/requestvoucher",
                MediaTypes.VOUCHER_CMS_JSON,
                device.voucherRequest());
        assertThat(stranger.exchange(call).status()).isEqualTo(404);
        assertThat(nobody.exchange(call).status()).isEqualTo(403);
      }
      assertThat(world.masa.timesAsked()).isZero();
    }
  }

  static Stream<Arguments> refusalsOfTheMasa() {
    return Stream.of(
        arguments(named("bad signature", 403), 403),
        arguments(named("unknown device", 404), 404),
        arguments(named("not acceptable", 406), 406),
        arguments(named("malformed", 400), 406));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfTheMasa")
  @Proves("W2")
  void aRefusalOfTheMasaReachesTheDevice(int masaSays, int deviceGets) throws Exception {
    world.masa.script(_ -> Response.text(masaSays, "no"));
    try (var device = world.device("4711")) {
      assertThat(device.askForVoucher(device.voucherRequest()).status()).isEqualTo(deviceGets);
    }
  }

  @Test
  @Proves({"RG-23", "RG-24", "RG-28"})
  void telemetryIsRecordedForTheDeviceItComesFrom() throws Exception {
    try (var device = world.device("4711");
        var other = world.device("4712")) {
      device.imprint();
      assertThat(other.status("voucher_status", "{\"version\":1,\"status\":true}").status())
          .isEqualTo(404);
      assertThat(device.status("voucher_status", "{\"version\":1").status()).isEqualTo(400);
      assertThat(
              device
                  .send(
                      "/.well-known/brski/voucher_status",
                      "text/plain",
                      "x".getBytes(StandardCharsets.UTF_8))
                  .status())
          .isEqualTo(415);
      device.cmp(device.ir(true));
      assertThat(
              device
                  .status("enrollstatus", "{\"version\":1,\"status\":false,\"reason\":\"no\"}")
                  .status())
          .isEqualTo(200);
    }
  }
}
