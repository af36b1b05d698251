package dev.brski.registrar;

import static dev.brski.registrar.World.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Body;
import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpComposer;
import dev.brski.cmp.CmpLimits;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Grant;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.PkiStatus;
import dev.brski.cmp.ReplyTo;
import dev.brski.inventory.Inventory.Named;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.control.BehalfDesk.Certification;
import dev.brski.registrar.control.BehalfDesk.Line;
import dev.brski.registrar.control.BehalfDesk.Revocation;
import dev.brski.registrar.control.BehalfView;
import dev.brski.registrar.control.InventoryDesk.Ruling;
import dev.brski.registrar.control.InventoryView;
import dev.brski.registrar.onboarding.Withdrawals.Order;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators have a registrar request in the place of devices (RFC 9483 section 5.3). */
class OnBehalfTest extends InWorld {

  private static final Order ORDER = new Order("alice", "stolen from the depot");

  @Test
  @Proves({"CMP-R12", "CMP-F12"})
  void aDevicesCertificateIsRevokedUnderTheRegistrarsOwnSignature() throws Exception {
    var certificate = enrolled("4711");

    var lines = accepted(view().revoke(device("4711")));

    assertThat(lines).singleElement().returns(true, Line::done).returns("4711", Line::device);
    var rr = asked();
    assertThat(world.authority.lastPath()).isEqualTo("/.well-known/cmp/revocation");
    assertThat(rr.extraCerts().getFirst())
        .isEqualTo(Certificates.readPem(folder.resolve("registrar.pem")).getFirst());
    var details = ((Body.RevocationRequest) rr.body()).details().getFirst();
    assertThat(details.serialNumber()).contains(certificate.getSerialNumber());
    assertThat(details.issuer()).contains(certificate.getIssuerX500Principal());
    assertThat(details.reasons()).containsExactly(1);

    assertThat(accepted(view().revoke(device("4711")))).isEqualTo(lines);
    assertThat(world.authority.timesAsked()).as("what is done is done").isZero();
  }

  @Test
  @Proves("CMP-R12")
  void aCertificateThatCameOtherwiseIsNamedByItself() throws Exception {
    var certificate = world.ldevid("4711").leaf();
    assertThat(refused(view().revoke(device("4711"))).cause()).contains("no certificate");

    var lines =
        accepted(
            view()
                .revoke(
                    new Revocation(
                        Optional.of(certificate.getEncoded()),
                        Optional.empty(),
                        RevocationReason.SUPERSEDED,
                        new Order("alice", ""))));

    assertThat(lines).singleElement().returns(true, Line::done).returns("4711", Line::device);
  }

  @Test
  void itDoesNotRevokeItself() throws Exception {
    var own = Certificates.readPem(folder.resolve("registrar.pem")).getFirst();
    var refusal =
        refused(
            view()
                .revoke(
                    new Revocation(
                        Optional.of(own.getEncoded()),
                        Optional.empty(),
                        RevocationReason.SUPERSEDED,
                        ORDER)));
    assertThat(refusal.remedy()).contains("brski authority revoke --registrar");
    assertThat(world.authority.timesAsked()).isZero();
  }

  @Test
  @Proves({"CMP-R12", "CMP-B7"})
  void anAuthorityThatIsAwayIsAskedAgainForTheSameAcrossARestart() throws Exception {
    enrolled("4711");
    away();
    var line = accepted(view().revoke(device("4711"))).getFirst();
    var rr = world.authority.nextAsked();
    assertThat(line.open()).isTrue();
    assertThat(line.cause().orElseThrow()).contains("503");
    assertThat(line.nextAttempt().orElseThrow()).isAfter(Instant.now().minusSeconds(60));

    world.authority.script(world::issue);
    restart(Duration.ofHours(1));

    assertThat(world.authority.nextAsked()).isEqualTo(rr);
    assertThat(settled(line.id())).returns(true, Line::done);
  }

  @Test
  @Proves("CMP-B8")
  void whatIsRevokedAlreadyIsWhatWasWanted() throws Exception {
    enrolled("4711");
    answering(rr -> responder().rejected(rr, Set.of(FailInfo.certRevoked), "it is"));
    assertThat(accepted(view().revoke(device("4711"))))
        .singleElement()
        .returns(true, Line::done)
        .returns(Optional.empty(), Line::cause);
  }

  @Test
  void whatTheAuthorityRefusesIsOverAndMayBeOrderedAnew() throws Exception {
    enrolled("4711");
    answering(rr -> responder().rejected(rr, Set.of(FailInfo.badCertId), "whose is that"));
    var line = accepted(view().revoke(device("4711"))).getFirst();
    assertThat(line).returns(false, Line::open).returns(false, Line::done);
    assertThat(line.cause().orElseThrow()).contains("badCertId").contains("whose is that");
    var _ = world.authority.nextAsked();

    world.authority.script(world::issue);
    var anew = accepted(view().revoke(device("4711"))).getFirst();
    assertThat(anew).returns(true, Line::done);
    assertThat(anew.id()).isNotEqualTo(line.id());
    assertThat(accepted(view().list())).extracting(Line::id).containsExactly(line.id(), anew.id());
  }

  @Test
  @Proves({"CMP-E13", "CMP-F8"})
  void anAuthorityThatSaysToWaitIsPolled() throws Exception {
    enrolled("4711");
    answering(rr -> responder().waiting(rr, "a person decides", Nonce.fresh(World.SUITE)));
    var line = accepted(view().revoke(device("4711"))).getFirst();
    assertThat(line.open()).isTrue();
    assertThat(line.cause().orElseThrow()).contains("a person decides");
    var rr = asked();

    world.authority.script(
        request -> {
          var poll = World.inner(request.body());
          assertThat(poll.type()).isEqualTo(BodyType.pollReq);
          return World.pki(responder().toPoll(responder().revoked(ReplyTo.of(rr)), nonce(rr)));
        });
    restart(Duration.ofHours(1));
    assertThat(asked().type()).isEqualTo(BodyType.pollReq);
    assertThat(settled(line.id())).returns(true, Line::done);
  }

  @Test
  @Proves("CMP-E5")
  void anAnswerOfSomebodyElseEndsNothing() throws Exception {
    enrolled("4711");
    var impostor =
        new CmpComposer(
            world.device("evil").idevid, World.SUITE, Clock.known(InstantSource.system()));
    answering(rr -> impostor.rejected(rr, Set.of(FailInfo.badCertId), "no"));
    var line = accepted(view().revoke(device("4711"))).getFirst();
    assertThat(line.open()).isTrue();
    assertThat(line.cause().orElseThrow()).contains("not believed");
  }

  @Test
  void whatHasNotEndedCanBeTakenBack() throws Exception {
    enrolled("4711");
    away();
    var line = accepted(view().revoke(device("4711"))).getFirst();
    assertThat(refused(view().cancel(line.id(), new Order("bob", ""))).cause()).contains("reason");
    assertThat(accepted(view().cancel(line.id(), new Order("bob", "found again"))))
        .returns(false, Line::open)
        .returns(false, Line::done);
    assertThat(refused(view().cancel(line.id(), new Order("bob", "found again"))).cause())
        .contains("ended");
    assertThat(refused(view().cancel("0000", new Order("bob", "found again"))).cause())
        .contains("0000");
    var _ = world.authority.nextAsked();
    restart(Duration.ofHours(1));
    assertThat(accepted(view().list())).singleElement().returns(false, Line::open);
    assertThat(world.authority.timesAsked()).isZero();
  }

  @Test
  @Proves({"CMP-R12", "CMP-F4"})
  void aKeyIsCertifiedWithTheProofThatItsHolderMade() throws Exception {
    approve(true, "4711");
    var key = World.SUITE.generateKeyPair();
    var request = pkcs10("CN=pump,2.5.4.5=4711", key, key);

    var line = accepted(view().certify(certification("4711", request)));

    var p10cr = asked();
    assertThat(p10cr.type()).isEqualTo(BodyType.p10cr);
    assertThat(new String(p10cr.encoded(), StandardCharsets.ISO_8859_1))
        .contains(new String(request, StandardCharsets.ISO_8859_1));
    assertThat(p10cr.extraCerts().getFirst())
        .isEqualTo(Certificates.readPem(folder.resolve("registrar.pem")).getFirst());
    assertThat(line.done()).isTrue();
    var certificate = certificate(line);
    assertThat(certificate.getPublicKey().getEncoded()).isEqualTo(key.getPublic().getEncoded());

    assertThat(accepted(view().certify(certification("4711", request)))).isEqualTo(line);
    assertThat(world.authority.timesAsked()).as("none is certified twice").isZero();
  }

  @Test
  @Proves({"CMP-R12", "CMP-B12"})
  void aCertificateThatIsToBeConfirmedCountsOnceItIs() throws Exception {
    approve(true, "4711");
    explicitThenAway();
    var wanted = certification("4711");
    var line = accepted(view().certify(wanted));
    assertThat(line.open()).isTrue();
    assertThat(line.certificates()).isEmpty();
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    var certConf = asked();

    world.authority.script(world::issue);
    restart(Duration.ofHours(1));
    assertThat(asked().encoded()).isEqualTo(certConf.encoded());
    assertThat(settled(line.id()).done()).isTrue();
    assertThat(accepted(view().certify(wanted)).certificates()).isPresent();
  }

  /** What an operator may bring that is no request of a device which may join. */
  enum Bad {
    UNKNOWN_DEVICE("neither the inventory"),
    DENIED_DEVICE("denied"),
    ANOTHER_SUBJECT("has not the serialNumber"),
    NO_SERIAL_NUMBER("has not the serialNumber"),
    PROOF_BY_ANOTHER_KEY("signature"),
    GARBAGE("");

    private final String cause;

    Bad(String cause) {
      this.cause = cause;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Proves("CMP-R12")
  void nobodyIsCertifiedWhoDoesNotBelong(Bad bad) throws Exception {
    if (bad != Bad.UNKNOWN_DEVICE) {
      approve(bad != Bad.DENIED_DEVICE, "4711");
    }
    var key = World.SUITE.generateKeyPair();
    var other = World.SUITE.generateKeyPair();
    var request =
        switch (bad) {
          case UNKNOWN_DEVICE, DENIED_DEVICE -> pkcs10("2.5.4.5=4711", key, key);
          case ANOTHER_SUBJECT -> pkcs10("2.5.4.5=4712", key, key);
          case NO_SERIAL_NUMBER -> pkcs10("CN=4711", key, key);
          case PROOF_BY_ANOTHER_KEY -> pkcs10("2.5.4.5=4711", key, other);
          case GARBAGE -> "no request".getBytes(StandardCharsets.US_ASCII);
        };
    assertThat(refused(view().certify(certification("4711", request))).cause())
        .containsIgnoringCase(bad.cause);
    assertThat(world.authority.timesAsked()).isZero();
    assertThat(accepted(view().list())).isEmpty();
  }

  @Test
  @Proves("CMP-R12")
  void aCertificateForAnotherKeyIsRejected() throws Exception {
    approve(true, "4711");
    var key = World.SUITE.generateKeyPair();
    var other = World.SUITE.generateKeyPair();
    world.authority.script(
        request -> {
          var message = World.inner(request.body());
          return message.type() == BodyType.certConf
              ? World.pki(responder().pkiConf(ReplyTo.of(message)))
              : World.pki(
                  responder()
                      .granted(
                          ReplyTo.of(message),
                          Grant.of(
                              World.ISSUER.issue(
                                  world.issuingCa,
                                  other.getPublic(),
                                  CertificateProfile.ldevid(
                                      new X500Name("2.5.4.5=4711"), World.VALIDITY)),
                              List.of(world.issuingCa.leaf()),
                              new Grant.Confirmation.Explicit())));
        });
    var line = accepted(view().certify(certification("4711", pkcs10("2.5.4.5=4711", key, key))));
    assertThat(line).returns(false, Line::open).returns(false, Line::done);
    assertThat(line.certificates()).isEmpty();
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    assertThat(((Body.CertConfirm) asked().body()).statuses().getFirst().status().status())
        .isEqualTo(PkiStatus.rejection);
  }

  @Test
  void anAuthorityThatGetsNothingTwiceIsAskedForRevocationsAlone() throws Exception {
    enrolled("4711");
    world.registrar.close();
    var file = folder.resolve("brski.yaml");
    Files.writeString(file, Files.readString(file) + "\nupstream:\n  resend: never\n");
    world.start();
    approve(true, "4712");
    var key = World.SUITE.generateKeyPair();
    assertThat(
            refused(view().certify(certification("4712", pkcs10("2.5.4.5=4712", key, key))))
                .cause())
        .contains("resend: never");
    assertThat(accepted(view().revoke(device("4711")))).allMatch(Line::done);
  }

  @Test
  @Proves({"CMP-R12", "CMP-E4"})
  void whoIsDeniedBeforeItsCertificateIsConfirmedHasItRejected() throws Exception {
    approve(true, "4711");
    explicitThenAway();
    var line = accepted(view().certify(certification("4711")));
    assertThat(line.open()).isTrue();
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    assertThat(status(asked())).isEqualTo(PkiStatus.accepted);

    approve(false, "4711");
    restart(Duration.ofHours(1));
    var rejection = asked();
    assertThat(status(rejection)).isEqualTo(PkiStatus.rejection);
    var _ = until(line.id(), found -> found.attempts() > 0);
    world.authority.script(world::issue);
    restart(Duration.ofHours(3));
    assertThat(asked().encoded()).as("until it is heard").isEqualTo(rejection.encoded());
    var end = settled(line.id());
    assertThat(end.done()).isFalse();
    assertThat(end.cause().orElseThrow()).contains("denied");
  }

  private static PkiStatus status(CmpMessage certConf) {
    return ((Body.CertConfirm) certConf.body()).statuses().getFirst().status().status();
  }

  @Test
  @Proves("CMP-R12")
  void aRevocationGoesOnUnderTheNextCredential() throws Exception {
    var certificate = enrolled("4711");
    away();
    var line = accepted(view().revoke(device("4711"))).getFirst();
    var before = asked();

    world.registrar.close();
    var next =
        World.ISSUER.credential(
            world.issuingCa, CertificateProfile.registrar("registrar", World.VALIDITY));
    Keyring.open(folder.resolve("keys"))
        .add(new Credential(next.key(), List.of(next.leaf(), world.issuingCa.leaf())));
    world.authority.script(world::issue);
    world.clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    world.start();
    var rr = asked();
    assertThat(rr.extraCerts().getFirst()).isEqualTo(next.leaf());
    assertThat(rr.transactionId()).isNotEqualTo(before.transactionId());
    var details = ((Body.RevocationRequest) rr.body()).details().getFirst();
    assertThat(details.serialNumber()).contains(certificate.getSerialNumber());
    assertThat(details.reasons()).containsExactly(1);
    assertThat(settled(line.id())).returns(true, Line::done);
  }

  @Test
  void whatIsUnderWayKeepsNobodyFromTakingItBack() throws Exception {
    enrolled("4711");
    var held = new CountDownLatch(1);
    world.authority.script(
        request -> {
          await(held);
          return world.issue(request);
        });
    var order = new FutureTask<>(() -> accepted(view().revoke(device("4711"))));
    Thread.ofVirtual().start(order);
    assertThat(asked().type()).isEqualTo(BodyType.rr);
    var line = accepted(view().list()).getFirst();
    assertThat(line.open()).isTrue();
    assertThat(accepted(view().cancel(line.id(), new Order("bob", "found again"))))
        .returns(false, Line::open);
    held.countDown();
    assertThat(order.get(30, TimeUnit.SECONDS)).singleElement().returns("cancelled", Line::state);
    assertThat(accepted(view().list())).singleElement().returns("cancelled", Line::state);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the authority is held for ever");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Proves({"CMP-R12", "CMP-E4"})
  void whatTheAuthorityHadHeardToBeAcceptedIsSaidToBeInForce() throws Exception {
    approve(true, "4711");
    explicitThenAway();
    var line = accepted(view().certify(certification("4711")));
    approve(false, "4711");
    answering(certConf -> responder().error(certConf, Set.of(FailInfo.certConfirmed), "it is"));
    restart(Duration.ofHours(1));
    assertThat(settled(line.id()).cause().orElseThrow()).contains("denied").contains("is in force");

    world.authority.script(world::issue);
    drain();
    assertThat(accepted(view().revoke(device("4711")))).singleElement().returns(true, Line::done);
    assertThat(asked().type()).isEqualTo(BodyType.rr);
  }

  @Test
  @Proves("CMP-R12")
  void aCertificateThatLeadsElsewhereIsNoUseAndStaysKnown() throws Exception {
    approve(true, "4711");
    var elsewhere = World.ISSUER.selfSigned(CertificateProfile.rootCa("elsewhere", World.VALIDITY));
    var key = World.SUITE.generateKeyPair();
    var made =
        World.ISSUER.issue(
            elsewhere,
            key.getPublic(),
            CertificateProfile.ldevid(new X500Name("2.5.4.5=4711"), World.VALIDITY));
    answering(
        p10cr ->
            responder()
                .granted(
                    p10cr,
                    Grant.of(
                        made, List.of(world.issuingCa.leaf()), new Grant.Confirmation.Implicit())));
    var line = accepted(view().certify(certification("4711", pkcs10("2.5.4.5=4711", key, key))));
    assertThat(line).returns(false, Line::open).returns(false, Line::done);
    assertThat(line.certificates()).isEmpty();

    world.authority.script(world::issue);
    drain();
    assertThat(accepted(view().revoke(device("4711")))).singleElement().returns(true, Line::done);
    assertThat(((Body.RevocationRequest) asked().body()).details().getFirst().serialNumber())
        .contains(made.getSerialNumber());
  }

  @Test
  @Proves("CMP-B6")
  void aRevocationWhoseTransactionIsInUseIsAskedForInAnother() throws Exception {
    enrolled("4711");
    answering(rr -> responder().error(rr, Set.of(FailInfo.transactionIdInUse), "seen"));
    var line = accepted(view().revoke(device("4711"))).getFirst();
    assertThat(line.open()).isTrue();
    var first = asked();
    world.authority.script(world::issue);
    restart(Duration.ofHours(1));
    assertThat(asked().transactionId()).isNotEqualTo(first.transactionId());
    assertThat(settled(line.id())).returns(true, Line::done);
  }

  @Test
  @Proves("CMP-R12")
  void theSameRequestGetsAnotherCertificateWhenTheFirstIsRevokedOrOfAnotherProfile()
      throws Exception {
    approve(true, "4711");
    var wanted = certification("4711");
    var first = accepted(view().certify(wanted));
    var other =
        accepted(
            view()
                .certify(
                    new Certification(
                        wanted.device(), wanted.request(), Optional.of("pumps"), ORDER)));
    assertThat(other.id()).isNotEqualTo(first.id());
    assertThat(accepted(view().certify(wanted)).id()).isEqualTo(first.id());

    assertThat(accepted(view().revoke(device("4711")))).hasSize(2).allMatch(Line::done);
    var again = accepted(view().certify(wanted));
    assertThat(again.id()).isNotIn(first.id(), other.id());
    assertThat(certificate(again).getSerialNumber())
        .isNotEqualTo(certificate(first).getSerialNumber());
  }

  private void drain() throws Exception {
    while (world.authority.timesAsked() > 0) {
      var _ = world.authority.nextAsked();
    }
  }

  @Test
  void oneAtRestDoesIt() throws Exception {
    enrolled("4711");
    world.registrar.close();
    assertThat(accepted(view().revoke(device("4711")))).allMatch(Line::done);
    world.start();
    assertThat(accepted(view().list())).allMatch(Line::done);
  }

  @Test
  @Proves("CMP-R12")
  void aRequestThatNoMessageCanCarryIsRefusedBeforeItIsKept() throws Exception {
    approve(true, "4711");
    var key = World.SUITE.generateKeyPair();
    var nulls = new ASN1EncodableVector();
    for (int i = 0; i < 16_300; i++) {
      nulls.add(DERNull.INSTANCE);
    }
    var large =
        new PKCS10CertificationRequestBuilder(
                new X500Name("2.5.4.5=4711"),
                SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()))
            .addAttribute(new ASN1ObjectIdentifier("1.2.3.4"), new DERSequence(nulls))
            .build(World.SUITE.contentSigner(key.getPrivate()))
            .getEncoded();
    assertThat(refused(view().certify(certification("4711", large))).check().id())
        .isEqualTo("behalf-request");
    assertThat(accepted(view().list())).isEmpty();
  }

  @Test
  @Proves("CMP-R12")
  void whoIsDeniedMeanwhileGetsNothing() throws Exception {
    approve(true, "4711");
    away();
    var line = accepted(view().certify(certification("4711")));
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    approve(false, "4711");
    world.authority.script(world::issue);
    restart(Duration.ofHours(1));
    assertThat(settled(line.id()).cause().orElseThrow()).contains("denied");
    assertThat(world.authority.timesAsked()).isZero();
  }

  @Test
  @Proves("CMP-R12")
  void whatWasCertifiedSoIsRevokedWithTheDevice() throws Exception {
    approve(true, "4711");
    var line = accepted(view().certify(certification("4711")));
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    assertThat(accepted(view().revoke(device("4711")))).singleElement().returns(true, Line::done);
    assertThat(((Body.RevocationRequest) asked().body()).details().getFirst().serialNumber())
        .contains(certificate(line).getSerialNumber());
  }

  @Test
  @Proves({"CMP-F7", "CMP-B12"})
  void aConfirmationMayComeWithoutCertificatesAndMayHaveComeBefore() throws Exception {
    for (boolean before : new boolean[] {false, true}) {
      var serial = "47-" + before;
      approve(true, serial);
      world.authority.script(
          request -> {
            var message = World.inner(request.body());
            if (message.type() != BodyType.certConf) {
              return explicit(message);
            }
            var reply = ReplyTo.of(message);
            return World.pki(
                before
                    ? responder().error(reply, Set.of(FailInfo.certConfirmed), "it is")
                    : bare(responder().pkiConf(reply)));
          });
      var key = World.SUITE.generateKeyPair();
      var line =
          accepted(view().certify(certification(serial, pkcs10("2.5.4.5=" + serial, key, key))));
      assertThat(line.done()).as(line.cause().orElse("")).isTrue();
      assertThat(line.certificates()).isPresent();
    }
  }

  /** Without extraCerts, which the protection does not cover (RFC 9483 section 3.3). */
  private static CmpMessage bare(CmpMessage message) {
    var parts = ASN1Sequence.getInstance(message.encoded());
    try {
      return accepted(
          CmpMessage.parse(
              new DERSequence(
                      new ASN1Encodable[] {
                        parts.getObjectAt(0), parts.getObjectAt(1), parts.getObjectAt(2)
                      })
                  .getEncoded(),
              CmpLimits.standard()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Proves({"CMP-E13", "CMP-F8"})
  void aConfirmationThatWaitsIsPolledFor() throws Exception {
    approve(true, "4711");
    world.authority.script(
        request -> {
          var message = World.inner(request.body());
          return message.type() == BodyType.certConf
              ? World.pki(
                  responder()
                      .waiting(ReplyTo.of(message), "carried by hand", Nonce.fresh(World.SUITE)))
              : explicit(message);
        });
    var line = accepted(view().certify(certification("4711")));
    assertThat(line.cause().orElseThrow()).contains("carried by hand");
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    var certConf = asked();

    world.authority.script(
        request -> {
          assertThat(World.inner(request.body()).type()).isEqualTo(BodyType.pollReq);
          return World.pki(
              responder().toPoll(responder().pkiConf(ReplyTo.of(certConf)), nonce(certConf)));
        });
    restart(Duration.ofHours(1));
    assertThat(settled(line.id()).done()).isTrue();
    var poll = (Body.PollRequest) asked().body();
    assertThat(poll.only()).isEqualTo(-1);
  }

  @Test
  @Proves("CMP-B7")
  void anAuthorityThatGetsNothingTwiceByNowGetsNoOpenRequestAgain() throws Exception {
    approve(true, "4711");
    away();
    var line = accepted(view().certify(certification("4711")));
    assertThat(asked().type()).isEqualTo(BodyType.p10cr);
    world.registrar.close();
    var file = folder.resolve("brski.yaml");
    Files.writeString(file, Files.readString(file) + "\nupstream:\n  resend: never\n");
    world.clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
    world.start();
    assertThat(settled(line.id()).cause().orElseThrow()).contains("resend: never");
    assertThat(world.authority.timesAsked()).isZero();
  }

  private X509Certificate enrolled(String serial) throws Exception {
    try (var joining = world.device(serial);
        var member = joining.enrolled()) {
      drain();
      return member.idevid.leaf();
    }
  }

  private static Revocation device(String serial) {
    return new Revocation(
        Optional.empty(),
        Optional.of(new Named(serial, Optional.empty())),
        RevocationReason.KEY_COMPROMISE,
        ORDER);
  }

  private void away() {
    world.authority.script(_ -> Response.of(503, "text/plain", new byte[0]));
  }

  /** It issues, wants that confirmed, and is away then. */
  private void explicitThenAway() {
    world.authority.script(
        request -> {
          var message = World.inner(request.body());
          return message.type() == BodyType.certConf
              ? Response.of(503, "text/plain", new byte[0])
              : explicit(message);
        });
  }

  /** For a key of its own. */
  private static Certification certification(String serial) throws Exception {
    var key = World.SUITE.generateKeyPair();
    return certification(serial, pkcs10("2.5.4.5=" + serial, key, key));
  }

  private static Certification certification(String serial, byte[] request) {
    return new Certification(new Named(serial, Optional.empty()), request, Optional.empty(), ORDER);
  }

  private static byte[] pkcs10(String subject, KeyPair key, KeyPair signer) throws Exception {
    return new PKCS10CertificationRequestBuilder(
            new X500Name(subject), SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()))
        .build(World.SUITE.contentSigner(signer.getPrivate()))
        .getEncoded();
  }

  private void approve(boolean approve, String serial) throws Exception {
    accepted(
        new InventoryView(folder, InstantSource.system())
            .rule(
                new Ruling(
                    approve,
                    Optional.empty(),
                    Optional.of(new Named(serial, Optional.of("maker"))),
                    "alice",
                    "as ordered")));
  }

  private BehalfView view() {
    return accepted(Representation.beside(folder, world.clock));
  }

  private void restart(Duration later) throws Exception {
    world.registrar.close();
    world.clock = InstantSource.offset(InstantSource.system(), later);
    world.start();
  }

  /** How one stands once it has ended, which the registrar does by itself. */
  private Line settled(String id) throws Exception {
    return until(id, line -> !line.open());
  }

  private Line until(String id, Predicate<Line> wanted) throws Exception {
    var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      var line =
          accepted(view().list()).stream()
              .filter(found -> found.id().equals(id))
              .findFirst()
              .orElseThrow();
      if (wanted.test(line)) {
        return line;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the registrar did not go on with " + id);
  }

  private CmpMessage asked() throws Exception {
    return World.inner(world.authority.nextAsked());
  }

  private CmpComposer responder() {
    return new CmpComposer(
        world.responderChain(), World.SUITE, Clock.known(InstantSource.system()));
  }

  private void answering(Function<ReplyTo, CmpMessage> answer) {
    world.authority.script(
        request -> World.pki(answer.apply(ReplyTo.of(World.inner(request.body())))));
  }

  private Response explicit(CmpMessage request) {
    var grant = world.grant(request);
    return World.pki(
        responder()
            .granted(
                ReplyTo.of(request),
                Grant.of(
                    grant.certificate(),
                    List.of(world.issuingCa.leaf()),
                    new Grant.Confirmation.Explicit())));
  }

  private static Nonce nonce(CmpMessage message) {
    return message.senderNonce().orElseThrow();
  }

  private static X509Certificate certificate(Line line) throws Exception {
    return Certificates.parsePem(
            line.certificates().orElseThrow().getBytes(StandardCharsets.US_ASCII))
        .getFirst();
  }

  private static Refusal refused(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(Refusal refusal) -> refusal;
      case Verdict.Accepted<?>(Object value) -> throw new AssertionError("accepted: " + value);
    };
  }
}
