package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.Information;
import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Behaviour;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Clock;
import dev.brski.trust.Certificates;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A device asks its domain, and believes what it can verify (RFC 9483 section 4.3). */
final class ConsultationTest {

  private static final String CA_CERTS = "/.well-known/cmp/getcacerts";
  private static final String TEMPLATE = "/.well-known/cmp/getcertreqtemplate";
  private static final String LISTS = "/.well-known/cmp/getcrls";
  private static final String ROOT = "/.well-known/cmp/getrootupdate";

  @TempDir Path folder;
  private World world;
  private ScriptedRegistrar registrar;

  @BeforeEach
  void enroll() throws Exception {
    world = new World(folder);
    registrar = world.registrar();
    world.onboard(registrar);
    world.time.waits.clear();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Upkept ask(Question question) throws Exception {
    return world.upkeep().ask(world.member(), question);
  }

  private <T extends Finding> T found(Question question, Class<T> kind) throws Exception {
    var outcome = ask(question);
    assertThat(outcome).isInstanceOf(Upkept.Answered.class);
    assertThat(outcome.exitCode()).isZero();
    assertThat(world.status().errands()).isEmpty();
    return kind.cast(((Upkept.Answered) outcome).finding());
  }

  private static ASN1Encodable asn1(X509Certificate certificate) {
    return Certificate.getInstance(Certificates.encoded(certificate));
  }

  private Behaviour answering(
      org.bouncycastle.asn1.ASN1ObjectIdentifier type, ASN1Encodable... value) {
    return seen -> Answer.pkixcmp(Reply.to(seen.body(), world.authority).genp(type, value));
  }

  private Behaviour authorities(X509Certificate... certificates) {
    return answering(
        CMPObjectIdentifiers.id_it_caCerts,
        new DERSequence(
            Stream.of(certificates).map(ConsultationTest::asn1).toArray(ASN1Encodable[]::new)));
  }

  @Test
  @Proves({"CMP-E7", "CMP-F14", "CMP-F15", "CMP-H22"})
  void authoritiesAreToldApartByTheirPathToThePin() throws Exception {
    var below = world.domainCa.authority("CN=Plant 7 Line 3 CA");
    registrar.on(
        CA_CERTS,
        authorities(
            world.domainCa.certificate(),
            below.certificate(),
            world.otherDomainCa.certificate(),
            world.neighbour().certificate()));

    var found = found(Question.CA_CERTIFICATES, Finding.Authorities.class);

    assertThat(found.authorities())
        .extracting(one -> one.objection().isEmpty())
        .containsExactly(true, true, false, false);
    var genm = registrar.seen(CA_CERTS).getFirst();
    assertThat(genm.client()).contains(world.ldevid());
    assertThat(Reply.bodyType(genm.body())).isEqualTo(PKIBody.TYPE_GEN_MSG);
    assertThat(Reply.question(genm.body()).getInfoValue()).isNull();
    assertThat(Certificates.readPem(folder.resolve("domain-ca.pem")))
        .containsExactly(world.domainCa.certificate());
  }

  @Test
  @Proves({"CMP-E7", "CMP-E9", "CMP-E8"})
  void thereMayBeNothing() throws Exception {
    registrar
        .on(CA_CERTS, answering(CMPObjectIdentifiers.id_it_caCerts))
        .on(TEMPLATE, answering(CMPObjectIdentifiers.id_it_certReqTemplate))
        .on(ROOT, answering(CMPObjectIdentifiers.id_it_rootCaKeyUpdate))
        .on(LISTS, answering(CMPObjectIdentifiers.id_it_crls));

    assertThat(found(Question.CA_CERTIFICATES, Finding.Authorities.class).authorities()).isEmpty();
    assertThat(found(Question.REQUEST_TEMPLATE, Finding.RequestTemplate.class).template())
        .isEmpty();
    assertThat(found(Question.ROOT_UPDATE, Finding.RootUpdate.class).next()).isEmpty();
    assertThat(found(Question.REVOCATION_LIST, Finding.Revocations.class))
        .isEqualTo(new Finding.Revocations(Optional.empty(), false));
    assertThat(folder.resolve("domain-ca-next.pem")).doesNotExist();
  }

  @Test
  @Proves({"CMP-E9", "CMP-F15"})
  void aTemplateIsRead() throws Exception {
    registrar.on(
        TEMPLATE,
        answering(
            CMPObjectIdentifiers.id_it_certReqTemplate,
            new DERSequence(
                new CertTemplateBuilder().setSubject(new X500Name("O=Plant 7,CN=")).build())));

    var template =
        found(Question.REQUEST_TEMPLATE, Finding.RequestTemplate.class).template().orElseThrow();

    assertThat(template)
        .isEqualTo(
            new Information.Template(
                Optional.of(
                    new javax.security.auth.x500.X500Principal(
                        new X500Name("O=Plant 7,CN=").getEncoded())),
                Optional.empty(),
                List.of()));
  }

  // Roots.

  private Behaviour roots(Issuer next, X509Certificate newWithOld) {
    return answering(
        CMPObjectIdentifiers.id_it_rootCaKeyUpdate,
        new DERSequence(
            new ASN1Encodable[] {
              asn1(next.certificate()), new DERTaggedObject(true, 0, asn1(newWithOld))
            }));
  }

  @Test
  @Proves({"CMP-E8", "CMP-F15", "CMP-H22"})
  void aRootThatThePinVouchesForIsKeptBesideIt() throws Exception {
    var next = Issuer.root("CN=Plant 7 Issuing CA");
    registrar.on(ROOT, roots(next, world.domainCa.certifyAuthority(next)));

    var found = found(Question.ROOT_UPDATE, Finding.RootUpdate.class).next().orElseThrow();

    assertThat(found.root()).isEqualTo(next.certificate());
    assertThat(found.file()).isEqualTo(folder.resolve("domain-ca-next.pem"));
    assertThat(Certificates.readPem(found.file())).containsExactly(next.certificate());
    assertThat(Certificates.readPem(folder.resolve("domain-ca.pem")))
        .containsExactly(world.domainCa.certificate());
    assertThat(
            Reply.question(registrar.seen(ROOT).getFirst().body())
                .getInfoValue()
                .toASN1Primitive()
                .getEncoded())
        .isEqualTo(world.domainCa.certificate().getEncoded());
  }

  @Test
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update", "9483-4.3.2-root"})
  void aRootThatThePinDoesNotVouchForIsNotKept() throws Exception {
    var next = Issuer.root("CN=Plant 7 Issuing CA");
    registrar.on(ROOT, roots(next, world.otherDomainCa.certifyAuthority(next)));

    var outcome = (Outcome.Refused) ask(Question.ROOT_UPDATE);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.ROOT_UPDATE);
    assertThat(outcome.refusal().toString()).contains("9810-4.4.2.2-root-update");
    assertThat(folder.resolve("domain-ca-next.pem")).doesNotExist();
    assertThat(world.status().errands()).isEmpty();
  }

  // Revocation lists.

  private static byte[] list(
      Issuer issuer, Instant thisUpdate, List<BigInteger> revoked, Duration validity)
      throws Exception {
    var builder = new X509v2CRLBuilder(issuer.name(), Date.from(thisUpdate));
    builder.setNextUpdate(Date.from(thisUpdate.plus(validity)));
    for (var serial : revoked) {
      builder.addCRLEntry(serial, Date.from(thisUpdate), 1);
    }
    return builder
        .build(
            new JcaContentSignerBuilder("SHA256withECDSA")
                .setProvider(Issuer.BC)
                .build(issuer.key()))
        .getEncoded();
  }

  private Behaviour lists(byte[] der) {
    return answering(
        CMPObjectIdentifiers.id_it_crls,
        new DERSequence(org.bouncycastle.asn1.x509.CertificateList.getInstance(der)));
  }

  private byte[] list(List<BigInteger> revoked) throws Exception {
    return list(world.domainCa, MovedTime.START.minusSeconds(60), revoked, Duration.ofDays(7));
  }

  private CRLStatus asked(Seen seen) {
    return CRLStatus.getInstance(
        org.bouncycastle.asn1.ASN1Sequence.getInstance(Reply.question(seen.body()).getInfoValue())
            .getObjectAt(0));
  }

  @Test
  @Proves({"CMP-E10", "CMP-F15"})
  void aListSaysWhetherTheOwnCertificateIsOnIt() throws Exception {
    var der = list(List.of(BigInteger.TEN));
    registrar.on(LISTS, lists(der));
    var clean = found(Question.REVOCATION_LIST, Finding.Revocations.class);
    assertThat(clean.fresh()).isTrue();
    assertThat(clean.list().orElseThrow().own()).isEmpty();
    assertThat(folder.resolve("domain.crl")).hasBinaryContent(der);
    assertThat(asked(registrar.seen(LISTS).getFirst()).getThisUpdate()).isNull();
    assertThat(asked(registrar.seen(LISTS).getFirst()).getSource().getIssuer().getNames()[0])
        .isEqualTo(new org.bouncycastle.asn1.x509.GeneralName(world.domainCa.name()));

    var newer =
        list(
            world.domainCa,
            MovedTime.START.minusSeconds(30),
            List.of(world.ldevid().getSerialNumber()),
            Duration.ofDays(7));
    registrar.on(LISTS, lists(newer));
    var listed = found(Question.REVOCATION_LIST, Finding.Revocations.class).list().orElseThrow();
    assertThat(listed.own()).contains("keyCompromise");
    assertThat(asked(registrar.seen(LISTS).getLast()).getThisUpdate().getDate())
        .isEqualTo(Date.from(MovedTime.START.minusSeconds(60)));

    registrar.on(LISTS, answering(CMPObjectIdentifiers.id_it_crls));
    var held = found(Question.REVOCATION_LIST, Finding.Revocations.class);
    assertThat(held.fresh()).isFalse();
    assertThat(held.list().orElseThrow().own()).contains("keyCompromise");
  }

  record BadList(String what, String rule, Made made) {

    interface Made {
      byte[] of(World world) throws Exception;
    }

    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<BadList> badLists() {
    var week = Duration.ofDays(7);
    var before = MovedTime.START.minusSeconds(60);
    return Stream.of(
        new BadList(
            "of another authority",
            "9483-4.3.4-list",
            world -> list(world.otherDomainCa, before, List.of(), week)),
        new BadList(
            "in its name by another key",
            "9483-4.3.4-list",
            world ->
                list(
                    new Issuer(world.domainCa.certificate(), world.otherDomainCa.key(), List.of()),
                    before,
                    List.of(),
                    week)),
        new BadList(
            "that is over",
            "9483-4.3.4-list",
            world -> list(world.domainCa, before, List.of(), Duration.ofSeconds(30))),
        new BadList(
            "that is to come",
            "9483-4.3.4-list",
            world -> list(world.domainCa, MovedTime.START.plusSeconds(9999), List.of(), week)),
        new BadList(
            "that is older than the one held",
            "is older",
            world -> list(world.domainCa, before.minusSeconds(99), List.of(), week)));
  }

  @ParameterizedTest
  @MethodSource("badLists")
  @Proves({"CMP-E10", "CMP-H18", "9483-4.3.4-list"})
  void aListThatIsNotTheIssuersNewestIsNotKept(BadList bad) throws Exception {
    var der = list(List.of(BigInteger.TEN));
    registrar.on(LISTS, lists(der));
    found(Question.REVOCATION_LIST, Finding.Revocations.class);
    registrar.on(LISTS, lists(bad.made().of(world)));

    var outcome = (Outcome.Refused) ask(Question.REVOCATION_LIST);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.REVOCATION_LIST);
    assertThat(outcome.refusal().toString()).contains(bad.rule());
    assertThat(folder.resolve("domain.crl")).hasBinaryContent(der);
  }

  @Test
  @Proves("TIME-2")
  void withoutAClockAListIsJudgedByItsSignature() throws Exception {
    var options = UpkeepOptions.of(folder, Optional.empty(), Clock.unknown());
    registrar.on(
        LISTS, lists(list(world.domainCa, MovedTime.START, List.of(), Duration.ofSeconds(1))));
    world.time.move(Duration.ofDays(99));
    assertThat(world.upkeep().ask(options, Question.REVOCATION_LIST))
        .isInstanceOf(Upkept.Answered.class);

    registrar.on(
        LISTS, lists(list(world.otherDomainCa, world.time.now(), List.of(), Duration.ofDays(1))));
    assertThat(world.upkeep().ask(options, Question.REVOCATION_LIST))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  @Proves({"LC-3.5-limits", "CMP-E10"})
  void aLongListIsReadAndOneThatIsTooLongIsNot() throws Exception {
    var serials =
        IntStream.range(0, 20_000).mapToObj(i -> BigInteger.valueOf(i).setBit(100)).toList();
    registrar.on(LISTS, lists(list(serials)));
    assertThat(found(Question.REVOCATION_LIST, Finding.Revocations.class).list()).isPresent();

    registrar.on(LISTS, seen -> Answer.pkixcmp(new byte[(2 << 20) + 1]));
    var outcome = ask(Question.REVOCATION_LIST);
    assertThat(outcome.exitCode()).isIn(3, 5);
    assertThat(outcome).isNotInstanceOf(Upkept.Answered.class);
  }

  // Answers that must not be believed.

  record BadAnswer(
      String what, String rule, java.util.function.BiFunction<World, Seen, byte[]> made) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<BadAnswer> badAnswers() {
    var type = CMPObjectIdentifiers.id_it_caCerts;
    return Stream.of(
        new BadAnswer(
            "by a member of the domain",
            "LC-3.4-responder",
            (world, seen) -> Reply.to(seen.body(), world.neighbour()).genp(type)),
        new BadAnswer(
            "of another domain",
            "LC-3.5-signer-trusted",
            (world, seen) ->
                Reply.to(seen.body(), world.otherDomainCa.endEntity("CN=RA", Issuer.CMC_RA))
                    .genp(type)),
        new BadAnswer(
            "to another question",
            "CMP-F15-genp",
            (world, seen) ->
                Reply.to(seen.body(), world.authority)
                    .genp(CMPObjectIdentifiers.id_it_certReqTemplate)),
        new BadAnswer(
            "to another nonce",
            "LC-3.5-recipNonce",
            (world, seen) ->
                Reply.to(seen.body(), world.authority).withRecipNonce(new byte[16]).genp(type)),
        new BadAnswer(
            "that is a refusal",
            "9483-3.6-rejected",
            (world, seen) ->
                Reply.to(seen.body(), world.authority)
                    .error(PKIStatus.REJECTION, PKIFailureInfo.badRequest, "not here")));
  }

  @ParameterizedTest
  @MethodSource("badAnswers")
  @Proves({"CMP-E7", "CMP-E18", "CMP-E20", "CMP-F14", "CMP-H18"})
  void aBadAnswerIsNotBelieved(BadAnswer answer) throws Exception {
    registrar.on(CA_CERTS, seen -> Answer.pkixcmp(answer.made().apply(world, seen)));

    var outcome = (Outcome.Refused) ask(Question.CA_CERTIFICATES);

    assertThat(outcome.refusal().toString()).contains(answer.rule());
    assertThat(world.status().errands()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Question.class)
  @Proves("CMP-H21")
  void aRegistrarThatDoesNotOfferItIsKnownByTheStatus(Question question) throws Exception {
    var outcome = (Outcome.Refused) ask(question);

    assertThat(outcome.refusal().check()).isEqualTo(PledgeCheck.PROTOCOL);
    assertThat(outcome.refusal().cause()).contains("/.well-known/cmp/get").contains("404");
  }

  // Waiting.

  @Test
  @Proves({"CMP-E13", "CMP-E14", "CMP-F8", "CMP-H20"})
  void anAnswerIsWaitedForAcrossRuns() throws Exception {
    registrar.on(
        CA_CERTS,
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).errorWaiting()),
        seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).pollRep(30)),
        seen ->
            Answer.pkixcmp(
                Reply.to(registrar.seen(CA_CERTS).getFirst().body(), world.authority)
                    .genp(CMPObjectIdentifiers.id_it_caCerts)));
    for (int i = 0; i < 2; i++) {
      var waiting =
          (Outcome.Waiting)
              world.upkeep().ask(world.memberWithoutWaiting(), Question.CA_CERTIFICATES);
      assertThat(waiting.awaited()).isEqualTo(Awaited.ANSWER);
      assertThat(waiting.exitCode()).isEqualTo(4);
      assertThat(world.status().errands().getFirst().what()).isEqualTo("inquiry");
    }

    assertThat(world.upkeep().ask(world.memberWithoutWaiting(), Question.CA_CERTIFICATES))
        .isInstanceOf(Upkept.Answered.class);

    assertThat(registrar.seen(CA_CERTS).stream().map(seen -> Reply.bodyType(seen.body())))
        .containsExactly(PKIBody.TYPE_GEN_MSG, PKIBody.TYPE_POLL_REQ, PKIBody.TYPE_POLL_REQ);
    assertThat(Reply.pollReqId(registrar.seen(CA_CERTS).getLast().body())).isEqualTo(-1);
  }

  @Test
  @Proves("CMP-E13")
  void anotherQuestionGivesUpTheOneThatWaits() throws Exception {
    registrar
        .on(CA_CERTS, seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).errorWaiting()))
        .on(TEMPLATE, answering(CMPObjectIdentifiers.id_it_certReqTemplate));
    world.upkeep().ask(world.memberWithoutWaiting(), Question.CA_CERTIFICATES);

    assertThat(ask(Question.REQUEST_TEMPLATE)).isInstanceOf(Upkept.Answered.class);

    assertThat(registrar.seen(CA_CERTS)).hasSize(1);
    assertThat(world.status().errands()).isEmpty();
  }

  @Test
  @Proves({"CMP-E13", "CMP-H20"})
  void aQuestionOfACertificateThatIsReplacedIsAskedAnew() throws Exception {
    registrar
        .on(
            CA_CERTS,
            seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).errorWaiting()),
            answering(CMPObjectIdentifiers.id_it_caCerts))
        .on(
            ScriptedRegistrar.KEY_UPDATE,
            seen ->
                Answer.pkixcmp(
                    Reply.to(seen.body(), world.authority)
                        .withImplicitConfirm()
                        .kup(Reply.grant(seen.body(), world.domainCa))));
    world.upkeep().ask(world.memberWithoutWaiting(), Question.CA_CERTIFICATES);
    assertThat(world.upkeep().renew(world.member())).isInstanceOf(Upkept.Renewed.class);

    assertThat(ask(Question.CA_CERTIFICATES)).isInstanceOf(Upkept.Answered.class);

    var sent = registrar.seen(CA_CERTS);
    assertThat(sent.getLast().client()).contains(world.ldevid());
    assertThat(Reply.bodyType(sent.getLast().body())).isEqualTo(PKIBody.TYPE_GEN_MSG);
  }

  // Before it is a member.

  @Test
  @Proves({"CMP-E7", "CMP-E9", "CMP-E3"})
  void aDeviceThatIsStillToBeEnrolledAsksWithItsBirthCertificate() throws Exception {
    world.onboarding().reset(folder);
    registrar
        .on(
            ScriptedRegistrar.INITIALIZATION,
            seen -> Answer.pkixcmp(Reply.to(seen.body(), world.registrar).ipWaiting()))
        .on(TEMPLATE, answering(CMPObjectIdentifiers.id_it_certReqTemplate));
    assertThat(world.onboardWithoutWaiting(registrar)).isInstanceOf(Outcome.Waiting.class);

    assertThat(ask(Question.REQUEST_TEMPLATE)).isInstanceOf(Upkept.Answered.class);

    assertThat(registrar.seen(TEMPLATE).getFirst().client()).isEqualTo(world.device.chain());
    assertThat(((Upkept.Unable) ask(Question.REVOCATION_LIST)).refusal().check())
        .isEqualTo(PledgeCheck.MEMBERSHIP);
    registrar.on(
        ScriptedRegistrar.INITIALIZATION,
        seen ->
            Answer.pkixcmp(
                Reply.to(
                        registrar.seen(ScriptedRegistrar.INITIALIZATION).stream()
                            .filter(one -> Reply.bodyType(one.body()) == PKIBody.TYPE_INIT_REQ)
                            .toList()
                            .getLast()
                            .body(),
                        world.authority)
                    .withImplicitConfirm()
                    .ip(
                        Reply.grant(
                            registrar.seen(ScriptedRegistrar.INITIALIZATION).stream()
                                .filter(one -> Reply.bodyType(one.body()) == PKIBody.TYPE_INIT_REQ)
                                .toList()
                                .getLast()
                                .body(),
                            world.domainCa))));
    assertThat(world.onboard()).isInstanceOf(Outcome.Enrolled.class);
  }

  @Test
  @Proves({"CMP-E7", "PL-2"})
  void whoKnowsNoDomainAsksNobody() throws Exception {
    world.onboarding().reset(folder);

    assertThat(((Upkept.Unable) ask(Question.CA_CERTIFICATES)).exitCode()).isEqualTo(3);
    assertThat(registrar.seen(CA_CERTS)).isEmpty();
  }

  @Test
  @Proves("PL-3")
  void aFolderOfTheVersionBeforeGoesOn() throws Exception {
    var file = folder.resolve("data/state.json");
    var state =
        (tools.jackson.databind.node.ObjectNode)
            VoucherForge.JSON.readTree(Files.readAllBytes(file));
    state.put("version", 2);
    assertThat(state.remove("errands")).isNotNull();
    Files.write(file, VoucherForge.JSON.writeValueAsBytes(state));
    registrar.on(CA_CERTS, answering(CMPObjectIdentifiers.id_it_caCerts));

    assertThat(ask(Question.CA_CERTIFICATES)).isInstanceOf(Upkept.Answered.class);
    assertThat(world.status().state()).isEqualTo(State.ENROLLED);
  }
}
