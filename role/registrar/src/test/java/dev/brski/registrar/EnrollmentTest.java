package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.PkiStatus;
import dev.brski.cmp.ReplyTo;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.wire.Response;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnrollmentTest extends InWorld {

  @Test
  @Proves({
    "CMP-R18", "CMP-R1", "CMP-R2", "CMP-R5", "EN-2", "EN-4", "EN-6", "EN-11", "EN-22", "EN-23"
  })
  void theAuthorityGetsTheVeryOctetsOfTheDeviceAndTheDeviceThoseOfTheAuthority() throws Exception {
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var ip = device.cmp(ir);

      var outer = world.authority.nextAsked();
      assertThat(World.inner(outer).encoded()).isEqualTo(ir.encoded());
      assertThat(ip.type()).isEqualTo(BodyType.ip);
      assertThat(((Body.Response) ip.body()).only().status().status())
          .isEqualTo(PkiStatus.accepted);
      assertThat(ip.recipNonce()).isEqualTo(ir.senderNonce());
      assertThat(device.cmp(ir).encoded()).isEqualTo(ip.encoded());
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-R1", "CMP-R2"})
  void anAnswerThatAnRaNestsByItselfIsTakenForWhatIsInside() throws Exception {
    var composer =
        new CmpComposer(world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var answered = composer.granted(ReplyTo.of(ir), world.grant(ir));
      world.authority.script(_ -> World.pki(composer.nested(answered, List.of())));
      assertThat(device.cmp(ir).encoded()).isEqualTo(answered.encoded());
    }
  }

  @Test
  @Proves({"EN-5", "EN-13", "EN-21"})
  void aRequestBeforeTheVoucherIsNotAuthorised() throws Exception {
    try (var device = world.device("4711")) {
      assertError(device.cmp(device.ir(true)), FailInfo.notAuthorized);
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-R3", "EN-24"})
  void aRequestSignedByAnotherDeviceThanTheTlsClientIsNotAuthorised() throws Exception {
    try (var owner = world.device("4711");
        var other = world.device("4712")) {
      owner.imprint();
      other.imprint();
      assertError(other.cmp(owner.ir(true)), FailInfo.notAuthorized);
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-R9", "CMP-H6"})
  void anothersTransactionIdIsInUseAndTheOwnerIsUndisturbed() throws Exception {
    try (var owner = world.device("4711");
        var other = world.device("4712")) {
      owner.imprint();
      other.imprint();
      var ir = owner.ir(true);
      var ip = owner.cmp(ir);
      var draft =
          new CertificationDraft(
              BodyType.ir,
              ir.transactionId(),
              other.idevid.leaf().getSubjectX500Principal(),
              World.SUITE.generateKeyPair(),
              java.util.Optional.empty(),
              true,
              java.util.Optional.empty(),
              java.util.Optional.empty(),
              java.util.Optional.empty());
      assertError(
          other.cmp(other.composer().certificationRequest(draft)), FailInfo.transactionIdInUse);
      assertThat(owner.cmp(ir).encoded()).isEqualTo(ip.encoded());
    }
  }

  @Test
  @Proves({"D00-3", "CMP-R6", "CMP-F8", "CMP-F9", "CMP-F10", "CMP-E13"})
  void aDeviceIsToldToWaitPollsAndGetsTheAuthoritysOctets() throws Exception {
    var released = new CountDownLatch(1);
    world.authority.script(
        request -> {
          await(released);
          return world.issue(request);
        });
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      var response = (Body.Response) waiting.body();
      assertThat(response.only().status().status()).isEqualTo(PkiStatus.waiting);
      assertThat(response.only().status().failInfo()).isEmpty();
      assertThat(waiting.extraCerts()).isNotEmpty();

      var poll = device.composer().pollReq(waiting, 0);
      var again = device.cmp(poll);
      assertThat(again.type()).isEqualTo(BodyType.pollRep);
      assertThat(((Body.PollResponse) again.body()).only().checkAfter()).isBetween(1L, 60L);

      released.countDown();
      var last = again;
      if (last.type() == BodyType.pollRep) {
        last = device.polled(last, 0);
      }
      assertThat(last.type()).isEqualTo(BodyType.ip);
      assertThat(last.recipNonce()).isEqualTo(ir.senderNonce());
    }
  }

  @Test
  @Proves({"CMP-R9", "CMP-B13"})
  void anothersPollGetsWhatAnUnknownTransactionGets() throws Exception {
    var released = new CountDownLatch(1);
    world.authority.script(
        request -> {
          await(released);
          return world.issue(request);
        });
    try (var owner = world.device("4711");
        var other = world.device("4712")) {
      owner.imprint();
      var waiting = owner.cmp(owner.ir(true));
      var stolen = other.cmp(other.composer().pollReq(waiting, 0));
      var unknown =
          other.cmp(
              new CmpComposer(other.idevid, World.SUITE, dev.brski.time.Clock.unknown())
                  .pollReq(neverSent(other), 0));
      assertError(stolen, FailInfo.badRequest);
      assertError(unknown, FailInfo.badRequest);
      assertThat(((Body.ErrorBody) stolen.body()).status())
          .isEqualTo(((Body.ErrorBody) unknown.body()).status());
      released.countDown();
    }
  }

  @Test
  @Proves({"CMP-R15", "CMP-F6", "CMP-F7"})
  void anExplicitConfirmationReachesTheAuthorityInsideTheRegistrarsSignature() throws Exception {
    try (var device = world.device("4711")) {
      device.imprint();
      var ip = device.cmp(device.ir(false));
      world.authority.nextAsked();
      var certificate = ((Body.Response) ip.body()).only().certificate().orElseThrow();
      var certConf = device.composer().certConfAccepting(ip, certificate);
      var pkiConf = device.cmp(certConf);

      assertThat(pkiConf.type()).isEqualTo(BodyType.pkiconf);
      assertThat(World.inner(world.authority.nextAsked()).encoded()).isEqualTo(certConf.encoded());
      assertThat(device.cmp(certConf).encoded()).isEqualTo(pkiConf.encoded());
    }
  }

  @Test
  @Proves({"EN-7", "CMP-R6"})
  void whatWaitsForTheAuthorityGoesOnAfterARestart() throws Exception {
    world.authority.script(_ -> Response.text(503, "later"));
    try (var device = world.device("4711")) {
      device.imprint();
      var ir = device.ir(true);
      var waiting = device.cmp(ir);
      assertThat(((Body.Response) waiting.body()).only().status().status())
          .isEqualTo(PkiStatus.waiting);
      world.registrar.close();
      world.authority.script(world::issue);
      world.start();
    }
    try (var device = world.device("4711-other")) {
      device.imprint();
      assertThat(device.cmp(device.ir(true)).type()).isEqualTo(BodyType.ip);
    }
    assertThat(world.authority.nextAsked()).isEqualTo(world.authority.nextAsked());
  }

  @Test
  @Proves("CMP-R8")
  void anUnexpectedStatusOfTheAuthorityBecomesAnErrorMessage() throws Exception {
    world.authority.script(_ -> Response.text(404, "nothing here"));
    try (var device = world.device("4711")) {
      device.imprint();
      assertError(device.cmp(device.ir(true)), FailInfo.systemFailure);
    }
  }

  private static CmpMessage neverSent(World.Device device) {
    return device.ir(true);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the test never let the authority answer");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertError(CmpMessage message, FailInfo failInfo) {
    assertThat(message.type()).isEqualTo(BodyType.error);
    assertThat(((Body.ErrorBody) message.body()).status().failInfo()).containsExactly(failInfo);
  }
}
