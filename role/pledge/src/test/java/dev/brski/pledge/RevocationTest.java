package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationReason;
import dev.brski.wire.ChannelLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.RevReqContent;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A member takes its certificate back, and begins again (RFC 9483 section 4.2). */
final class RevocationTest {

  @TempDir Path folder;
  @TempDir Path folders;
  private World world;
  private ScriptedRegistrar registrar;
  private X509Certificate certificate;

  @BeforeEach
  void enroll() throws Exception {
    world = new World(folder);
    registrar = world.registrar().on(ScriptedRegistrar.REVOCATION, this::revoked);
    world.onboard(registrar);
    certificate = world.ldevid();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Answer revoked(Seen seen) {
    return Answer.pkixcmp(Reply.to(seen.body(), world.authority).rp());
  }

  private List<Seen> sent() {
    return registrar.seen(ScriptedRegistrar.REVOCATION);
  }

  private Upkept revoke() throws Exception {
    return world.upkeep().revoke(world.member(), RevocationReason.CESSATION_OF_OPERATION);
  }

  private static List<String> names(Path place) throws Exception {
    try (var files = Files.list(place)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  @Proves({"CMP-E12", "CMP-F12", "CMP-F13"})
  void aMemberRevokesItsOwnCertificateAndIsNobodysThen() throws Exception {
    var outcome = (Upkept.Revoked) revoke();

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.already()).isFalse();
    assertThat(outcome.certificate()).isEqualTo(Certificates.serialNumber(certificate));
    var rr = sent().getFirst();
    assertThat(rr.client()).contains(certificate);
    var details =
        RevReqContent.getInstance(Reply.parse(rr.body()).getBody().getContent())
            .toRevDetailsArray();
    assertThat(details).hasSize(1);
    assertThat(details[0].getCertDetails().getSerialNumber().getValue())
        .isEqualTo(certificate.getSerialNumber());
    assertThat(details[0].getCertDetails().getIssuer()).isEqualTo(world.domainCa.name());
    assertThat(
            ASN1Enumerated.getInstance(
                    details[0].getCrlEntryDetails().getExtensionParsedValue(Extension.reasonCode))
                .intValueExact())
        .isEqualTo(5);
    assertThat(names(folder))
        .containsExactly("data", "idevid.key", "idevid.pem", "masa-anchor.pem");
    var status = world.status();
    assertThat(status.state()).isEqualTo(State.REVOKED);
    assertThat(status.revoked())
        .contains(
            new PledgeStatus.Revocation(
                Certificates.serialNumber(certificate), "cessation-of-operation"));
    assertThat(status.certificate()).isEmpty();
    assertThat(status.errands()).isEmpty();
    assertThat(status.registrar()).contains(registrar.url());
  }

  @Test
  @Proves("CMP-E12")
  void whatIsRevokedIsNotRevokedAgain() throws Exception {
    revoke();

    var again = (Upkept.Revoked) revoke();

    assertThat(again.already()).isTrue();
    assertThat(again.exitCode()).isZero();
    assertThat(sent()).hasSize(1);
    assertThat(((Upkept.Unable) world.upkeep().renew(world.member())).refusal().cause())
        .contains("was revoked");
  }

  @Test
  @Proves({"CMP-E12", "PL-2"})
  void afterwardsItOnboardsWithItsBirthCertificateWhereItWas() throws Exception {
    revoke();

    var outcome = (Outcome.Enrolled) world.onboard();

    assertThat(outcome.already()).isFalse();
    assertThat(outcome.registrar()).isEqualTo(registrar.url());
    assertThat(world.ldevid()).isNotEqualTo(certificate);
    assertThat(registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER)).hasSize(2);
    assertThat(registrar.seen(ScriptedRegistrar.INITIALIZATION).getLast().client())
        .isEqualTo(world.device.chain());
    assertThat(world.status().revoked()).isEmpty();
  }

  @Test
  @Proves({"CMP-E12", "CMP-E13", "CMP-E14", "CMP-F8", "CMP-H20"})
  void itIsWaitedForAcrossRuns() throws Exception {
    var domain = new PatientDomain(world, registrar);
    var ends = new ArrayList<Upkept>();
    do {
      ends.add(
          world
              .upkeep()
              .revoke(
                  world.memberWithoutWaiting(),
                  ends.isEmpty() ? RevocationReason.KEY_COMPROMISE : RevocationReason.UNSPECIFIED));
      assertThat(ends).hasSizeLessThan(9);
    } while (ends.getLast() instanceof Outcome.Waiting waiting
        && waiting.awaited() == Awaited.REVOCATION);

    assertThat(ends).hasSize(3);
    assertThat(((Upkept.Revoked) ends.getLast()).reason()).isEqualTo("key-compromise");
    assertThat(domain.revoked).hasSize(1);
    assertThat(sent().stream().map(seen -> Reply.bodyType(seen.body())))
        .containsExactly(PKIBody.TYPE_REVOCATION_REQ, PKIBody.TYPE_POLL_REQ, PKIBody.TYPE_POLL_REQ);
    assertThat(Reply.pollReqId(sent().getLast().body())).isEqualTo(-1);
    assertThat(sent()).allSatisfy(seen -> assertThat(seen.client()).contains(certificate));
  }

  /** An answer to an rr that must not end the membership, and the rule that catches it. */
  record Bad(String what, String rule, BiFunction<World, Seen, byte[]> made) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> badAnswers() {
    return Stream.of(
        new Bad(
            "by a member of the domain",
            "LC-3.4-responder",
            (world, seen) -> Reply.to(seen.body(), world.neighbour()).rp()),
        new Bad(
            "by the device itself",
            "LC-3.5-signer-trusted",
            (world, seen) -> Reply.to(seen.body(), world.device).rp()),
        new Bad(
            "of another domain",
            "LC-3.5-signer-trusted",
            (world, seen) ->
                Reply.to(seen.body(), world.otherDomainCa.endEntity("CN=RA", Issuer.CMC_RA)).rp()),
        new Bad(
            "to another nonce",
            "LC-3.5-recipNonce",
            (world, seen) ->
                Reply.to(seen.body(), world.authority).withRecipNonce(new byte[16]).rp()),
        new Bad(
            "with a protection that does not verify",
            "LC-3.5-protection",
            (world, seen) -> Reply.to(seen.body(), world.authority).withBrokenProtection().rp()),
        new Bad(
            "that is a pkiConf",
            "LC-3.5-body-type",
            (world, seen) -> Reply.to(seen.body(), world.authority).pkiConf()),
        new Bad(
            "that is a rejection",
            "9483-3.6-rejected",
            (world, seen) ->
                Reply.to(seen.body(), world.authority).rpRejection(PKIFailureInfo.badCertId)),
        new Bad(
            "that is an error",
            "9483-3.6-rejected",
            (world, seen) ->
                Reply.to(seen.body(), world.registrar)
                    .error(PKIStatus.REJECTION, PKIFailureInfo.notAuthorized, "no")));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  @Proves({"CMP-E12", "CMP-E18", "CMP-E20", "CMP-H18", "CMP-H19"})
  void aBadAnswerLeavesItAMember(Bad answer) throws Exception {
    registrar.on(
        ScriptedRegistrar.REVOCATION, seen -> Answer.pkixcmp(answer.made().apply(world, seen)));

    var outcome = (Outcome.Refused) revoke();

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.refusal().toString()).contains(answer.rule());
    assertThat(world.ldevid()).isEqualTo(certificate);
    assertThat(world.status().state()).isEqualTo(State.ENROLLED);
    assertThat(world.status().errands()).isEmpty();
    registrar.on(ScriptedRegistrar.REVOCATION, this::revoked);
    assertThat(revoke()).isInstanceOf(Upkept.Revoked.class);
  }

  @Test
  @Proves({"CMP-E12", "CMP-B8"})
  void whatThePkiHasRevokedBeforeIsOverToo() throws Exception {
    registrar.on(
        ScriptedRegistrar.REVOCATION,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.authority).rpRejection(PKIFailureInfo.certRevoked)));

    assertThat(revoke()).isInstanceOf(Upkept.Revoked.class);
    assertThat(world.status().state()).isEqualTo(State.REVOKED);
  }

  @Test
  @Proves({"CMP-H15", "CMP-H21"})
  void aPkiThatIsAwayIsAskedAgainLater() throws Exception {
    registrar.on(
        ScriptedRegistrar.REVOCATION,
        seen -> Answer.text(503, "restarting"),
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.authority).rpRejection(PKIFailureInfo.systemUnavail)),
        this::revoked);
    for (int i = 0; i < 2; i++) {
      var outcome =
          world.upkeep().revoke(world.memberWithoutWaiting(), RevocationReason.SUPERSEDED);
      assertThat(outcome.exitCode()).isEqualTo(5);
      assertThat(world.status().state()).isEqualTo(State.ENROLLED);
    }

    assertThat(((Upkept.Revoked) revoke()).reason()).isEqualTo("superseded");

    assertThat(sent().get(1).body()).isEqualTo(sent().get(0).body());
    assertThat(Reply.transactionID(sent().get(2).body()))
        .isNotEqualTo(Reply.transactionID(sent().get(0).body()));
  }

  @Test
  @Proves({"PL-23", "CMP-E20"})
  void nothingIsSentToARegistrarWithoutItsUsage() throws Exception {
    registrar.use(world.domainCa.endEntity("CN=no registrar"));

    assertThat(revoke()).isInstanceOf(Outcome.Refused.class);
    assertThat(sent()).isEmpty();
    assertThat(world.status().state()).isEqualTo(State.ENROLLED);
  }

  @Test
  @Proves("CMP-E12")
  void aRenewalThatIsUnderWayEndsWithTheMembership() throws Exception {
    new PatientDomain(world, registrar);
    registrar.on(ScriptedRegistrar.REVOCATION, this::revoked);
    assertThat(world.upkeep().renew(world.memberWithoutWaiting()))
        .isInstanceOf(Outcome.Waiting.class);

    assertThat(revoke()).isInstanceOf(Upkept.Revoked.class);

    assertThat(world.status().errands()).isEmpty();
    assertThat(names(folder.resolve("data"))).doesNotContain("ldevid.key");
    assertThat(names(folder.resolve("data/messages"))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(FailingDisk.Side.class)
  @Proves({"CMP-E12", "CMP-E13", "PL-3"})
  void thePowerFailsAtEveryWriteAndItIsRevokedOnce(FailingDisk.Side side) throws Exception {
    assertThat(FailingDisk.atEach(n -> failsAt(side, n))).isGreaterThan(8);
  }

  private boolean failsAt(FailingDisk.Side side, int n) throws Exception {
    var place = Files.createDirectory(folders.resolve(side + "-" + n));
    try (var other = new World(place)) {
      var at = other.registrar();
      other.onboard(at);
      var domain = new PatientDomain(other, at);
      boolean failed = false;
      try {
        Upkeep.on(new FailingDisk(side, n), ChannelLimits.standard(), other.time, other.events::add)
            .revoke(other.member(), RevocationReason.SUPERSEDED);
      } catch (FailingDisk.PowerFailure e) {
        failed = true;
      }

      assertThat(other.upkeep().revoke(other.member(), RevocationReason.SUPERSEDED))
          .isInstanceOf(Upkept.Revoked.class);

      assertThat(domain.revoked).hasSize(1);
      assertThat(names(place))
          .containsExactly("data", "idevid.key", "idevid.pem", "masa-anchor.pem");
      assertThat(other.onboard()).isInstanceOf(Outcome.Enrolled.class);
      return failed;
    }
  }
}
