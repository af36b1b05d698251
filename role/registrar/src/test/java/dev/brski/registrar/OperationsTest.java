package dev.brski.registrar;

import static dev.brski.registrar.World.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CertificationDraft;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Consent;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Information;
import dev.brski.cmp.Inquiry;
import dev.brski.cmp.NestedMessage;
import dev.brski.cmp.PkiStatus;
import dev.brski.cmp.ReplyTo;
import dev.brski.cmp.RevocationDraft;
import dev.brski.cmp.TransactionId;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.RevocationReason;
import dev.brski.wire.Response;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What members of the domain ask for after they have joined, and devices before. */
class OperationsTest extends InWorld {

  @Test
  @Proves({"CMP-R19", "CMP-R1", "CMP-F3", "EN-24"})
  void aKeyUpdateGoesToTheAuthorityUntouchedInThisRegistrarsConsent() throws Exception {
    try (var joined = world.device("4711");
        var member = joined.enrolled()) {
      drain();
      var key = World.SUITE.generateKeyPair();
      var kur = kur(member, key);
      var kup = member.cmp(kur);

      var sent = world.authority.nextAsked();
      assertThat(World.inner(sent).encoded()).isEqualTo(kur.encoded());
      assertThat(consent(sent)).as("evidence beside that of the certificate").isEmpty();
      assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/keyupdate");
      assertThat(kup.type()).isEqualTo(BodyType.kup);
      assertThat(member.cmp(kur).encoded()).isEqualTo(kup.encoded());
      assertThat(world.authority.timesAsked()).isZero();

      try (var renewed = world.new Device("4711", member.issued(kup, key))) {
        var next = renewed.cmp(renewed.kur());
        assertThat(next.type()).isEqualTo(BodyType.kup);
      }
    }
  }

  @Test
  @Proves({"CMP-R19", "CMP-F2", "CMP-F12", "CMP-F14"})
  void aMemberThatJoinedByAnotherRegistrarIsServedToo() throws Exception {
    try (var member = world.member("4711")) {
      assertThat(member.cmp(member.kur()).type()).isEqualTo(BodyType.kup);
      var cr =
          member
              .composer()
              .certificationRequest(
                  CertificationDraft.cr(
                      member.idevid.leaf().getSubjectX500Principal(),
                      World.SUITE.generateKeyPair(),
                      World.SUITE));
      assertThat(member.cmp(cr).type()).isEqualTo(BodyType.cp);
      assertThat(member.cmp(member.rr()).type()).isEqualTo(BodyType.rp);
      assertThat(member.cmp(genm(member)).type()).isEqualTo(BodyType.genp);
    }
  }

  @Test
  @Proves({"CMP-R18", "CMP-F12", "CMP-F13"})
  void aRevocationRequestGoesOnAsItCame() throws Exception {
    try (var joined = world.device("4711");
        var member = joined.enrolled()) {
      drain();
      var rr = member.rr();
      var rp = member.cmp(rr);

      assertThat(world.authority.nextAsked()).isEqualTo(rr.encoded());
      assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/revocation");
      assertThat(((Body.RevocationResponse) rp.body()).only().status())
          .isEqualTo(PkiStatus.accepted);
      assertThat(member.cmp(rr).encoded()).isEqualTo(rp.encoded());
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"EN-14", "EN-5", "CMP-F14"})
  void whatTheAuthorityHasToldIsToldToTheNextInThisRegistrarsOwnName() throws Exception {
    try (var member = world.member("4711");
        var other = world.member("4712")) {
      var first = member.cmp(genm(member));
      assertThat(world.authority.nextAsked()).isNotEmpty();
      assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/getcacerts");

      var asked = genm(other);
      var second = other.cmp(asked);
      assertThat(world.authority.timesAsked()).isZero();
      assertThat(second.recipNonce()).isEqualTo(asked.senderNonce());
      assertThat(((Body.GeneralMessage) second.body()).only())
          .isEqualTo(((Body.GeneralMessage) first.body()).only());
      assertThat(second.extraCerts().getFirst()).isEqualTo(other.registrarShown());
    }
  }

  @Test
  @Proves({"CMP-F15", "CMP-R18"})
  void aRevocationListMayBeLongerThanOtherMessages() throws Exception {
    var list = longList();
    world.authority.script(
        asked -> {
          var composer =
              new CmpComposer(
                  world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
          return World.pki(
              composer.information(
                  ReplyTo.of(World.inner(asked.body())),
                  new Information.RevocationList(Optional.of(list))));
        });
    try (var member = world.member("4711")) {
      var source = new Inquiry.Source.Issuer(member.idevid.leaf().getIssuerX500Principal());
      var genm =
          member
              .composer()
              .inquiry(
                  TransactionId.fresh(World.SUITE),
                  Optional.empty(),
                  Optional.empty(),
                  new Inquiry.RevocationList(source, Optional.empty()));
      var reply = member.send("/.well-known/cmp/getcrls", "application/pkixcmp", genm.encoded());
      var genp = accepted(CmpMessage.parse(reply.body(), CmpLimits.answer()));
      assertThat(genp.encoded().length).isGreaterThan(CmpLimits.standard().octets());
      var told =
          accepted(Information.of(genp, new Inquiry.RevocationList(source, Optional.empty())));
      assertThat(((Information.RevocationList) told).der()).hasValue(list);
    }
  }

  private byte[] longList() throws Exception {
    var now = Instant.now();
    var revoked =
        IntStream.range(1, 6000)
            .mapToObj(
                number ->
                    new RevocationListIssuer.RevokedCertificate(
                        BigInteger.TWO.pow(120).add(BigInteger.valueOf(number)), now, 5))
            .toList();
    return new RevocationListIssuer(World.SUITE)
        .issue(world.issuingCa, BigInteger.ONE, now, now.plusSeconds(3600), revoked)
        .getEncoded();
  }

  @Test
  @Proves({"EN-4", "EN-21"})
  void aDeviceMayAskBeforeItEnrollsButNotBeforeItsVoucher() throws Exception {
    try (var device = world.device("4711")) {
      assertError(device.cmp(genm(device)), FailInfo.notAuthorized);
      assertThat(world.authority.timesAsked()).isZero();
      device.imprint();
      assertThat(device.cmp(genm(device)).type()).isEqualTo(BodyType.genp);
    }
  }

  @Test
  @Proves({"CMP-R6", "CMP-F8", "CMP-F9", "CMP-E13"})
  void aMemberIsToldToWaitForEachOperationAndPollsForIt() throws Exception {
    try (var joined = world.device("4711");
        var member = joined.enrolled()) {
      for (var request : List.of(member.kur(), member.rr(), genm(member))) {
        var released = new CountDownLatch(1);
        world.authority.script(
            asked -> {
              await(released);
              return world.issue(asked);
            });
        var waiting = member.cmp(request);
        assertThat(status(waiting)).isEqualTo(PkiStatus.waiting);
        assertThat(waiting.type())
            .isEqualTo(request.type() == BodyType.kur ? BodyType.kup : BodyType.error);

        long certReqId = request.type() == BodyType.kur ? 0 : -1;
        var last = member.cmp(member.composer().pollReq(waiting, certReqId));
        assertThat(last.type()).isEqualTo(BodyType.pollRep);
        released.countDown();
        if (last.type() == BodyType.pollRep) {
          last = member.polled(last, certReqId);
        }
        assertThat(Optional.of(last.type())).isEqualTo(request.type().answer());
        assertThat(last.recipNonce()).isEqualTo(request.senderNonce());
      }
    }
  }

  @Test
  @Proves({"CMP-R15", "CMP-F6", "CMP-F7"})
  void aRenewedCertificateIsConfirmedByWayOfTheRegistrar() throws Exception {
    try (var joined = world.device("4711");
        var member = joined.enrolled()) {
      drain();
      var kup =
          member.cmp(
              member
                  .composer()
                  .certificationRequest(
                      CertificationDraft.kur(
                              member.idevid.leaf(), World.SUITE.generateKeyPair(), World.SUITE)
                          .withImplicitConfirm(false)));
      drain();
      var issued = ((Body.Response) kup.body()).only().certificate().orElseThrow();
      var certConf = member.composer().certConfAccepting(kup, issued);
      assertThat(member.cmp(certConf).type()).isEqualTo(BodyType.pkiconf);
      var sent = world.authority.nextAsked();
      assertThat(World.inner(sent).encoded()).isEqualTo(certConf.encoded());
      assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/keyupdate");
    }
  }

  @Test
  @Proves({"CMP-H11", "CMP-F2", "CMP-F3", "EN-24"})
  void anOperationIsRefusedToThoseWhoseItIsNot() throws Exception {
    try (var device = world.device("4711");
        var member = world.member("4712")) {
      device.imprint();
      assertError(device.cmp(device.kur()), FailInfo.notAuthorized);
      assertError(device.cmp(device.rr()), FailInfo.notAuthorized);
      assertError(member.cmp(member.ir(true)), FailInfo.notAuthorized);
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-R3", "EN-24"})
  void aRequestOfAnotherMemberThanTheTlsClientIsNotAuthorised() throws Exception {
    try (var owner = world.member("4711");
        var other = world.member("4712")) {
      assertError(other.cmp(owner.kur()), FailInfo.notAuthorized);
      assertError(other.cmp(owner.rr()), FailInfo.notAuthorized);
      assertError(other.cmp(genm(owner)), FailInfo.notAuthorized);
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-F12", "CMP-E11"})
  void aRevocationRequestForAnothersCertificateIsRejected() throws Exception {
    try (var member = world.member("4711")) {
      var other =
          new RevocationDraft(
              TransactionId.fresh(World.SUITE),
              member.idevid.leaf().getIssuerX500Principal(),
              BigInteger.TEN,
              RevocationReason.SUPERSEDED);
      var rp = member.cmp(member.composer().revocationRequest(other));
      var status = ((Body.RevocationResponse) rp.body()).only();
      assertThat(status.status()).isEqualTo(PkiStatus.rejection);
      assertThat(status.failInfo()).containsExactly(FailInfo.notAuthorized);
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-F3", "CMP-E11"})
  void aKeyUpdateForAnotherNameIsRejected() throws Exception {
    try (var member = world.member("4711");
        var other = world.member("4712")) {
      var key = World.SUITE.generateKeyPair();
      var kur =
          member
              .composer()
              .certificationRequest(
                  new CertificationDraft(
                      BodyType.kur,
                      TransactionId.fresh(World.SUITE),
                      other.idevid.leaf().getSubjectX500Principal(),
                      key,
                      Optional.empty(),
                      true,
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty()));
      var kup = (Body.Response) member.cmp(kur).body();
      assertThat(kup.type()).isEqualTo(BodyType.kup);
      assertThat(kup.only().status().failInfo()).containsExactly(FailInfo.badCertTemplate);
      assertThat(world.authority.timesAsked()).isZero();
    }
  }

  @Test
  @Proves({"CMP-H11", "EN-18"})
  void aRegistrarsOrAStrangersCertificateIsNoMembers() throws Exception {
    var registrar =
        World.ISSUER.credential(
            world.issuingCa, CertificateProfile.registrar("another", World.VALIDITY));
    var foreignRoot = World.ISSUER.selfSigned(CertificateProfile.rootCa("domain", World.VALIDITY));
    var stranger =
        World.ISSUER.credential(
            foreignRoot,
            CertificateProfile.ldevid(
                new org.bouncycastle.asn1.x500.X500Name("SERIALNUMBER=4711"), World.VALIDITY));
    for (var credential : List.of(registrar, stranger)) {
      try (var client = world.new Device("4711", credential)) {
        assertError(client.cmp(genm(client)), FailInfo.notAuthorized);
      }
    }
    assertThat(world.authority.timesAsked()).isZero();
  }

  @Test
  @Proves({"CMP-R18"})
  void theAuthoritysRefusalOfARenewalIsHandedOn() throws Exception {
    world.authority.script(asked -> refuse(asked.body()));
    try (var member = world.member("4711")) {
      var kup = member.cmp(member.kur());
      assertThat(((Body.Response) kup.body()).only().status().failInfo())
          .containsExactly(FailInfo.badCertTemplate);
    }
  }

  @Test
  void everyOperationHasItsPathAndEveryNameOneOfAProfile() throws Exception {
    try (var member = world.member("4711")) {
      for (var path :
          List.of(
              "",
              "/initialization",
              "/certification",
              "/keyupdate",
              "/pkcs10",
              "/revocation",
              "/getcacerts",
              "/getrootupdate",
              "/getcertreqtemplate",
              "/getcrls",
              "/p/plant-7",
              "/p/plant-7/keyupdate")) {
        var reply =
            member.send("/.well-known/cmp" + path, "application/pkixcmp", genm(member).encoded());
        assertThat(reply.status()).as(path).isEqualTo(200);
      }
      for (var path : List.of("/nested", "/keyupdates", "/p/", "/p/a/b", "/p/a/nested")) {
        var reply =
            member.send("/.well-known/cmp" + path, "application/pkixcmp", genm(member).encoded());
        assertThat(reply.status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void whatWasAskedOutlivesTheRegistrar() throws Exception {
    var released = new CountDownLatch(1);
    world.authority.script(
        _ -> {
          await(released);
          return Response.text(503, "not now");
        });
    try (var member = world.member("4711")) {
      var kur = member.kur();
      var waiting = member.cmp(kur);
      assertThat(status(waiting)).isEqualTo(PkiStatus.waiting);
      released.countDown();
      world.registrar.close();
      world.authority.script(world::issue);
      world.start();
      try (var again = world.new Device("4711", member.idevid)) {
        var last = again.cmp(again.composer().pollReq(waiting, 0));
        if (last.type() == BodyType.pollRep) {
          last = again.polled(last, 0);
        }
        assertThat(last.type()).isEqualTo(BodyType.kup);
      }
    }
  }

  private void drain() throws InterruptedException {
    while (world.authority.timesAsked() > 0) {
      var _ = world.authority.nextAsked();
    }
  }

  private Response refuse(byte[] asked) {
    var composer =
        new CmpComposer(world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
    return World.pki(
        composer.rejected(
            ReplyTo.of(World.inner(asked)), Set.of(FailInfo.badCertTemplate), "not this name"));
  }

  private static CmpMessage kur(World.Device member, KeyPair key) {
    return member
        .composer()
        .certificationRequest(CertificationDraft.kur(member.idevid.leaf(), key, World.SUITE));
  }

  private static CmpMessage genm(World.Device member) {
    return member
        .composer()
        .inquiry(
            TransactionId.fresh(World.SUITE),
            Optional.empty(),
            Optional.empty(),
            new Inquiry.CaCertificates());
  }

  private static Optional<Consent> consent(byte[] nested) {
    var message = accepted(CmpMessage.parse(nested, CmpLimits.standard()));
    return accepted(NestedMessage.ofRequests(message)) instanceof NestedMessage.Single single
        ? single.consent()
        : Optional.empty();
  }

  private static PkiStatus status(CmpMessage message) {
    return switch (message.body()) {
      case Body.Response response -> response.only().status().status();
      case Body.ErrorBody(var status) -> status.status();
      default -> throw new AssertionError("a " + message.type() + " has no status");
    };
  }

  private static void assertError(CmpMessage message, FailInfo expected) {
    if (!(message.body() instanceof Body.ErrorBody(var status))) {
      throw new AssertionError("a " + message.type() + " instead of an error");
    }
    assertThat(status.failInfo()).containsExactly(expected);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody let the authority answer within 60 s");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
