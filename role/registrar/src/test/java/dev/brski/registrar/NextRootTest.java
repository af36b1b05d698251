package dev.brski.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.BodyType;
import dev.brski.cmp.CmpMessage;
import dev.brski.cmp.Grant;
import dev.brski.cmp.Information;
import dev.brski.cmp.ReplyTo;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.registrar.carrier.Answer;
import dev.brski.registrar.imprint.RegistrarRequest;
import dev.brski.registrar.setup.DomainRoots;
import dev.brski.registrar.setup.RegistrarFolder;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registrar learns of the root that its own next credential stands under. */
class NextRootTest extends InWorld {

  private RenewalDomain domain;
  private Credential next;
  private Credential issuingCa;
  private Credential responder;
  private X509Certificate newWithOld;

  @BeforeEach
  void makeDomain() throws Exception {
    domain = new RenewalDomain(world, folder);
    next = World.ISSUER.selfSigned(CertificateProfile.rootCa("domain", World.VALIDITY));
    newWithOld = link(world.domainRoot);
    issuingCa =
        World.ISSUER.credential(next, CertificateProfile.issuingCa("issuing 2", World.VALIDITY));
    var made =
        World.ISSUER.credential(issuingCa, CertificateProfile.responder("ra", World.VALIDITY));
    responder = new Credential(made.key(), List.of(made.leaf(), issuingCa.leaf(), newWithOld));
    domain.script.set(this::answered);
  }

  private X509Certificate link(Credential old) {
    return World.ISSUER.issue(
        old, next.leaf().getPublicKey(), CertificateProfile.rootCa("domain", World.VALIDITY));
  }

  private Answer answered(CmpMessage message) {
    return message.type() == BodyType.genm
        ? told(
            message, Optional.of(new Information.Roots(next.leaf(), newWithOld, Optional.empty())))
        : renewed(message);
  }

  private Answer told(CmpMessage genm, Optional<Information.Roots> roots) {
    return RenewalDomain.pki(
        domain
            .composer(responder)
            .information(ReplyTo.of(genm), new Information.RootUpdate(roots)));
  }

  private Answer renewed(CmpMessage kur) {
    var certificate =
        World.ISSUER.issue(issuingCa, RenewalDomain.requestedKey(kur), domain.registrarForAYear());
    return RenewalDomain.pki(
        domain
            .composer(responder)
            .granted(
                ReplyTo.of(kur),
                Grant.of(
                    certificate,
                    List.of(issuingCa.leaf(), newWithOld),
                    new Grant.Confirmation.Implicit())));
  }

  private DomainRoots roots() throws Exception {
    return DomainRoots.open(new RegistrarFolder(folder));
  }

  private List<BodyType> asked() {
    return domain.asked.stream().map(CmpMessage::type).toList();
  }

  private List<X509Certificate> offered() throws Exception {
    return RegistrarRequest.toBePinned(
        domain.newest().credential(), roots().certificates(), World.SUITE);
  }

  @Test
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update", "EN-20"})
  void itAsksForTheRootThatItsNextCredentialStandsUnderAndOffersThatAsThePin() throws Exception {
    assertThat(offered().getLast()).isEqualTo(world.domainRoot.leaf());
    domain.look();

    assertThat(asked()).containsExactly(BodyType.kur, BodyType.genm);
    var chain = domain.newest().credential().chain();
    assertThat(chain).endsWith(issuingCa.leaf(), newWithOld);
    assertThat(roots().certificates()).containsExactly(next.leaf(), world.domainRoot.leaf());
    assertThat(Certificates.readPem(folder.resolve("domain-ca-2.pem")))
        .containsExactly(next.leaf());
    assertThat(Certificates.readPem(folder.resolve("domain-ca.pem")))
        .containsExactly(world.domainRoot.leaf());
    assertThat(roots().authorityChains())
        .containsExactly(List.of(responder.leaf(), issuingCa.leaf(), newWithOld));
    assertThat(offered())
        .containsExactly(chain.getFirst(), issuingCa.leaf(), next.leaf(), newWithOld);

    domain.look();
    assertThat(asked()).as("it is known").hasSize(2);
  }

  @Test
  void whatRunsKnowsItAtOnce() throws Exception {
    var known =
        domain.started(
            own -> {
              own.renewal().look(true);
              return own;
            });
    assertThat(known).isNotNull();
    assertThat(roots().certificates()).contains(next.leaf());
  }

  @Test
  void whileItIsNotToldThePinIsTheRootThatItKnows() throws Exception {
    domain.script.set(
        message ->
            message.type() == BodyType.genm
                ? RenewalDomain.plain(503, Optional.empty())
                : renewed(message));
    domain.look();
    assertThat(roots().certificates()).containsExactly(world.domainRoot.leaf());
    assertThat(offered()).endsWith(issuingCa.leaf(), newWithOld, world.domainRoot.leaf());

    domain.script.set(this::answered);
    domain.now = domain.now.plus(Duration.ofMinutes(61));
    domain.look();
    assertThat(roots().certificates()).contains(next.leaf());
  }

  @Test
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update"})
  void aRootThatTheKnownOneDoesNotVouchForIsNotTaken() throws Exception {
    var forged = World.ISSUER.selfSigned(CertificateProfile.rootCa("domain", World.VALIDITY));
    for (var wrong :
        List.of(
            Optional.of(
                new Information.Roots(
                    forged.leaf(), newWithOld, Optional.<X509Certificate>empty())),
            Optional.of(
                new Information.Roots(
                    next.leaf(), link(forged), Optional.<X509Certificate>empty())),
            Optional.<Information.Roots>empty())) {
      domain.script.set(
          message -> message.type() == BodyType.genm ? told(message, wrong) : renewed(message));
      domain.look();
      assertThat(roots().certificates()).containsExactly(world.domainRoot.leaf());
      assertThat(Files.exists(folder.resolve("domain-ca-2.pem"))).isFalse();
    }
    assertThat(domain.newest().number()).as("it goes on under the root it knows").isEqualTo(3);
    domain.started(
        own -> {
          own.renewal().look(true);
          own.renewal().look(true);
          return true;
        });
    assertThat(asked()).as("not before an hour").hasSize(1 + 4);
  }

  @Test
  void aRegistrarThatHasRenewedBeforeLeadsToTheOldRootStill() throws Exception {
    domain.look();
    domain.now = domain.now.plus(RenewalDomain.days(300));
    domain.look();
    assertThat(domain.newest().number()).isEqualTo(4);
    assertThat(domain.newest().credential().chain()).endsWith(issuingCa.leaf(), newWithOld);
    assertThat(asked()).containsExactly(BodyType.kur, BodyType.genm, BodyType.kur);
  }
}
