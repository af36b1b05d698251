package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Behaviour;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of a PKI that must not be believed, that refuse, or that fail. */
final class EnrollTest {

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void build() {
    world = new World(folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static List<Seen> sent(ScriptedRegistrar registrar) {
    return registrar.seen(ScriptedRegistrar.INITIALIZATION);
  }

  private static List<Integer> types(ScriptedRegistrar registrar) {
    return sent(registrar).stream().map(seen -> Reply.bodyType(seen.body())).toList();
  }

  /** An answer to an ir that must end the operation, and the rule that catches it. */
  record Bad(String what, BiFunction<World, Seen, byte[]> made, String rule) {
    @Override
    public String toString() {
      return what;
    }
  }

  private static Bad bad(String what, String rule, BiFunction<World, Seen, byte[]> made) {
    return new Bad(what, made, rule);
  }

  private static byte[] right(World world, Reply reply, Seen seen) {
    return reply.withImplicitConfirm().ip(Reply.grant(seen.body(), world.domainCa));
  }

  static Stream<Bad> badAnswers() {
    return Stream.of(
        bad(
            "with a protection that does not verify",
            "LC-3.5-protection",
            (world, seen) ->
                right(world, Reply.to(seen.body(), world.authority).withBrokenProtection(), seen)),
        bad(
            "protected by a plain member of the domain",
            "LC-3.4-responder",
            (world, seen) ->
                right(
                    world, Reply.to(seen.body(), world.domainCa.endEntity("CN=JADA-0009")), seen)),
        bad(
            "protected by a registration authority of another domain",
            "LC-3.5-signer-trusted",
            (world, seen) ->
                right(
                    world,
                    Reply.to(seen.body(), world.otherDomainCa.endEntity("CN=RA", Issuer.CMC_RA)),
                    seen)),
        bad(
            "protected by the device itself",
            "LC-3.5-signer-trusted",
            (world, seen) -> right(world, Reply.to(seen.body(), world.device), seen)),
        bad(
            "from a sender that its certificate does not name",
            "LC-3.5-sender",
            (world, seen) ->
                right(world, Reply.to(seen.body(), world.authority).from("CN=Else"), seen)),
        bad(
            "to another nonce",
            "LC-3.5-recipNonce",
            (world, seen) ->
                right(
                    world,
                    Reply.to(seen.body(), world.authority).withRecipNonce(new byte[16]),
                    seen)),
        bad(
            "of another transaction",
            "LC-3.1-response-transactionID",
            (world, seen) ->
                right(
                    world,
                    Reply.to(seen.body(), world.authority).withTransactionID(new byte[16]),
                    seen)),
        bad(
            "without the certificate of its protection",
            "LC-3.3-protection-certificate",
            (world, seen) ->
                right(world, Reply.to(seen.body(), world.authority).withoutExtraCerts(), seen)),
        bad(
            "with a certificate for another key",
            "CMP-E5-public-key",
            (world, seen) ->
                Reply.to(seen.body(), world.authority)
                    .withImplicitConfirm()
                    .ip(world.domainCa.certify(world.device.name(), Issuer.newKey().getPublic()))),
        bad(
            "with a certificate of another domain",
            "CMP-E5-path",
            (world, seen) ->
                Reply.to(seen.body(), world.authority)
                    .withImplicitConfirm()
                    .ip(Reply.grant(seen.body(), world.otherDomainCa))),
        bad(
            "that is a pollRep nobody asked for",
            "LC-3.5-body-type",
            (world, seen) -> Reply.to(seen.body(), world.authority).pollRep(0, 5)),
        bad(
            "that is a pkiConf nobody asked for",
            "LC-3.5-body-type",
            (world, seen) -> Reply.to(seen.body(), world.authority).pkiConf()),
        bad("that is the request itself", "LC-3.5-body-type", (world, seen) -> seen.body()),
        bad(
            "that is an error without protection",
            "LC-3.5-protected",
            (world, seen) ->
                Reply.to(seen.body(), world.authority)
                    .unprotectedError(PKIFailureInfo.notAuthorized)),
        bad(
            "that is noise",
            "LC-3.5-syntax",
            (world, seen) -> "once upon a time".getBytes(StandardCharsets.US_ASCII)),
        bad("that is empty", "LC-3.5-syntax", (world, seen) -> new byte[] {0x30, 0}),
        bad("that is too large", "LC-3.5-limits", (world, seen) -> new byte[200 << 10]),
        bad(
            "that is a rejection",
            "9483-3.6-rejected",
            (world, seen) ->
                Reply.to(seen.body(), world.authority).ipRejection(PKIFailureInfo.badPOP)),
        bad(
            "that is an error",
            "9483-3.6-rejected",
            (world, seen) ->
                Reply.to(seen.body(), world.registrar)
                    .error(PKIStatus.REJECTION, PKIFailureInfo.notAuthorized, "no consent")));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  @Proves({
    "PL-2", "PL-62", "CMP-E5", "CMP-E18", "CMP-E20", "CMP-H11", "CMP-H13", "CMP-H18", "CMP-H19",
    "EN-20"
  })
  void aBadAnswerEndsTheOperationSilently(Bad answer) throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen -> Answer.pkixcmp(answer.made().apply(world, seen)));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().toString()).contains(answer.rule());
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(types(registrar)).containsExactly(PKIBody.TYPE_INIT_REQ);
    var last = registrar.seen().getLast();
    assertThat(last.path()).isEqualTo(ScriptedRegistrar.ENROLL_STATUS);
    assertThat(last.connection()).isEqualTo(sent(registrar).getFirst().connection());
    assertThat(last.client()).isEqualTo(world.device.chain());
    var status = VoucherForge.JSON.readTree(last.body());
    assertThat(status.get("version").asInt()).isEqualTo(1);
    assertThat(status.get("status").asBoolean()).isFalse();
    assertThat(status.get("reason").asString()).isNotBlank();
    assertThat(world.status().state()).isEqualTo(State.DISCOVER);
    assertThat(folder.resolve("ldevid.pem")).doesNotExist();
    assertThat(folder.resolve("ldevid.key")).doesNotExist();
    assertThat(folder.resolve("data/ldevid.key")).doesNotExist();
  }

  @Test
  @Proves({"PL-2", "PL-62"})
  void afterAFailureTheNextRegistrarIsTried() throws Exception {
    var failing =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen ->
                    Answer.pkixcmp(
                        Reply.to(seen.body(), world.authority)
                            .ipRejection(PKIFailureInfo.badCertTemplate)));
    var willing = world.registrar();

    var outcome = world.onboard(failing, willing);

    assertThat(((Outcome.Enrolled) outcome).registrar()).isEqualTo(willing.url());
    assertThat(world.states())
        .containsExactly(
            State.DISCOVER,
            State.IDENTIFY,
            State.REQUEST_JOIN,
            State.IMPRINT,
            State.ENROLL,
            State.DISCOVER,
            State.IDENTIFY,
            State.REQUEST_JOIN,
            State.IMPRINT,
            State.ENROLL,
            State.ENROLLED);
  }

  @Test
  @Proves({"CMP-E4", "CMP-E5", "CMP-F6", "CMP-H13"})
  void anUnacceptableCertificateIsRejectedByCertConf() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen ->
                    Answer.pkixcmp(
                        Reply.bodyType(seen.body()) == PKIBody.TYPE_INIT_REQ
                            ? Reply.to(seen.body(), world.authority)
                                .ip(
                                    world.domainCa.certify(
                                        world.device.name(), Issuer.newKey().getPublic()))
                            : Reply.to(seen.body(), world.authority).pkiConf()));

    var outcome = (Outcome.Refused) world.onboardConfirming(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.CERTIFICATE);
    assertThat(types(registrar)).containsExactly(PKIBody.TYPE_INIT_REQ, PKIBody.TYPE_CERT_CONFIRM);
    var status = Reply.certStatus(sent(registrar).getLast().body());
    assertThat(status.getStatusInfo().getStatus().intValue()).isEqualTo(PKIStatus.REJECTION);
    assertThat(registrar.seen().getLast().path()).isEqualTo(ScriptedRegistrar.ENROLL_STATUS);
    assertThat(registrar.seen().getLast().text()).contains("\"status\":false");
    assertThat(folder.resolve("ldevid.pem")).doesNotExist();
  }

  @Test
  @Proves({"CMP-E5", "CMP-F5"})
  void grantedWithModsIsTaken() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen ->
                    Answer.pkixcmp(
                        Reply.to(seen.body(), world.authority)
                            .withImplicitConfirm()
                            .ip(
                                Reply.grant(seen.body(), world.domainCa),
                                PKIStatus.GRANTED_WITH_MODS)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"CMP-E19", "EN-20"})
  void theAuthorityItselfMayProtect() throws Exception {
    var signing = world.domainCa.endEntity("CN=CA responder", Issuer.CMC_CA);
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen -> Answer.pkixcmp(right(world, Reply.to(seen.body(), signing), seen)));

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves("EN-20")
  void underAPinnedRegistrarAnAuthorityIsNotTrusted() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.REQUEST_VOUCHER,
                seen ->
                    Answer.voucher(
                        VoucherForge.answering(seen.body(), world.registrar.certificate())
                            .signedBy(world.masa)));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().toString()).contains("LC-3.5-signer-trusted").contains("CN=RA");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405})
  @Proves({"EN-16", "CMP-H21"})
  void aRegistrarWithoutCmpIsKnownByTheStatus(int status) throws Exception {
    var registrar =
        world
            .registrar()
            .on(ScriptedRegistrar.INITIALIZATION, seen -> Answer.text(status, "no such thing"));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.PROTOCOL);
    assertThat(registrar.seen().getLast().path()).isEqualTo(ScriptedRegistrar.ENROLL_STATUS);
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 301, 307, 400, 401, 403, 413})
  @Proves({"CMP-E17", "CMP-H21", "W6"})
  void noOtherStatusIsFollowed(int status) throws Exception {
    var elsewhere = world.registrar();
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen -> Answer.moved(status, elsewhere.url() + ScriptedRegistrar.INITIALIZATION));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.ENROLLMENT_REJECTED);
    assertThat(elsewhere.seen()).isEmpty();
  }

  @Test
  @Proves({"CMP-E17", "CMP-H21"})
  void aMessageInAnErrorStatusIsRead() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen ->
                    Answer.of(
                        500,
                        "application/pkixcmp",
                        Reply.to(seen.body(), world.registrar)
                            .error(PKIStatus.REJECTION, PKIFailureInfo.badAlg, "what?")));

    var outcome = (Outcome.Refused) world.onboard(registrar);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.PKI_REJECTED);
    assertThat(outcome.refusal().cause()).contains("badAlg").contains("what?");
  }

  @Test
  @Proves({"CMP-H21", "CMP-E13"})
  void aServerOutOfOrderGetsTheSameOctetsAgain() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen -> Answer.text(503, "restarting"),
                seen -> Answer.text(503, "restarting"),
                world::rightCertificate);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(sent(registrar)).hasSize(3);
    assertThat(sent(registrar))
        .allSatisfy(seen -> assertThat(seen.body()).isEqualTo(sent(registrar).getFirst().body()));
    assertThat(world.time.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
  }

  @Test
  @Proves("CMP-H21")
  void withoutPatienceAServerOutOfOrderEndsTheRunOnly() throws Exception {
    var registrar =
        world
            .registrar()
            .on(
                ScriptedRegistrar.INITIALIZATION,
                seen -> Answer.text(503, "restarting"),
                world::rightCertificate);

    var outcome = (Outcome.Unreachable) world.onboardWithoutWaiting(registrar);

    assertThat(outcome.step()).isEqualTo("ir");
    assertThat(world.onboardWithoutWaiting()).isInstanceOf(Outcome.Enrolled.class);
    assertThat(sent(registrar).getLast().body()).isEqualTo(sent(registrar).getFirst().body());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        PKIFailureInfo.systemUnavail,
        PKIFailureInfo.systemFailure,
        PKIFailureInfo.transactionIdInUse
      })
  @Proves({"CMP-H15", "CMP-H6"})
  void whatIsPassingIsTriedAgainInANewTransaction(int failInfo) throws Exception {
    Behaviour busy =
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.registrar)
                    .error(PKIStatus.REJECTION, failInfo, "later"));
    var registrar =
        world.registrar().on(ScriptedRegistrar.INITIALIZATION, busy, busy, world::rightCertificate);

    assertThat(world.onboard(registrar)).isInstanceOf(Outcome.Enrolled.class);

    assertThat(types(registrar)).containsOnly(PKIBody.TYPE_INIT_REQ).hasSize(3);
    assertThat(sent(registrar).stream().map(seen -> Reply.transactionID(seen.body())).distinct())
        .hasSize(3);
    assertThat(sent(registrar).stream().map(seen -> Reply.requestedKey(seen.body())).distinct())
        .hasSize(1);
    assertThat(world.time.waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(registrar.seen(ScriptedRegistrar.REQUEST_VOUCHER)).hasSize(1);
  }
}
