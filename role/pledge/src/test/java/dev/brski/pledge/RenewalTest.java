package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.Credential;
import dev.brski.wire.ChannelLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A member's certificate is renewed, or stays what it is (RFC 9483 section 4.1.3). */
final class RenewalTest {

  @TempDir Path folder;
  @TempDir Path folders;
  private World world;
  private ScriptedRegistrar registrar;
  private X509Certificate old;

  @BeforeEach
  void enroll() throws Exception {
    world = new World(folder);
    registrar = world.registrar().on(ScriptedRegistrar.KEY_UPDATE, this::renewed);
    world.onboard(registrar);
    old = world.ldevid();
    world.time.waits.clear();
    world.events.clear();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Answer renewed(Seen seen) {
    return Answer.pkixcmp(
        Reply.to(seen.body(), world.authority)
            .withImplicitConfirm()
            .kup(Reply.grant(seen.body(), world.domainCa)));
  }

  private Answer renewedToBeConfirmed(Seen seen) {
    var reply = Reply.to(seen.body(), world.authority);
    return Answer.pkixcmp(
        Reply.bodyType(seen.body()) == PKIBody.TYPE_KEY_UPDATE_REQ
            ? reply.kup(Reply.grant(seen.body(), world.domainCa))
            : reply.pkiConf());
  }

  private List<Seen> sent() {
    return registrar.seen(ScriptedRegistrar.KEY_UPDATE);
  }

  private List<Integer> types() {
    return sent().stream().map(seen -> Reply.bodyType(seen.body())).toList();
  }

  private void assertNothingChanged() throws IOException {
    assertThat(world.ldevid()).isEqualTo(old);
    assertThat(world.status().state()).isEqualTo(State.ENROLLED);
    assertThat(folder.resolve("ldevid-previous.pem")).doesNotExist();
    assertThat(folder.resolve("ldevid-previous.key")).doesNotExist();
  }

  @Test
  @Proves({"CMP-E11", "CMP-F3", "CMP-E4", "EN-13"})
  void aMemberRenewsWithItsOwnCertificate() throws Exception {
    var outcome = (Upkept.Renewed) world.upkeep().renew(world.member());

    assertThat(outcome.exitCode()).isZero();
    assertThat(types()).containsExactly(PKIBody.TYPE_KEY_UPDATE_REQ);
    var kur = sent().getFirst();
    assertThat(kur.client()).contains(old).isEqualTo(List.of(old, world.domainCa.certificate()));
    var message = Reply.parse(kur.body());
    assertThat(message.getExtraCerts()[0].getX509v3PKCert().getEncoded())
        .isEqualTo(old.getEncoded());
    assertThat(message.getHeader().getRecipient().getName()).isEqualTo(world.domainCa.name());
    assertThat(Reply.template(kur.body()).getSubject()).isEqualTo(world.device.name());
    var controls =
        CertReqMessages.getInstance(message.getBody().getContent())
            .toCertReqMsgArray()[0]
            .getCertReq()
            .getControls();
    assertThat(controls).isNotNull();
    var certificate = world.ldevid();
    assertThat(certificate).isEqualTo(outcome.certificate()).isNotEqualTo(old);
    assertThat(certificate.getPublicKey())
        .isEqualTo(Reply.requestedKey(kur.body()))
        .isNotEqualTo(old.getPublicKey());
    assertThat(world.events).contains(new Event.Installed(certificate));
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "data",
              "domain-ca.pem",
              "idevid.key",
              "idevid.pem",
              "ldevid.key",
              "ldevid.pem",
              "masa-anchor.pem",
              "voucher.vcj");
    }
    assertThat(folder.resolve("data/ldevid.key")).doesNotExist();
    assertThat(world.status().errands()).isEmpty();
    assertThat(registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER)).hasSize(1);
    assertThat(((Outcome.Enrolled) world.onboard()).already()).isTrue();
  }

  @Test
  @Proves({"CMP-E4", "CMP-E11", "CMP-H20"})
  void untilItIsConfirmedTheOldPairStaysInUse() throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen -> {
          assertThat(world.ldevid()).isEqualTo(old);
          assertThat(seen.client()).contains(old);
          return renewedToBeConfirmed(seen);
        });

    var outcome = world.upkeep().renew(world.member().confirming(Confirmation.EXPLICIT));

    assertThat(types()).containsExactly(PKIBody.TYPE_KEY_UPDATE_REQ, PKIBody.TYPE_CERT_CONFIRM);
    assertThat(world.ldevid()).isEqualTo(((Upkept.Renewed) outcome).certificate());
  }

  @Test
  @Proves({"CMP-E4", "CMP-H8"})
  void implicitConfirmationThatNobodyAskedForCountsForNothing() throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Reply.bodyType(seen.body()) == PKIBody.TYPE_KEY_UPDATE_REQ
                ? renewed(seen)
                : renewedToBeConfirmed(seen));

    world.upkeep().renew(world.member().confirming(Confirmation.EXPLICIT));

    assertThat(types()).containsExactly(PKIBody.TYPE_KEY_UPDATE_REQ, PKIBody.TYPE_CERT_CONFIRM);
  }

  @Test
  @Proves({"CMP-E13", "CMP-E14", "CMP-E18", "CMP-H20", "CMP-F8"})
  void itIsWaitedForAcrossRunsInTheSameTransaction() throws Exception {
    var domain = new PatientDomain(world, registrar);
    var options = world.memberWithoutWaiting().confirming(Confirmation.EXPLICIT);
    var ends = new ArrayList<Upkept>();
    do {
      ends.add(world.upkeep().renew(options));
      assertThat(ends).hasSizeLessThan(9);
      if (ends.getLast() instanceof Outcome.Waiting waiting) {
        assertThat(waiting.exitCode()).isEqualTo(4);
        assertThat(waiting.awaited()).isEqualTo(Awaited.CERTIFICATE);
        assertThat(world.ldevid()).isEqualTo(old);
        var underWay = world.status().errands();
        assertThat(underWay).hasSize(1);
        assertThat(underWay.getFirst().what()).isEqualTo("renewal");
        assertThat(Optional.of(underWay.getFirst().transactionID()))
            .isEqualTo(waiting.transactionID());
        assertThat(underWay.getFirst().askAgain()).contains(waiting.until());
      }
    } while (ends.getLast() instanceof Outcome.Waiting);

    assertThat(ends).hasSize(5);
    assertThat(world.ldevid()).isEqualTo(((Upkept.Renewed) ends.getLast()).certificate());
    assertThat(domain.issued.values()).containsExactly(world.ldevid());
    assertThat(domain.confirmed).isEqualTo(domain.issued.keySet());
    assertThat(types())
        .containsExactly(
            PKIBody.TYPE_KEY_UPDATE_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_CERT_CONFIRM,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ);
    assertThat(sent()).allSatisfy(seen -> assertThat(seen.client()).contains(old));
    assertThat(sent().stream().map(seen -> Reply.transactionID(seen.body())).distinct()).hasSize(1);
    assertThat(Reply.pollReqId(sent().get(1).body())).isZero();
    assertThat(Reply.pollReqId(sent().getLast().body())).isEqualTo(-1);
  }

  @Test
  @Proves("CMP-E13")
  void withPatienceOneRunIsEnough() throws Exception {
    new PatientDomain(world, registrar);

    assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);
    assertThat(world.time.waits)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5));
  }

  /** An answer to a kur that must end the operation, and the rule that catches it. */
  record Bad(String what, String rule, BiFunction<RenewalTest, Seen, byte[]> made) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Bad bad(String what, String rule, BiFunction<RenewalTest, Seen, byte[]> made) {
    return new Bad(what, rule, made);
  }

  private Reply byTheAuthority(Seen seen) {
    return Reply.to(seen.body(), world.authority).withImplicitConfirm();
  }

  static Stream<Bad> badAnswers() {
    return Stream.of(
        bad(
            "for another key",
            "CMP-E5-public-key",
            (test, seen) ->
                test.byTheAuthority(seen)
                    .kup(
                        test.world.domainCa.certify(
                            test.world.device.name(), Issuer.newKey().getPublic()))),
        bad(
            "for the old key",
            "CMP-E5-public-key",
            (test, seen) -> test.byTheAuthority(seen).kup(test.old)),
        bad(
            "for another subject",
            "another subject",
            (test, seen) ->
                test.byTheAuthority(seen)
                    .kup(
                        test.world.domainCa.certify(
                            new X500Name("CN=JADA-0666"), Reply.requestedKey(seen.body())))),
        bad(
            "of another domain",
            "CMP-E5-path",
            (test, seen) ->
                test.byTheAuthority(seen).kup(Reply.grant(seen.body(), test.world.otherDomainCa))),
        bad(
            "that has expired",
            "CMP-E5-path",
            (test, seen) ->
                test.byTheAuthority(seen)
                    .kup(
                        test.world.domainCa.certify(
                            test.world.device.name(),
                            Reply.requestedKey(seen.body()),
                            MovedTime.START.minusSeconds(99),
                            MovedTime.START.minusSeconds(9)))),
        bad(
            "protected by a member of the domain",
            "LC-3.4-responder",
            (test, seen) ->
                Reply.to(seen.body(), test.world.neighbour())
                    .withImplicitConfirm()
                    .kup(Reply.grant(seen.body(), test.world.domainCa))),
        bad(
            "protected by an authority of another domain",
            "LC-3.5-signer-trusted",
            (test, seen) ->
                Reply.to(seen.body(), test.world.otherDomainCa.endEntity("CN=RA", Issuer.CMC_RA))
                    .withImplicitConfirm()
                    .kup(Reply.grant(seen.body(), test.world.domainCa))),
        bad(
            "that is an ip",
            "LC-3.5-body-type",
            (test, seen) ->
                test.byTheAuthority(seen).ip(Reply.grant(seen.body(), test.world.domainCa))),
        bad(
            "with caPubs",
            "CMP-F5-response",
            (test, seen) ->
                test.byTheAuthority(seen)
                    .kup(
                        Reply.grant(seen.body(), test.world.domainCa),
                        test.world.otherDomainCa.certificate())),
        bad(
            "to another nonce",
            "LC-3.5-recipNonce",
            (test, seen) ->
                test.byTheAuthority(seen)
                    .withRecipNonce(new byte[16])
                    .kup(Reply.grant(seen.body(), test.world.domainCa))),
        bad(
            "that is noise",
            "LC-3.5-syntax",
            (test, seen) -> "once upon a time".getBytes(StandardCharsets.US_ASCII)),
        bad("that is too large", "LC-3.5-limits", (test, seen) -> new byte[200 << 10]),
        bad(
            "that is a rejection",
            "9483-3.6-rejected",
            (test, seen) -> test.byTheAuthority(seen).kupRejection(PKIFailureInfo.badCertId)),
        bad(
            "that is an error",
            "9483-3.6-rejected",
            (test, seen) ->
                Reply.to(seen.body(), test.world.registrar)
                    .error(PKIStatus.REJECTION, PKIFailureInfo.notAuthorized, "no")));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  @Proves({
    "CMP-E5", "CMP-E11", "CMP-E18", "CMP-E20", "CMP-F3", "CMP-H13", "CMP-H18", "CMP-H19", "EN-20"
  })
  void aBadAnswerLeavesTheOldCertificateInUse(Bad answer) throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE, seen -> Answer.pkixcmp(answer.made().apply(this, seen)));

    var outcome = (Outcome.Refused) world.upkeep().renew(world.member());

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.refusal().toString()).contains(answer.rule());
    assertThat(types()).containsExactly(PKIBody.TYPE_KEY_UPDATE_REQ);
    assertNothingChanged();
    assertThat(world.status().errands()).isEmpty();
    assertThat(folder.resolve("data/ldevid.key")).doesNotExist();
    assertThat(world.status().certificate().orElseThrow().notAfter())
        .isEqualTo(old.getNotAfter().toInstant());
    registrar.on(ScriptedRegistrar.KEY_UPDATE, this::renewed);
    assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);
  }

  @Test
  @Proves({"CMP-E5", "CMP-F6", "CMP-E11"})
  void anUnacceptableCertificateThatWantsAConfirmationIsRejectedByIt() throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Answer.pkixcmp(
                Reply.bodyType(seen.body()) == PKIBody.TYPE_KEY_UPDATE_REQ
                    ? Reply.to(seen.body(), world.authority)
                        .kup(
                            world.domainCa.certify(
                                new X500Name("CN=JADA-0666"), Reply.requestedKey(seen.body())))
                    : Reply.to(seen.body(), world.authority).pkiConf()));

    var outcome = (Outcome.Refused) world.upkeep().renew(world.member());

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.CERTIFICATE);
    assertThat(types()).containsExactly(PKIBody.TYPE_KEY_UPDATE_REQ, PKIBody.TYPE_CERT_CONFIRM);
    assertThat(Reply.certStatus(sent().getLast().body()).getStatusInfo().getStatus().intValue())
        .isEqualTo(PKIStatus.REJECTION);
    assertNothingChanged();
  }

  @Test
  @Proves({"PL-23", "CMP-E20"})
  void nothingIsSentToARegistrarWithoutItsUsage() throws Exception {
    registrar.use(world.domainCa.endEntity("CN=no registrar"));

    var outcome = (Outcome.Refused) world.upkeep().renew(world.member());

    assertThat(outcome.refusal().toString()).contains("8995-5.6.2-registrar");
    assertThat(sent()).isEmpty();
    assertNothingChanged();
    registrar.use(world.registrar);
    assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);
  }

  @Test
  @Proves({"PL-23", "CMP-H22"})
  void nothingIsSentToARegistrarOfAnotherDomain() throws Exception {
    Files.writeString(
        folder.resolve("domain-ca.pem"), World.pem(List.of(world.otherDomainCa.certificate())));

    var outcome = (Outcome.Refused) world.upkeep().renew(world.member());

    assertThat(outcome.refusal().toString()).contains("8995-5.6.2-registrar");
    assertThat(sent()).isEmpty();
    assertNothingChanged();
    Files.writeString(
        folder.resolve("domain-ca.pem"),
        World.pem(List.of(world.domainCa.certificate(), world.domainRoot.certificate())));
    assertThatThrownBy(() -> world.upkeep().renew(world.member()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("domain-ca.pem holds 2 certificates");
  }

  @Test
  @Proves({"CMP-H21", "CMP-E13"})
  void aRegistrarThatIsAwayGetsTheSameOctetsLater() throws Exception {
    registrar.refuseConnections();
    var outcome = (Outcome.Unreachable) world.upkeep().renew(world.member());
    assertThat(outcome.exitCode()).isEqualTo(5);
    assertThat(outcome.step()).isEqualTo("kur");
    assertNothingChanged();
    var transaction = world.status().errands().getFirst().transactionID();

    registrar.acceptConnections();
    assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);
    assertThat(Reply.transactionID(sent().getFirst().body())).isEqualTo(transaction);
  }

  @Test
  @Proves("CMP-H21")
  void aRegistrarOutOfOrderIsAskedAgain() throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen -> Answer.text(503, "restarting"),
        seen -> Answer.text(502, "restarting"),
        this::renewed);

    assertThat(world.upkeep().renew(world.memberWithoutWaiting()))
        .isInstanceOf(Outcome.Unreachable.class);
    assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);

    assertThat(sent()).hasSize(3);
    assertThat(sent())
        .allSatisfy(seen -> assertThat(seen.body()).isEqualTo(sent().getFirst().body()));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  @Proves({"EN-16", "CMP-H21"})
  void aRegistrarThatDoesNotOfferItIsKnownByTheStatus(int status) throws Exception {
    registrar.on(ScriptedRegistrar.KEY_UPDATE, seen -> Answer.text(status, "no such thing"));

    var outcome = (Outcome.Refused) world.upkeep().renew(world.member());

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.PROTOCOL);
    assertThat(outcome.refusal().cause()).contains("/.well-known/cmp/keyupdate");
  }

  @ParameterizedTest
  @ValueSource(ints = {PKIFailureInfo.systemUnavail, PKIFailureInfo.systemFailure})
  @Proves("CMP-H15")
  void aPkiThatIsAwayIsAskedInANewTransactionForTheSameKey(int failInfo) throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).kupRejection(failInfo)),
        this::renewed);

    assertThat(world.upkeep().renew(world.memberWithoutWaiting()))
        .isInstanceOf(Outcome.Unreachable.class);
    assertThat(world.upkeep().renew(world.memberWithoutWaiting()))
        .isInstanceOf(Upkept.Renewed.class);

    assertThat(sent()).hasSize(2);
    assertThat(Reply.transactionID(sent().getLast().body()))
        .isNotEqualTo(Reply.transactionID(sent().getFirst().body()));
    assertThat(Reply.requestedKey(sent().getLast().body()))
        .isEqualTo(Reply.requestedKey(sent().getFirst().body()));
  }

  @Test
  @Proves({"CMP-E11", "9483-4.1.3-membership"})
  void onlyAMemberWithAValidCertificateCanRenew() throws Exception {
    world.time.move(Duration.between(MovedTime.START, Issuer.NOT_AFTER.plusSeconds(1)));
    var expired = (Upkept.Unable) world.upkeep().renew(world.member());
    assertThat(expired.exitCode()).isEqualTo(3);
    assertThat(expired.refusal().cause()).contains("expired");

    world.onboarding().reset(folder);
    var nobody = (Upkept.Unable) world.upkeep().renew(world.member());
    assertThat(nobody.refusal().check()).isEqualTo(PledgeCheck.MEMBERSHIP);
    assertThat(nobody.refusal().cause()).contains("factory-default");
    assertThat(sent()).isEmpty();
  }

  @Test
  @Proves("CMP-E11")
  void itIsDueInTheLastThird() throws Exception {
    var due =
        Issuer.NOT_BEFORE.plus(
            Duration.between(Issuer.NOT_BEFORE, Issuer.NOT_AFTER).dividedBy(3).multipliedBy(2));
    assertThat(world.status().renewalDue()).contains(due);

    var early = (Upkept.NotDue) world.upkeep().renewWhenDue(world.member());
    assertThat(early.exitCode()).isZero();
    assertThat(early.due()).isEqualTo(due);
    assertThat(early.certificate()).isEqualTo(old);
    assertThat(sent()).isEmpty();

    world.time.move(Duration.between(MovedTime.START, due));
    assertThat(world.upkeep().renewWhenDue(world.member())).isInstanceOf(Upkept.Renewed.class);
  }

  @Test
  @Proves({"CMP-E11", "CMP-E13"})
  void whatIsUnderWayIsGoneOnWithThoughNothingIsDue() throws Exception {
    new PatientDomain(world, registrar);
    assertThat(world.upkeep().renew(world.memberWithoutWaiting()))
        .isInstanceOf(Outcome.Waiting.class);

    assertThat(world.upkeep().renewWhenDue(world.member())).isInstanceOf(Upkept.Renewed.class);
  }

  @Test
  @Proves("TIME-2")
  void withoutAClockItIsRenewedByHandAlone() throws Exception {
    var options = UpkeepOptions.of(folder, Optional.empty(), Clock.unknown());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> world.upkeep().renewWhenDue(options))
        .withMessageContaining("clock");
    assertThatIllegalArgumentException().isThrownBy(() -> world.upkeep().keep(options, _ -> {}));
    assertThat(world.upkeep().renew(options)).isInstanceOf(Upkept.Renewed.class);
  }

  @Test
  @Proves("CMP-E11")
  void itIsKeptRenewedUntilItIsTold() throws Exception {
    var month = Duration.ofDays(30);
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Answer.pkixcmp(
                byTheAuthority(seen)
                    .kup(
                        world.domainCa.certify(
                            world.device.name(),
                            Reply.requestedKey(seen.body()),
                            world.time.now(),
                            world.time.now().plus(month)))));
    var results = new ArrayList<Upkept>();
    world.time.atEachWait(
        _ -> {
          if (results.size() == 4) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(() -> world.upkeep().keep(world.member(), results::add))
        .isInstanceOf(InterruptedException.class);

    assertThat(results).hasSize(4).first().isInstanceOf(Upkept.NotDue.class);
    assertThat(results.subList(1, 4))
        .allSatisfy(result -> assertThat(result).isInstanceOf(Upkept.Renewed.class));
    assertThat(world.time.waits.get(1)).isEqualTo(Duration.ofDays(20));
    assertThat(world.time.waits.get(2)).isEqualTo(Duration.ofDays(20));
    assertThat(world.ldevid()).isEqualTo(((Upkept.Renewed) results.getLast()).certificate());
  }

  @Test
  @Proves({"CMP-E11", "CMP-H15", "CMP-E13"})
  void whileItIsKeptFailuresAreFollowedByAttemptsEverLater() throws Exception {
    world.time.move(
        Duration.between(MovedTime.START, Issuer.NOT_AFTER.minus(Duration.ofDays(900))));
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen -> Answer.pkixcmp(byTheAuthority(seen).kupRejection(PKIFailureInfo.badRequest)),
        seen -> Answer.text(503, "restarting"),
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).kupWaiting()),
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).pollRep(600)),
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).pollRep(600)),
        seen ->
            Answer.pkixcmp(
                Reply.to(sent().get(sent().size() - 4).body(), world.authority)
                    .withImplicitConfirm()
                    .kup(Reply.grant(sent().get(sent().size() - 4).body(), world.domainCa))));
    var results = new ArrayList<Upkept>();
    world.time.atEachWait(
        _ -> {
          if (results.getLast() instanceof Upkept.Renewed) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(() -> world.upkeep().keep(world.member(), results::add))
        .isInstanceOf(InterruptedException.class);

    assertThat(results.stream().map(result -> result.getClass().getSimpleName()))
        .containsExactly("Refused", "Unreachable", "Waiting", "Waiting", "Waiting", "Renewed");
    assertThat(world.time.waits.subList(0, 5))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(600),
            Duration.ofSeconds(600));
  }

  @Test
  @Proves("CMP-E11")
  void thereIsNoMoreToKeepOnceTheCertificateHasExpired() throws Exception {
    world.time.move(Duration.between(MovedTime.START, Issuer.NOT_AFTER.minus(Duration.ofHours(1))));
    registrar.refuseConnections();

    var end = world.upkeep().keep(world.member(), _ -> {});

    assertThat(end.refusal().cause()).contains("has expired at 2045-01-01T00:00:00Z");
  }

  @Test
  @Proves("CMP-E11")
  void aFolderInUseIsWaitedFor() throws Exception {
    world.time.move(Duration.between(MovedTime.START, Instant.parse("2040-01-01T00:00:00Z")));
    var lock = FolderLock.take(folder);
    var results = new ArrayList<Upkept>();
    world.time.atEachWait(
        _ -> {
          if (world.time.waits.size() == 2) {
            try {
              lock.close();
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          } else if (!results.isEmpty()) {
            Thread.currentThread().interrupt();
          }
        });

    assertThatThrownBy(() -> world.upkeep().keep(world.member(), results::add))
        .isInstanceOf(InterruptedException.class);

    assertThat(world.time.waits.subList(0, 2)).containsOnly(Duration.ofSeconds(5));
    assertThat(results).first().isInstanceOf(Upkept.Renewed.class);
  }

  @ParameterizedTest
  @EnumSource(FailingDisk.Side.class)
  @Proves({"CMP-E11", "CMP-E13", "PL-3"})
  void thePowerFailsAtEveryWriteAndAPairThatFitsIsThere(FailingDisk.Side side) throws Exception {
    assertThat(FailingDisk.atEach(n -> failsAt(side, n))).isGreaterThan(20);
  }

  private boolean failsAt(FailingDisk.Side side, int n) throws Exception {
    var place = Files.createDirectory(folders.resolve(side + "-" + n));
    try (var other = new World(place)) {
      var at = other.registrar();
      other.onboard(at);
      var before = other.ldevid();
      var domain = new PatientDomain(other, at);
      var options = other.member().confirming(Confirmation.EXPLICIT);
      boolean failed = false;
      try {
        Upkeep.on(new FailingDisk(side, n), ChannelLimits.standard(), other.time, other.events::add)
            .renew(options);
      } catch (FailingDisk.PowerFailure e) {
        failed = true;
      }

      assertPair(place, before, domain);
      if (failed && (!other.status().errands().isEmpty() || !isRenewed(place, before))) {
        if (isSettled(other, place)) {
          assertThat(((Outcome.Enrolled) other.onboard()).certificate())
              .isEqualTo(domain.issued.values().iterator().next());
        } else {
          assertThat(other.upkeep().renew(options)).isInstanceOf(Upkept.Renewed.class);
        }
      }

      assertThat(other.onboard()).isInstanceOf(Outcome.Enrolled.class);
      assertThat(domain.issued).hasSize(1).containsValue(other.ldevid());
      assertThat(domain.confirmed).isEqualTo(domain.issued.keySet());
      assertThat(place.resolve("ldevid-previous.pem")).doesNotExist();
      assertThat(place.resolve("ldevid-previous.key")).doesNotExist();
      assertThat(place.resolve("data/ldevid.key")).doesNotExist();
      assertThat(other.status().errands()).isEmpty();
      return failed;
    }
  }

  private static boolean isRenewed(Path place, X509Certificate before) throws IOException {
    return !dev.brski.trust.Certificates.readPem(place.resolve("ldevid.pem"))
        .getFirst()
        .equals(before);
  }

  private static boolean isSettled(World other, Path place) throws IOException {
    return new PledgeFolder(Disk.durable(), place).load(other.time.now()).replaces();
  }

  /** The old pair or the new one, each under one of two names. */
  private static void assertPair(Path place, X509Certificate before, PatientDomain domain) {
    var pairs = new ArrayList<X509Certificate>();
    for (var name : List.of("ldevid", "ldevid-previous")) {
      var certificate = place.resolve(name + ".pem");
      try {
        pairs.add(Credential.read(certificate, place.resolve(name + ".key")).leaf());
      } catch (IOException _) {
        assertThat(!Files.exists(certificate) || !domain.confirmed.isEmpty())
            .as("cut while files are replaced")
            .isTrue();
      }
    }
    assertThat(pairs).isNotEmpty();
    assertThat(pairs)
        .allSatisfy(
            leaf -> assertThat(leaf.equals(before) || domain.issued.containsValue(leaf)).isTrue());
  }
}
