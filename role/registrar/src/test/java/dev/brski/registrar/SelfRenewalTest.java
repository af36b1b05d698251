package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.FailInfo;
import dev.brski.cmp.Nonce;
import dev.brski.cmp.ReplyTo;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.RenewalDomain.Cut;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.renewal.Renewal;
import dev.brski.trust.Credential;
import dev.brski.trust.Keyring;
import dev.brski.trust.Oids;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import dev.brski.wire.Channel;
import dev.brski.wire.ChannelLimits;
import dev.brski.wire.ClientTls;
import dev.brski.wire.HostPort;
import dev.brski.wire.PeerFailure;
import dev.brski.wire.PeerJudge;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SelfRenewalTest extends InWorld {

  private RenewalDomain domain;

  @BeforeEach
  void makeDomain() throws Exception {
    domain = new RenewalDomain(world, folder);
  }

  @Test
  @Proves("CMP-E11")
  void whatIsInItsLastThirdIsRenewedAtTheStart() throws Exception {
    domain.look();

    var kur = domain.asked.getFirst();
    assertThat(kur.type()).isEqualTo(BodyType.kur);
    assertThat(kur.implicitConfirm()).isTrue();
    assertThat(kur.extraCerts().getFirst()).as("its signer").isEqualTo(domain.present);
    assertThat(kur.recipient()).contains(domain.present.getIssuerX500Principal());
    assertThat(RenewalDomain.requestedKey(kur)).isNotEqualTo(domain.present.getPublicKey());
    var newest = domain.newest();
    assertThat(newest.number()).isEqualTo(3);
    assertThat(newest.credential().chain())
        .containsExactly(domain.issued.getFirst(), world.issuingCa.leaf());
    assertThat(domain.file("renewal.key")).doesNotExist();
    assertThat(domain.journal())
        .containsSubsequence(
            "credential-renewal-begun", "credential-renewal-granted", "credential-renewed");

    domain.look();
    assertThat(domain.asked).hasSize(1);
  }

  @Test
  void whatIsGoodForLongOrWithoutWishIsLeftAlone() throws Exception {
    domain.started(
        own -> {
          own.renewal().look(false);
          return true;
        });
    domain.now = domain.now.minus(RenewalDomain.days(61));
    domain.look();
    assertThat(domain.asked).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  @Proves({"CMP-E11", "CMP-E6"})
  void whatIsNotAsItShouldBeIsRefusedAndNotAskedForAgainBeforeTheNextDay(
      String why, BiFunction<RenewalDomain, CmpMessage, Answer> answer, String cause)
      throws Exception {
    domain.script.set(kur -> answer.apply(domain, kur));
    var verdict = domain.started(own -> own.renewal().renew());

    assertThat(refusal(verdict).cause()).contains(cause);
    assertThat(domain.newest().credential().leaf()).isEqualTo(domain.present);
    var latest = domain.latest().orElseThrow();
    assertThat(latest.state()).isEqualTo(Renewal.State.REFUSED);
    assertThat(latest.trouble().orElseThrow().cause()).contains(cause);
    assertThat(domain.journal()).contains("credential-renewal-refused");

    domain.look();
    assertThat(domain.asked).hasSize(1);
    domain.now = domain.now.plus(RenewalDomain.days(1));
    domain.script.set(domain::grant);
    domain.look();
    assertThat(domain.asked).hasSize(2);
    assertThat(domain.asked.get(1).transactionId())
        .isNotEqualTo(domain.asked.getFirst().transactionId());
    assertThat(domain.newest().number()).isEqualTo(3);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        refused(
            "another key",
            (domain, kur) ->
                RenewalDomain.pki(
                    domain.granted(
                        kur,
                        RenewalDomain.registrar(domain.year()),
                        Optional.of(World.SUITE.generateKeyPair().getPublic()))),
            "another public key"),
        refused(
            "another subject",
            (domain, kur) ->
                granted(domain, kur, CertificateProfile.registrar("other", domain.year())),
            "another subject"),
        refused(
            "another subjectAltName",
            (domain, kur) ->
                granted(domain, kur, RenewalDomain.registrar(domain.year()).withHost("r.example")),
            "another subject"),
        refused(
            "no registrar's profile",
            (domain, kur) ->
                granted(
                    domain,
                    kur,
                    RenewalDomain.registrar(domain.year())
                        .withExtendedKeyUsages(Oids.SERVER_AUTH, Oids.CLIENT_AUTH)),
            Oids.CMC_RA),
        refused(
            "no TLS server's profile",
            (domain, kur) ->
                granted(
                    domain,
                    kur,
                    RenewalDomain.registrar(domain.year())
                        .withExtendedKeyUsages(Oids.CMC_RA, Oids.CLIENT_AUTH)),
            Oids.SERVER_AUTH),
        refused(
            "a certification authority",
            (domain, kur) ->
                RenewalDomain.pki(
                    domain.granted(
                        kur,
                        CertificateProfile.issuingCa("registrar", domain.year()),
                        Optional.empty(),
                        domain.world.domainRoot)),
            "certification authority"),
        refused(
            "an end that is no later",
            (domain, kur) ->
                granted(
                    domain,
                    kur,
                    RenewalDomain.registrar(
                        new Validity(domain.now, domain.present.getNotAfter().toInstant()))),
            "no longer than the present one"),
        refused(
            "a beginning that is to come",
            (domain, kur) ->
                granted(
                    domain,
                    kur,
                    RenewalDomain.registrar(
                        Validity.lasting(
                            domain.now.plus(RenewalDomain.days(2)), RenewalDomain.days(365)))),
            "valid"),
        refused(
            "another domain's certificate",
            (domain, kur) ->
                RenewalDomain.pki(
                    domain.granted(
                        kur,
                        RenewalDomain.registrar(domain.year()),
                        Optional.empty(),
                        domain.world.deviceRoot)),
            "path"),
        refused(
            "a stranger's protection",
            (domain, kur) -> rejected(domain, domain.stranger(), kur),
            "leads to none"),
        refused(
            "a member's protection",
            (domain, kur) -> rejected(domain, domain.world.ldevid("4711"), kur),
            "cmcRA"),
        refused(
            "another's transaction",
            (domain, kur) -> granted(domain, domain.otherKur(), domain.registrarForAYear()),
            "transactionID"),
        refused(
            "another nonce",
            (domain, kur) ->
                RenewalDomain.pki(
                    domain
                        .composer(domain.world.responderChain())
                        .toPoll(
                            domain.granted(kur, domain.registrarForAYear(), Optional.empty()),
                            Nonce.fresh(World.SUITE))),
            "Nonce"),
        refused(
            "a rejection",
            (domain, kur) -> rejected(domain, domain.world.responderChain(), kur),
            "notAuthorized"),
        refused("an answer of another kind", (_, _) -> RenewalDomain.plain(404, none()), "404"));
  }

  private static Arguments refused(
      String why, BiFunction<RenewalDomain, CmpMessage, Answer> answer, String cause) {
    return Arguments.of(why, answer, cause);
  }

  private static Answer granted(RenewalDomain domain, CmpMessage kur, CertificateProfile profile) {
    return RenewalDomain.pki(domain.granted(kur, profile, Optional.empty()));
  }

  private static Answer rejected(RenewalDomain domain, Credential signer, CmpMessage kur) {
    return RenewalDomain.pki(
        domain
            .composer(signer)
            .rejected(ReplyTo.of(kur), Set.of(FailInfo.notAuthorized), "not this one"));
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }

  @Test
  void anAuthorityThatIsAwayIsAskedAgainEverLaterWithTheSameOctets() throws Exception {
    domain.script.set(
        _ -> {
          nobodyThere();
          throw new AssertionError("somebody listens at port 1");
        });
    domain.look();
    domain.look();
    assertThat(domain.asked).hasSize(1);
    domain.now = domain.now.plus(Duration.ofSeconds(5));
    domain.look();
    domain.now = domain.now.plus(Duration.ofSeconds(5));
    domain.look();
    assertThat(domain.asked).hasSize(2);
    domain.now = domain.now.plus(Duration.ofHours(1));
    domain.script.set(_ -> RenewalDomain.plain(503, Optional.of(Duration.ofHours(3))));
    domain.look();
    domain.now = domain.now.plus(Duration.ofHours(2));
    domain.look();
    assertThat(domain.asked).hasSize(3);
    assertThat(domain.latest().orElseThrow().trouble().orElseThrow().cause()).contains("503");
    domain.now = domain.now.plus(Duration.ofHours(1));
    domain.script.set(domain::grant);
    domain.look();
    assertThat(domain.asked)
        .hasSize(4)
        .allMatch(kur -> java.util.Arrays.equals(kur.encoded(), domain.asked.get(0).encoded()));
    assertThat(domain.newest().number()).isEqualTo(3);
  }

  private static void nobodyThere() throws PeerFailure {
    Channel.open(
            new HostPort("127.0.0.1", 1),
            new ClientTls(Optional.empty(), PeerJudge.provisional(), false),
            ChannelLimits.standard())
        .close();
  }

  @Test
  void whatAClockPutOffThatWasAheadIsNotWaitedFor() throws Exception {
    domain.script.set(_ -> RenewalDomain.plain(503, none()));
    domain.now = domain.now.plus(RenewalDomain.days(40));
    domain.look();
    domain.now = domain.now.minus(RenewalDomain.days(40));
    domain.script.set(domain::grant);
    domain.look();
    assertThat(domain.newest().number()).isEqualTo(3);
  }

  @Test
  @Proves("CMP-E13")
  void anAuthorityThatSaysToWaitIsPolled() throws Exception {
    domain.script.set(
        kur ->
            RenewalDomain.pki(
                domain
                    .composer(world.responderChain())
                    .waiting(ReplyTo.of(kur), "a person decides", Nonce.fresh(World.SUITE))));
    domain.look();
    var kur = domain.asked.getFirst();
    assertThat(domain.latest().orElseThrow().isOpen()).isTrue();
    domain.script.set(
        poll ->
            RenewalDomain.pki(
                domain
                    .composer(world.responderChain())
                    .pollRep(
                        ReplyTo.of(poll),
                        Duration.ofHours(2),
                        "not yet",
                        Nonce.fresh(World.SUITE))));
    domain.now = domain.now.plusSeconds(1);
    domain.look();
    domain.now = domain.now.plus(Duration.ofHours(1));
    domain.look();
    assertThat(domain.asked)
        .extracting(CmpMessage::type)
        .containsExactly(kur.type(), BodyType.pollReq);
    domain.script.set(
        poll ->
            RenewalDomain.pki(
                domain
                    .composer(world.responderChain())
                    .toPoll(
                        domain.granted(kur, domain.registrarForAYear(), Optional.empty()),
                        poll.senderNonce().orElseThrow())));
    domain.now = domain.now.plus(Duration.ofHours(1));
    domain.look();
    assertThat(domain.newest().credential().leaf()).isEqualTo(domain.issued.getFirst());
  }

  @Test
  @Proves("CMP-E4")
  void aCertificateIsConfirmedWhereTheAuthorityWantsThat() throws Exception {
    domain.script.set(this::explicit);
    domain.look();
    assertThat(domain.asked)
        .extracting(CmpMessage::type)
        .containsExactly(BodyType.kur, BodyType.certConf);
    assertThat(domain.newest().number()).isEqualTo(3);
  }

  @Test
  void anAnswerThatDecidesNothingDoesNotUndoWhatWasGranted() throws Exception {
    domain.script.set(
        message ->
            message.type() == BodyType.certConf
                ? RenewalDomain.plain(403, Optional.empty())
                : explicit(message));
    domain.look();
    assertThat(domain.latest().orElseThrow().state()).isEqualTo(Renewal.State.OPEN);
    assertThat(domain.file("renewal.key")).exists();

    domain.script.set(this::explicit);
    domain.now = domain.now.plus(RenewalDomain.days(1));
    domain.look();
    assertThat(domain.asked)
        .extracting(CmpMessage::type)
        .containsExactly(BodyType.kur, BodyType.certConf, BodyType.certConf);
    assertThat(domain.newest().number()).isEqualTo(3);
  }

  @Test
  void whatAPersonBeganIsGoneOnWithWhereNothingIsBegunByItself() throws Exception {
    domain.script.set(_ -> RenewalDomain.plain(503, none()));
    domain.started(own -> own.renewal().renew());
    domain.script.set(domain::grant);
    domain.now = domain.now.plus(RenewalDomain.days(1));
    domain.started(
        own -> {
          own.renewal().look(false);
          return true;
        });
    assertSameRequest();
  }

  @Test
  void byItselfItTakesInNothingThatAPersonHasPutThere() throws Exception {
    domain.started(
        own -> {
          Keyring.open(domain.file("")).add(domain.madeByHand());
          own.renewal().look(true);
          return true;
        });
    assertThat(domain.journal()).doesNotContain("credential-taken");
    assertThat(domain.newest().number()).isEqualTo(4);
  }

  private Answer explicit(CmpMessage message) {
    var composer = domain.composer(world.responderChain());
    if (message.type() == BodyType.certConf) {
      return RenewalDomain.pki(composer.pkiConf(ReplyTo.of(message)));
    }
    var certificate =
        World.ISSUER.issue(
            world.issuingCa, RenewalDomain.requestedKey(message), domain.registrarForAYear());
    return RenewalDomain.pki(
        composer.granted(
            ReplyTo.of(message),
            dev.brski.cmp.Grant.of(
                certificate,
                List.of(world.issuingCa.leaf()),
                new dev.brski.cmp.Grant.Confirmation.Explicit())));
  }

  @Test
  void anExpiredCredentialAsksForNothing() throws Exception {
    domain.now = domain.now.plus(RenewalDomain.days(61));
    assertThat(refusal(domain.started(own -> own.renewal().renew())).check().id())
        .isEqualTo("renewal-expired");
    assertThat(domain.asked).isEmpty();
  }

  @Test
  void aKeyWhoseRequestWasNotWrittenIsForgotten() throws Exception {
    Files.writeString(domain.file("renewal.key"), "half of it is here");
    domain.look();
    assertThat(domain.newest().number()).isEqualTo(3);
    assertThat(domain.file("renewal.key")).doesNotExist();
  }

  @Test
  void cutOffBeforeTheRequestIsHeardItIsSentAgain() throws Exception {
    domain.script.set(
        _ -> {
          throw new Cut();
        });
    cut();
    domain.script.set(domain::grant);
    domain.look();
    assertSameRequest();
  }

  @Test
  void cutOffBeforeTheAnswerIsHeardThereIsOneCertificate() throws Exception {
    var answer = new java.util.concurrent.atomic.AtomicReference<Answer>();
    domain.script.set(
        kur -> {
          answer.set(domain.grant(kur));
          throw new Cut();
        });
    cut();
    domain.script.set(_ -> answer.get());
    domain.look();
    assertSameRequest();
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"gen-3.key", "gen-3.pem"})
  void cutOffBeforeAFileIsWrittenTheCertificateIsNotAskedForAgain(String file) throws Exception {
    var obstacle = Files.createDirectories(domain.file(file)).resolve("in the way");
    Files.createFile(obstacle);
    assertThatThrownBy(domain::look).isInstanceOf(IOException.class);
    Files.delete(obstacle);
    Files.delete(domain.file(file));
    domain.look();
    assertThat(domain.asked).hasSize(1);
    assertThat(domain.newest().credential().leaf()).isEqualTo(domain.issued.getFirst());
  }

  @Test
  void cutOffBeforeItIsNotedThatItIsInTheKeyringThatIsNotedAtTheNextStart() throws Exception {
    domain.look();
    domain.started(
        (_, store) -> {
          store.change(tx -> tx.update("UPDATE renewal SET state = 'OPEN'"));
          return true;
        });
    domain.look();
    assertThat(domain.latest().orElseThrow().state()).isEqualTo(Renewal.State.DONE);
    assertThat(domain.asked).hasSize(1);
    assertThat(domain.newest().number()).isEqualTo(3);
  }

  @Test
  void whatIsUnderWayIsGivenUpForACredentialThatAnOperatorMade() throws Exception {
    domain.script.set(_ -> RenewalDomain.plain(503, none()));
    domain.started(
        own -> {
          own.renewal().look(true);
          Keyring.open(domain.file("")).add(domain.madeByHand());
          assertThat(World.accepted(own.desk(Optional::<Integer>empty).reread()).taken())
              .containsExactly(3);
          own.renewal().look(true);
          return true;
        });
    assertThat(domain.latest().orElseThrow().state()).isEqualTo(Renewal.State.GIVEN_UP);
    assertThat(domain.asked).hasSize(1);
    assertThat(domain.file("renewal.key")).doesNotExist();
    assertThat(domain.journal()).contains("credential-taken", "credential-renewal-given-up");
  }

  @Test
  void aCredentialOfAnotherDomainIsNotTakenIn() throws Exception {
    var stranger =
        World.ISSUER.credential(world.deviceRoot, RenewalDomain.registrar(domain.year()));
    var verdict =
        domain.started(
            own -> {
              Keyring.open(domain.file("")).add(stranger);
              var reread = own.desk(Optional::<Integer>empty).reread();
              assertThat(own.desk(Optional::<Integer>empty).standing().generation()).isEqualTo(2);
              return reread;
            });
    assertThat(refusal(verdict).check().id()).isEqualTo("renewal-generation");
    assertThat(refusal(verdict).cause()).contains("generation 3");
  }

  @Test
  void whatAPersonIsCopyingIsInNobodysWay() throws Exception {
    var half = Files.writeString(domain.file("gen-3.key"), "a key whose certificate is to come");
    domain.look();
    assertThat(half).hasContent("a key whose certificate is to come");
    assertThat(domain.newest().number()).isEqualTo(4);
    assertThat(domain.newest().credential().leaf()).isEqualTo(domain.issued.getFirst());
  }

  private void cut() {
    assertThatThrownBy(domain::look).isInstanceOf(Cut.class);
  }

  private void assertSameRequest() throws Exception {
    assertThat(domain.asked).hasSize(2);
    assertThat(domain.asked.get(1).encoded()).isEqualTo(domain.asked.get(0).encoded());
    assertThat(domain.issued).hasSize(1);
    assertThat(domain.newest().credential().leaf()).isEqualTo(domain.issued.getFirst());
  }

  private static Refusal refusal(Verdict<?> verdict) {
    return switch (verdict) {
      case Verdict.Refused<?>(Refusal refusal) -> refusal;
      case Verdict.Accepted<?>(Object value) -> throw new AssertionError("accepted: " + value);
    };
  }
}
