package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Behaviour;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The certificate comes next Tuesday (RFC 9483 section 4.4). */
final class DelayedDeliveryTest {

  @TempDir Path folder;
  private World world;
  private ScriptedRegistrar registrar;

  @BeforeEach
  void build() {
    world = new World(folder);
    registrar = world.registrar();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void script(Behaviour first, Behaviour... then) {
    registrar.on(ScriptedRegistrar.INITIALIZATION, first, then);
  }

  private List<Seen> sent() {
    return registrar.seen(ScriptedRegistrar.INITIALIZATION);
  }

  private List<Integer> types() {
    return sent().stream().map(seen -> Reply.bodyType(seen.body())).toList();
  }

  private byte[] ir() {
    return sent().getFirst().body();
  }

  private Answer waiting(Seen seen) {
    return Answer.pkixcmp(Reply.to(seen.body(), world.registrar).ipWaiting());
  }

  private Behaviour pollRep(long checkAfter) {
    return seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).pollRep(checkAfter));
  }

  /** The registration authority answers the ir, not the poll. */
  private Answer answerToIr(Seen seen) {
    return Answer.pkixcmp(
        Reply.to(ir(), world.authority)
            .withImplicitConfirm()
            .ip(Reply.grant(ir(), world.domainCa)));
  }

  /** An entity on the way put the nonce of the last poll in. */
  private Answer answerToPoll(Seen seen) {
    return Answer.pkixcmp(
        Reply.to(ir(), world.registrar)
            .withRecipNonce(Reply.senderNonce(seen.body()))
            .withImplicitConfirm()
            .ip(Reply.grant(ir(), world.domainCa)));
  }

  @Test
  @Proves({"CMP-E13", "CMP-E18", "CMP-E19", "CMP-H7", "CMP-H20", "CMP-F8", "CMP-F9", "CMP-F10"})
  void pollsUntilTheAnswerComes() throws Exception {
    script(this::waiting, pollRep(7), pollRep(3600), this::answerToIr);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(types())
        .containsExactly(
            PKIBody.TYPE_INIT_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ);
    assertThat(world.time.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(7), Duration.ofSeconds(3600));
    assertThat(sent().stream().map(seen -> Reply.transactionID(seen.body())).distinct()).hasSize(1);
    assertThat(
            sent().stream()
                .map(seen -> java.util.HexFormat.of().formatHex(Reply.senderNonce(seen.body())))
                .distinct())
        .hasSize(4);
    assertThat(sent().stream().map(Seen::connection).distinct()).hasSize(1);
    assertThat(Reply.pollReqId(sent().getLast().body())).isZero();
    for (var poll : sent().subList(1, 4)) {
      assertThat(Reply.parse(poll.body()).getHeader().getSender().getName())
          .isEqualTo(world.device.name());
      assertThat(poll.client()).isEqualTo(world.device.chain());
    }
  }

  @Test
  @Proves({"CMP-H7", "CMP-E13"})
  void eachPollFollowsTheAnswerBeforeIt() throws Exception {
    var nonces = new java.util.ArrayList<byte[]>();
    Behaviour remembering =
        seen -> {
          var answer =
              Reply.bodyType(seen.body()) == PKIBody.TYPE_INIT_REQ
                  ? waiting(seen)
                  : pollRep(2).to(seen);
          nonces.add(Reply.senderNonce(answer.body()));
          return answer;
        };
    script(remembering, remembering, remembering, this::answerToIr);

    world.onboard(registrar);

    for (int i = 0; i < 3; i++) {
      assertThat(Reply.recipNonce(sent().get(i + 1).body())).isEqualTo(nonces.get(i));
    }
  }

  @Test
  @Proves({"CMP-H7", "CMP-E19"})
  void theAnswerMayReferToTheLastPoll() throws Exception {
    script(this::waiting, pollRep(5), this::answerToPoll);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"CMP-H7", "CMP-H18"})
  void theAnswerMayNotReferToAnOlderPoll() throws Exception {
    script(
        this::waiting,
        pollRep(5),
        pollRep(5),
        seen ->
            Answer.pkixcmp(
                Reply.to(ir(), world.registrar)
                    .withRecipNonce(Reply.senderNonce(sent().get(1).body()))
                    .withImplicitConfirm()
                    .ip(Reply.grant(ir(), world.domainCa))));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().toString()).contains("LC-3.5-recipNonce");
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 2", "86400, 86400", "9000000000, 86400"})
  @Proves("CMP-E13")
  void checkAfterIsObeyedWithinReason(long checkAfter, long seconds) throws Exception {
    script(this::waiting, pollRep(checkAfter), this::answerToIr);

    world.onboard(registrar);

    assertThat(world.time.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(seconds));
  }

  @Test
  @Proves("CMP-E13")
  void checkAfterIsALeastAndNotAnAppointmentForAll() throws Exception {
    world.time.strayBy(20);
    script(this::waiting, pollRep(40), this::answerToIr);

    world.onboard(registrar);

    assertThat(world.time.waits).containsExactly(Duration.ofMillis(1200), Duration.ofSeconds(48));
  }

  @Test
  @Proves("CMP-E18")
  void anotherWaitingMeansToGoOn() throws Exception {
    script(this::waiting, this::waitingAgain, pollRep(5), this::waitingAgain, this::answerToIr);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
    assertThat(types()).hasSize(5);
    assertThat(world.time.waits).allMatch(wait -> wait.toSeconds() >= 1);
  }

  private Answer waitingAgain(Seen seen) {
    return Answer.pkixcmp(
        Reply.to(ir(), world.registrar).withRecipNonce(Reply.senderNonce(seen.body())).ipWaiting());
  }

  @Test
  @Proves({"CMP-E18", "CMP-H19"})
  void aRejectionAfterPollingIsFinal() throws Exception {
    script(
        this::waiting,
        pollRep(5),
        seen ->
            Answer.pkixcmp(
                Reply.to(ir(), world.authority).ipRejection(PKIFailureInfo.notAuthorized)));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.PKI_REJECTED);
    assertThat(types()).hasSize(3);
    assertThat(registrar.seen().getLast().path()).isEqualTo(ScriptedRegistrar.ENROLL_STATUS);
  }

  @Test
  @Proves({"CMP-E18", "CMP-H19"})
  void aRejectionThatALaterRunFetchesEndsThatRun() throws Exception {
    script(
        this::waiting,
        seen ->
            Answer.pkixcmp(
                Reply.to(ir(), world.authority).ipRejection(PKIFailureInfo.notAuthorized)));

    assertThat(world.onboardWithoutWaiting(registrar)).isInstanceOf(Outcome.Waiting.class);
    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.PKI_REJECTED);
    assertThat(types()).hasSize(2);
  }

  @Test
  @Proves({"CMP-E18", "CMP-B13"})
  void anErrorToAPollIsFinal() throws Exception {
    script(
        this::waiting,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.registrar)
                    .error(PKIStatus.REJECTION, PKIFailureInfo.badRequest, "who?")));

    assertThat(((Outcome.Refused) world.onboard(registrar)).refusal().check())
        .isEqualTo(PledgeCheck.PKI_REJECTED);
  }

  @Test
  @Proves({"CMP-E18", "CMP-H18"})
  void aPollRepForSomethingElseIsFinal() throws Exception {
    script(
        this::waiting,
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).pollRep(-1, 5)));

    assertThat(((Outcome.Refused) world.onboard(registrar)).refusal().toString())
        .contains("LC-4.4-certReqId");
  }

  @Test
  @Proves({"CMP-E20", "CMP-E18"})
  void aMemberOfTheDomainCannotAnswerThePoll() throws Exception {
    var member = world.domainCa.endEntity("CN=JADA-0009");
    script(
        this::waiting,
        seen ->
            Answer.pkixcmp(
                Reply.to(ir(), member)
                    .withImplicitConfirm()
                    .ip(Reply.grant(ir(), world.domainCa))));

    assertThat(((Outcome.Refused) world.onboard(registrar)).refusal().toString())
        .contains("LC-3.4-responder");
  }

  @Test
  @Proves("CMP-H10")
  void knownCertificatesNeedNotComeAgain() throws Exception {
    script(
        this::waiting,
        seen ->
            Answer.pkixcmp(Reply.to(seen.body(), world.registrar).withoutExtraCerts().pollRep(5)),
        seen ->
            Answer.pkixcmp(Reply.to(seen.body(), world.registrar).withoutExtraCerts().pollRep(5)),
        this::answerToIr);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"CMP-E13", "EN-7"})
  void withoutPatienceEachRunAsksOnce() throws Exception {
    script(this::waiting, pollRep(30), pollRep(30), this::answerToIr);

    var first = (Outcome.Waiting) world.onboardWithoutWaiting(registrar);
    assertThat(first.awaited()).isEqualTo(Awaited.CERTIFICATE);
    assertThat(first.exitCode()).isEqualTo(4);
    assertThat(first.transactionID()).contains(Reply.transactionID(ir()));
    assertThat(world.status().transactionID()).isEqualTo(first.transactionID());
    assertThat(world.status().state()).isEqualTo(State.ENROLL);

    var second = (Outcome.Waiting) world.onboardWithoutWaiting();
    assertThat(second.until()).isEqualTo(MovedTime.START.plusSeconds(30));
    assertThat(world.onboardWithoutWaiting()).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.onboardWithoutWaiting()).isInstanceOf(Outcome.Enrolled.class);

    assertThat(types())
        .containsExactly(
            PKIBody.TYPE_INIT_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ);
    assertThat(world.time.waits).isEmpty();
    assertThat(registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER)).hasSize(1);
    assertThat(registrar.seen(ScriptedRegistrar.VOUCHER_STATUS)).hasSize(1);
  }

  @Test
  @Proves({"CMP-E13", "PL-23", "PL-64"})
  void aNewConnectionIsVerifiedAndTheTransactionGoesOn() throws Exception {
    script(
        seen -> waiting(seen).closing(), seen -> pollRep(5).to(seen).closing(), this::answerToIr);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(sent().stream().map(Seen::connection).distinct()).hasSize(3);
    assertThat(sent().stream().map(seen -> Reply.transactionID(seen.body())).distinct()).hasSize(1);
    assertThat(sent())
        .allSatisfy(seen -> assertThat(seen.client()).isEqualTo(world.device.chain()));
  }

  @Test
  @Proves({"CMP-E13", "CMP-H21"})
  void aPollWithoutAnswerIsSentAgainAsItWas() throws Exception {
    script(
        this::waiting,
        seen -> Answer.text(503, "not now"),
        seen -> Answer.text(502, "not now"),
        pollRep(5),
        this::answerToIr);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(sent().get(2).body()).isEqualTo(sent().get(1).body());
    assertThat(sent().get(3).body()).isEqualTo(sent().get(1).body());
    assertThat(sent().get(4).body()).isNotEqualTo(sent().get(1).body());
  }

  @Test
  @Proves({"CMP-E13"})
  void noAgeEndsWhatIsMerelyWaiting() throws Exception {
    script(this::waiting, pollRep(60), pollRep(60), this::answerToIr);
    world.time.atEachWait(instant -> world.time.move(Duration.ofDays(30)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"CMP-E14", "CMP-F8", "CMP-F7", "CMP-E13"})
  void aConfirmationMayBeDelayedToo() throws Exception {
    script(
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.authority)
                    .ip(Reply.grant(seen.body(), world.domainCa))),
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).errorWaiting()),
        pollRep(9),
        seen -> Answer.pkixcmp(Reply.to(sent().get(1).body(), world.authority).pkiConf()));

    assertThat(world.onboardConfirming(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(types())
        .containsExactly(
            PKIBody.TYPE_INIT_REQ,
            PKIBody.TYPE_CERT_CONFIRM,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_POLL_REQ);
    assertThat(Reply.pollReqId(sent().get(2).body())).isEqualTo(-1);
    assertThat(world.time.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(9));
  }

  @Test
  @Proves({"CMP-E14", "CMP-E13"})
  void aDelayedCertificateWithADelayedConfirmationAcrossRuns() throws Exception {
    script(
        this::waiting,
        seen ->
            Answer.pkixcmp(Reply.to(ir(), world.authority).ip(Reply.grant(ir(), world.domainCa))),
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).errorWaiting()),
        seen -> Answer.pkixcmp(Reply.to(sent().get(2).body(), world.authority).pkiConf()));

    assertThat(world.onboardWithoutWaiting(registrar)).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.onboardWithoutWaiting()).isInstanceOf(Outcome.Waiting.class);
    assertThat(folder.resolve("ldevid.pem")).doesNotExist();
    assertThat(world.onboardWithoutWaiting()).isInstanceOf(Outcome.Enrolled.class);
    assertThat(types())
        .containsExactly(
            PKIBody.TYPE_INIT_REQ,
            PKIBody.TYPE_POLL_REQ,
            PKIBody.TYPE_CERT_CONFIRM,
            PKIBody.TYPE_POLL_REQ);
  }

  @Test
  @Proves({"CMP-H15", "CMP-E18"})
  void aPkiThatIsAwayWhilePolledIsAskedAnew() throws Exception {
    script(
        this::waiting,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.registrar)
                    .error(PKIStatus.REJECTION, PKIFailureInfo.systemUnavail, "away")),
        world::rightCertificate);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(types())
        .containsExactly(PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_POLL_REQ, PKIBody.TYPE_INIT_REQ);
    assertThat(Reply.transactionID(sent().getLast().body()))
        .isNotEqualTo(Reply.transactionID(ir()));
  }

  @Test
  @Proves("CMP-E13")
  void patienceEndsTheRunAndNotTheTransaction() throws Exception {
    script(this::waiting, pollRep(60));

    var outcome = world.onboard(Optional.of(Duration.ofSeconds(130)), registrar);

    assertThat(outcome).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.time.waits)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofSeconds(60));
    assertThat(sent()).hasSize(4);
  }
}
