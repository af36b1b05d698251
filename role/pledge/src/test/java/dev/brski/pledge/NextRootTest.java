package dev.brski.pledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.pledge.ScriptedRegistrar.Answer;
import dev.brski.pledge.ScriptedRegistrar.Seen;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device learns of the root that follows on the one it pinned (RFC 9810 section 4.4.2.2). */
final class NextRootTest {

  private static final String ROOT = "/.well-known/cmp/getrootupdate";

  @TempDir Path folder;
  private World world;
  private ScriptedRegistrar registrar;
  private final Issuer next = Issuer.root("CN=Plant 7 Issuing CA");
  private X509Certificate newWithOld;

  @BeforeEach
  void enroll() throws Exception {
    world = new World(folder);
    newWithOld = world.domainCa.certifyAuthority(next);
    registrar =
        world
            .registrar()
            .on(ScriptedRegistrar.KEY_UPDATE, this::renewedUnderTheNext)
            .on(ROOT, seen -> told(seen, next.certificate(), newWithOld));
    world.onboard(registrar);
    world.time.waits.clear();
    world.events.clear();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Answer renewedUnderTheNext(Seen seen) {
    return Answer.pkixcmp(
        Reply.to(seen.body(), world.authority)
            .withImplicitConfirm()
            .withExtraCerts(List.of(newWithOld))
            .kup(Reply.grant(seen.body(), next)));
  }

  private Answer told(Seen seen, X509Certificate newWithNew, X509Certificate link) {
    return Answer.pkixcmp(
        Reply.to(seen.body(), world.authority)
            .genp(
                CMPObjectIdentifiers.id_it_rootCaKeyUpdate,
                new DERSequence(
                    new ASN1Encodable[] {
                      asn1(newWithNew), new DERTaggedObject(true, 0, asn1(link))
                    })));
  }

  private static ASN1Encodable asn1(X509Certificate certificate) {
    return Certificate.getInstance(Certificates.encoded(certificate));
  }

  private List<X509Certificate> nextRoots() throws Exception {
    var file = folder.resolve("domain-ca-next.pem");
    return Files.exists(file) ? Certificates.readPem(file) : List.of();
  }

  private Upkept renew() throws Exception {
    return world.upkeep().renew(world.member());
  }

  @Test
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update"})
  void aCertificateUnderTheNextRootLetsTheDeviceAskForItAndTrustIt() throws Exception {
    assertThat(renew()).isInstanceOf(Upkept.Renewed.class);

    assertThat(registrar.seen(ROOT)).hasSize(1);
    assertThat(Reply.question(registrar.seen(ROOT).getFirst().body()).getInfoValue())
        .isEqualTo(asn1(world.domainCa.certificate()));
    assertThat(nextRoots()).containsExactly(next.certificate());
    assertThat(Certificates.readPem(folder.resolve("domain-ca.pem")))
        .containsExactly(world.domainCa.certificate());
    assertThat(world.events).contains(new Event.RootTaken(next.certificate()));
    assertThat(world.status().roots())
        .extracting(PledgeStatus.Root::from)
        .containsExactly("voucher", "root update");

    registrar.use(next.endEntity("CN=Registrar", Issuer.CMC_RA));
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), next.endEntity("CN=RA", Issuer.CMC_RA))
                    .withImplicitConfirm()
                    .kup(Reply.grant(seen.body(), next))));
    assertThat(renew()).as("without any link").isInstanceOf(Upkept.Renewed.class);
    assertThat(registrar.seen(ROOT)).as("it is known").hasSize(1);
  }

  @Test
  void withoutSuchACertificateNothingIsAsked() throws Exception {
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.authority)
                    .withImplicitConfirm()
                    .kup(Reply.grant(seen.body(), world.domainCa))));
    assertThat(renew()).isInstanceOf(Upkept.Renewed.class);
    assertThat(registrar.seen(ROOT)).isEmpty();
    assertThat(nextRoots()).isEmpty();
  }

  @Test
  @Proves({"CMP-E8", "9810-4.4.2.2-root-update"})
  void whatNobodyVouchesForIsNotTrustedAndTheRenewalCountsAllTheSame() throws Exception {
    var forged = Issuer.root("CN=Plant 7 Issuing CA");
    var elsewhere = Issuer.root("CN=Plant 7 Issuing CA");
    for (var wrong :
        List.of(
            List.of(next.certificate(), elsewhere.certifyAuthority(next)),
            List.of(forged.certificate(), newWithOld),
            List.of(newWithOld, newWithOld),
            List.of(world.domainCa.certificate(), world.domainCa.certificate()))) {
      registrar.on(ROOT, seen -> told(seen, wrong.getFirst(), wrong.getLast()));
      assertThat(renew()).isInstanceOf(Upkept.Renewed.class);
      assertThat(nextRoots()).isEmpty();
    }
    assertThat(registrar.seen(ROOT)).as("it is asked again each time").hasSize(4);
    registrar.use(forged.endEntity("CN=Registrar", Issuer.CMC_RA));
    assertThat(renew()).isInstanceOf(Outcome.Unfinished.class);
  }

  @Test
  void whoeverIsAwayIsAskedWhenItIsLookedAgainWhetherARenewalIsDue() throws Exception {
    registrar.on(ROOT, seen -> Answer.text(503, "later"));
    assertThat(renew()).isInstanceOf(Upkept.Renewed.class);
    assertThat(nextRoots()).isEmpty();

    registrar.on(ROOT, seen -> told(seen, next.certificate(), newWithOld));
    assertThat(world.upkeep().renewWhenDue(world.member())).isInstanceOf(Upkept.NotDue.class);
    assertThat(nextRoots()).containsExactly(next.certificate());
  }

  @Test
  void aRootAfterTheNextIsTakenToo() throws Exception {
    renew();
    var third = Issuer.root("CN=Plant 7 Issuing CA");
    var link = next.certifyAuthority(third);
    registrar.on(
        ScriptedRegistrar.KEY_UPDATE,
        seen ->
            Answer.pkixcmp(
                Reply.to(seen.body(), world.authority)
                    .withImplicitConfirm()
                    .withExtraCerts(List.of(newWithOld, link))
                    .kup(Reply.grant(seen.body(), third))));
    registrar.on(ROOT, seen -> told(seen, third.certificate(), link));
    assertThat(renew()).isInstanceOf(Upkept.Renewed.class);
    assertThat(nextRoots()).containsExactly(next.certificate(), third.certificate());
    assertThat(Reply.question(registrar.seen(ROOT).getLast().body()).getInfoValue())
        .isEqualTo(asn1(next.certificate()));
  }

  @Test
  void whoIsNoMemberTrustsNoneOfItAndAnotherMembershipForgetsIt() throws Exception {
    renew();
    assertThat(nextRoots()).isNotEmpty();
    world.onboarding().reset(folder);
    assertThat(nextRoots()).isEmpty();

    registrar.on(ScriptedRegistrar.INITIALIZATION, seen -> Answer.text(503, "later"));
    world.onboard(Optional.of(java.time.Duration.ZERO), registrar);
    var asked = (Upkept.Answered) world.upkeep().ask(world.member(), Question.ROOT_UPDATE);
    var found = ((Finding.RootUpdate) asked.finding()).next().orElseThrow();
    assertThat(found.trusted()).isFalse();
    assertThat(world.status().roots()).isEmpty();
    registrar.on(ScriptedRegistrar.INITIALIZATION, world::rightCertificate);
    world.time.waits.clear();
    world.onboard(registrar);
    assertThat(nextRoots()).as("a member asks anew").isEmpty();
  }
}
