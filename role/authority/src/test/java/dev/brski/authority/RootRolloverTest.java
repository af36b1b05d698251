package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static dev.brski.authority.TestDomain.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.setup.Rollover;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.cmp.Consent;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.PathValidator;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.RootCaKeyUpdateContent;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A domain gets its next root, linked with the one before. */
class RootRolloverTest {

  private static final int YEARS = Rollover.ROOT_YEARS;

  @TempDir private Path temp;
  private TestDomain domain;
  private int years = YEARS;

  @BeforeEach
  void make() throws Exception {
    domain = new TestDomain(temp);
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private Verdict<Rollover.MadeRoot> tried(Optional<Path> key, int years) throws IOException {
    return new Rollover(domain.dir, domain.clock).root(key, years);
  }

  /** One that lasts longer than the one before, made in the same moment. */
  private Rollover.MadeRoot rolled() throws IOException {
    years++;
    return accepted(tried(Optional.empty(), years));
  }

  private void roll() throws Exception {
    rolled();
    domain.stop();
    domain.start();
  }

  private X509Certificate root(int generation) throws IOException {
    return Certificates.readPem(rootFile(generation)).getFirst();
  }

  private Path rootFile(int generation) {
    return domain.dir.resolve(
        generation == 1 ? "domain-ca.pem" : "domain-ca-" + generation + ".pem");
  }

  private List<X509Certificate> links(int generation) throws IOException {
    return Certificates.readPem(domain.dir.resolve("domain-ca-" + generation + "-links.pem"));
  }

  private X509Certificate newWithOld(int generation) throws IOException {
    return links(generation).getFirst();
  }

  private X509Certificate oldWithNew(int generation) throws IOException {
    return links(generation).getLast();
  }

  private static Instant from(X509Certificate certificate) {
    return certificate.getNotBefore().toInstant();
  }

  private static Instant until(X509Certificate certificate) {
    return certificate.getNotAfter().toInstant();
  }

  /** Whether a path leads from the first of some certificates, by the others, to a root. */
  private void leads(List<X509Certificate> chain, X509Certificate root) {
    var paths = PathValidator.standard(TestDevice.SUITE);
    var any = new Purpose("any", Set.of(), false, Purpose.Validity.RESPECTED);
    accepted(
        paths.validate(
            chain.getFirst(),
            chain,
            Anchors.of(List.of(root)),
            any,
            new Moment.Known(domain.clock.instant())));
  }

  @Test
  @Proves("CMP-B16")
  void theValiditiesAreThoseOfRfc9810() throws Exception {
    domain.clock.advance(Duration.ofDays(400));
    var made = rolled();
    var old = root(1);
    var newest = root(2);
    assertThat(made.generation()).isEqualTo(2);
    assertThat(made.root()).isEqualTo(newest);
    assertThat(newest.getSubjectX500Principal()).isEqualTo(old.getSubjectX500Principal());
    assertThat(newest.getPublicKey()).isNotEqualTo(old.getPublicKey());
    newest.verify(newest.getPublicKey());
    assertThat(from(newest))
        .isEqualTo(domain.clock.instant().truncatedTo(ChronoUnit.SECONDS))
        .isBefore(until(old));
    assertThat(until(newest)).isAfter(until(old));
    newWithOld(2).verify(old.getPublicKey());
    assertThat(newWithOld(2).getPublicKey()).isEqualTo(newest.getPublicKey());
    assertThat(from(newWithOld(2))).isEqualTo(from(newest));
    assertThat(until(newWithOld(2))).isEqualTo(until(old));
    oldWithNew(2).verify(newest.getPublicKey());
    assertThat(oldWithNew(2).getPublicKey()).isEqualTo(old.getPublicKey());
    assertThat(from(oldWithNew(2))).isEqualTo(from(old));
    assertThat(until(oldWithNew(2))).isEqualTo(until(old));
  }

  @Test
  void whatIsMadeUnderItLeadsToBoth() throws Exception {
    var before = Files.readAllBytes(rootFile(1));
    rolled();
    for (var name : List.of("issuing-ca-2", "responder-2", "tls-2")) {
      var chain = domain.credential(name).chain();
      assertThat(chain).endsWith(newWithOld(2)).doesNotContain(root(1), root(2));
      leads(chain, root(1));
      leads(chain, root(2));
    }
    domain.issuingCa(2).verify(root(2).getPublicKey());
    assertThat(Files.readAllBytes(rootFile(1))).isEqualTo(before);
    var key = domain.dir.resolve("keys/root-2.key");
    assertThat(new Credential(Credential.readKey(key), List.of(root(2))).key()).isNotNull();
    assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
  }

  @Test
  void theNextIssuingCaIsUnderTheNewestRootAndAThirdRootLeadsToAllBefore() throws Exception {
    rolled();
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    domain.issuingCa(3).verify(root(2).getPublicKey());
    assertThat(domain.credential("issuing-ca-3").chain())
        .containsExactly(domain.issuingCa(3), newWithOld(2));
    domain.clock.advance(Duration.ofDays(1));
    assertThat(rolled().generation()).isEqualTo(3);
    assertThat(domain.credential("issuing-ca-4").chain())
        .containsExactly(domain.issuingCa(4), newWithOld(3), newWithOld(2));
    for (int generation : List.of(1, 2, 3)) {
      leads(domain.credential("tls-4").chain(), root(generation));
    }
  }

  @Test
  void whatIsThereOfARootWithoutCertificateDoesNotCountAndIsNotOverwritten() throws Exception {
    var key = domain.dir.resolve("keys/root-2.key");
    var linksFile = domain.dir.resolve("domain-ca-2-links.pem");
    Files.copy(domain.dir.resolve("keys/root.key"), key);
    Files.copy(rootFile(1), linksFile);
    domain.start();
    assertThat(domain.member("SN-1").certificate()).isNotNull();
    domain.stop();

    for (var remaining : List.of(key, linksFile)) {
      var before = Files.readAllBytes(remaining);
      var refusal = refused(tried(Optional.empty(), YEARS + 1));
      assertThat(refusal.check()).isEqualTo(SetupCheck.EXISTS);
      assertThat(refusal.remedy()).contains("put its certificate back", remaining.toString());
      assertThat(Files.readAllBytes(remaining)).isEqualTo(before);
      Files.delete(remaining);
    }
    assertThat(rolled().generation()).isEqualTo(2);
  }

  /** After a restored backup, with the key in its safe place, only others know of a root. */
  @Test
  void noRootIsMadeInPlaceOfOneThatIsMissing() throws Exception {
    domain.start();
    roll();
    domain.stop();
    var kept = Files.createDirectory(temp.resolve("kept"));
    for (var name : List.of("keys/root-2.key", "domain-ca-2-links.pem", "domain-ca-2.pem")) {
      var file = domain.dir.resolve(name);
      Files.move(file, kept.resolve(file.getFileName()));
    }
    var data = domain.dir.resolve("data");
    Files.move(data, kept.resolve("data"));
    assertThat(refused(tried(Optional.empty(), YEARS + 2)).cause())
        .as("its issuing CA")
        .contains("issuing-ca-2.pem stands under no root that is here");

    Files.move(kept.resolve("data"), data);
    for (var name : List.of("issuing-ca-2.pem", "responder-2.pem", "tls-2.pem")) {
      Files.delete(domain.dir.resolve("keys").resolve(name));
    }
    assertThat(refused(tried(Optional.empty(), YEARS + 2)).cause())
        .as("the ledger")
        .contains("domain-ca-2.pem is missing");
    assertThat(domain.dir.resolve("keys/root-2.key")).doesNotExist();
    assertThat(rootFile(2)).doesNotExist();
  }

  @Test
  void aRunThatIsCutShortAfterTheIssuingCaIsGoneOnWith() throws Exception {
    rolled();
    var ca = domain.issuingCa(2);
    for (var lost : List.of(List.of("tls-2"), List.of("responder-2", "tls-2"))) {
      var responder = domain.credential("responder-2").leaf();
      for (var name : lost) {
        Files.delete(domain.dir.resolve("keys/" + name + ".pem"));
      }
      assertThat(domain.unstartable())
          .satisfies(
              refusal -> {
                assertThat(refusal.cause()).contains("does not stand under root 2");
                assertThat(refusal.remedy()).contains("authority roll root");
              });
      var made = accepted(tried(Optional.of(temp.resolve("none")), YEARS));
      assertThat(made.generation()).isEqualTo(2);
      assertThat(made.root()).isEqualTo(root(2));
      assertThat(made.issuing().certificate()).isEqualTo(ca).isEqualTo(domain.issuingCa(2));
      for (var name : List.of("responder-2", "tls-2")) {
        assertThat(domain.credential(name).chain()).contains(ca).endsWith(newWithOld(2));
        leads(domain.credential(name).chain(), root(2));
      }
      assertThat(domain.credential("responder-2").leaf().equals(responder))
          .as("it is made anew if it is lost")
          .isEqualTo(!lost.contains("responder-2"));
    }
    assertThat(rootFile(3)).doesNotExist();
    assertThat(domain.dir.resolve("keys/issuing-ca-3.pem")).doesNotExist();
    domain.start();
    assertThat(domain.member("SN-1").certificate()).isNotNull();
  }

  @Test
  void aRunThatIsCutShortBeforeTheIssuingCaIsGoneOnWith() throws Exception {
    rolled();
    for (var name : List.of("issuing-ca-2", "responder-2", "tls-2")) {
      Files.delete(domain.dir.resolve("keys/" + name + ".pem"));
    }
    domain.start();
    domain.stop();
    var before = root(2);
    var made = accepted(tried(Optional.of(temp.resolve("none")), YEARS));
    assertThat(made.generation()).isEqualTo(2);
    assertThat(root(2)).isEqualTo(before);
    assertThat(rootFile(3)).doesNotExist();
    domain.issuingCa(2).verify(before.getPublicKey());
  }

  @Test
  void aRootThatCannotFollowIsNotMade() throws Exception {
    for (int years : List.of(0, -1, 101, YEARS)) {
      assertThat(refused(tried(Optional.empty(), years)).check())
          .as("%d years", years)
          .isEqualTo(SetupCheck.ROOT);
    }
    assertThat(refused(tried(Optional.of(temp.resolve("none")), YEARS)).remedy())
        .contains("--root-key");
    assertThat(
            refused(tried(Optional.of(domain.dir.resolve("keys/issuing-ca.key")), YEARS)).check())
        .isEqualTo(SetupCheck.KEY);
    domain.clock.advance(Duration.ofDays(26 * 365));
    assertThat(refused(tried(Optional.empty(), YEARS)).check()).isEqualTo(SetupCheck.FILE);
    assertThat(rootFile(2)).doesNotExist();
    assertThat(domain.dir.resolve("keys/root-2.key")).doesNotExist();
  }

  private static byte[] kur(TestDevice member) {
    return member.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded();
  }

  /** TLS of the platform, which trusts the first root alone, lets every message through. */
  @Test
  @Proves({"CMP-B16", "EN-20"})
  void whoKnowsTheOldRootGoesOn() throws Exception {
    domain.start();
    var first = domain.member("SN-1", 1);
    roll();
    var answer = domain.send(domain.nested(kur(first)));
    assertThat(answer.extraCerts().getFirst()).isEqualTo(domain.credential("responder-2").leaf());
    assertThat(answer.extraCerts()).contains(newWithOld(2)).doesNotContain(root(1), root(2));
    leads(answer.extraCerts(), root(1));
    leads(answer.extraCerts(), root(2));
    var next = answer.certificate().orElseThrow();
    next.verify(domain.issuingCa(2).getPublicKey());
    var second = first.member(next, domain.issuingCa(2));
    assertThat(domain.send(domain.nested(kur(second))).certificate()).isPresent();
    var old = new TestDevice("line 2", domain.registrar(), TestDevice.SUITE.generateKeyPair());
    assertThat(domain.send(kur(old)).certificate()).isPresent();
  }

  @Test
  void aRequestThatWasHeldIsGrantedUnderTheNewest() throws Exception {
    domain.configured("approval: automatic", "approval: manual").start();
    var device = domain.maker.device("SN-1");
    var waiting = domain.send(domain.approved(device));
    assertThat(waiting.statusNumber()).isEqualTo(PKIStatus.WAITING);
    roll();
    accepted(
        domain.operator.approve(
            accepted(domain.operator.pending()).getFirst().id(), "ann", Optional.empty()));
    var answer = domain.send(SignedMessages.poll(waiting, device.idevid()));
    answer.certificate().orElseThrow().verify(domain.issuingCa(2).getPublicKey());
    leads(answer.extraCerts(), root(1));
  }

  @Test
  void aVoucherMayPinAnyRoot() throws Exception {
    domain.start();
    roll();
    for (int generation : List.of(1, 2)) {
      var device = domain.maker.device("SN-" + generation);
      var evidence =
          new Consent(
              "imprint", 1, generation, domain.voucher("SN-" + generation, root(generation)));
      var request = domain.nesting(device.request().encoded()).consent(evidence).encoded();
      assertThat(domain.send(request).certificate()).as("root %d", generation).isPresent();
    }
  }

  @Test
  void aRegistrarThatComesLaterKnowsAllRoots() throws Exception {
    domain.start();
    roll();
    var out = temp.resolve("registrar-2");
    accepted(domain.operator.registrar("line 3", out));
    assertThat(Certificates.readPem(out.resolve("domain-ca.pem")))
        .containsExactly(root(2), root(1));
    assertThat(Certificates.readPem(out.resolve("registrar.pem")))
        .endsWith(domain.issuingCa(2), newWithOld(2));
    leads(Certificates.readPem(out.resolve("authority.pem")), root(1));
  }

  private Optional<RootCaKeyUpdateContent> update(Optional<X509Certificate> old) throws Exception {
    return Optional.ofNullable(
            asked(
                    CMPObjectIdentifiers.id_it_rootCaCert,
                    old.map(root -> Certificate.getInstance(Certificates.encoded(root))))
                .information()
                .getInfoValue())
        .map(RootCaKeyUpdateContent::getInstance);
  }

  private Answer asked(ASN1ObjectIdentifier type, Optional<ASN1Encodable> value) throws Exception {
    return domain.send(SignedMessages.question(type, value).signed(domain.registrar()));
  }

  private static X509Certificate read(ASN1Encodable certificate) throws Exception {
    return Certificates.parse(TestMessage.der(Certificate.getInstance(certificate)));
  }

  @Test
  @Proves({"CMP-E8", "CMP-F14"})
  void whatFollowsOnARootIsTold() throws Exception {
    domain.start();
    assertThat(update(Optional.of(root(1)))).isEmpty();
    assertThat(update(Optional.empty())).isEmpty();
    roll();
    roll();
    for (int old : List.of(1, 2)) {
      var told = update(Optional.of(root(old))).orElseThrow();
      int next = old + 1;
      assertThat(read(told.getNewWithNew())).isEqualTo(root(next));
      assertThat(read(told.getNewWithOld())).isEqualTo(newWithOld(next));
      assertThat(read(told.getOldWithNew())).isEqualTo(oldWithNew(next));
    }
    assertThat(read(update(Optional.empty()).orElseThrow().getNewWithNew())).isEqualTo(root(3));
    assertThat(update(Optional.of(root(3)))).isEmpty();
    assertThat(update(Optional.of(domain.issuingCa(1)))).as("none of ours").isEmpty();
  }

  @Test
  @Proves("CMP-E7")
  void allAuthoritiesLinksAndRootsAreTold() throws Exception {
    domain.start();
    roll();
    var told = new ArrayList<X509Certificate>();
    for (var element :
        ASN1Sequence.getInstance(
            asked(CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
                .information()
                .getInfoValue())) {
      told.add(read(element));
    }
    assertThat(told)
        .containsExactly(
            domain.issuingCa(2),
            newWithOld(2),
            domain.issuingCa(1),
            oldWithNew(2),
            root(2),
            root(1));
    for (var pin : List.of(root(1), root(2))) {
      for (var one : told.subList(0, 4)) {
        var chain = new ArrayList<>(List.of(one));
        chain.addAll(told);
        leads(chain, pin);
      }
    }
  }

  @Test
  void theEvidenceHasAllRootsThatOfTheVoucherFirst() throws Exception {
    domain.start();
    var first = domain.member("SN-1", 1);
    roll();
    assertThat(domain.send(domain.nested(kur(first))).certificate()).isPresent();
    var out = temp.resolve("evidence");
    accepted(domain.operator.evidence(new EvidenceOrder("SN-1", Optional.empty()), out));
    assertThat(Certificates.readPem(out.resolve("domain-ca.pem")))
        .containsExactly(root(1), root(2));
    assertThat(Certificates.readPem(out.resolve("issuing-ca.pem")))
        .contains(domain.issuingCa(1), domain.issuingCa(2))
        .doesNotContain(root(1), root(2));
  }

  @Test
  void withoutARootThatIsKnownOrNeededNothingStarts() throws Exception {
    domain.start();
    domain.stop();
    rolled();
    var away = temp.resolve("away.pem");
    Files.move(rootFile(2), away);
    assertThat(domain.unstartable().cause())
        .as("the ledger has not seen it")
        .contains("issuing-ca-2.pem stands under no root")
        .contains("domain-ca-2.pem");
    Files.move(away, rootFile(2));
    domain.start();
    domain.stop();
    Files.move(rootFile(2), away);
    assertThat(domain.unstartable().check()).isEqualTo(SetupCheck.FILE);
    assertThat(domain.unstartable().cause()).contains("domain-ca-2.pem is missing");
    assertThat(domain.unstartable().remedy()).contains("from the backup");
    Files.move(away, rootFile(2));
    var linksFile = domain.dir.resolve("domain-ca-2-links.pem");
    var links = Files.readString(linksFile);
    Files.writeString(linksFile, Certificates.toPem(List.of(oldWithNew(2))));
    assertThat(domain.unstartable().cause()).contains("domain-ca-2-links.pem does not link");
    Files.writeString(linksFile, links);
    domain.start();
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("root.entered"))
        .extracting(line -> line.details().get("generation"))
        .containsExactly("1", "2");
  }

  @Test
  void anotherRootInThePlaceOfAKnownOneIsRefused() throws Exception {
    domain.start();
    roll();
    domain.stop();
    for (var name :
        List.of(
            "domain-ca-2.pem",
            "domain-ca-2-links.pem",
            "keys/root-2.key",
            "keys/issuing-ca-2.pem",
            "keys/responder-2.pem",
            "keys/tls-2.pem")) {
      Files.delete(domain.dir.resolve(name));
    }
    var data = domain.dir.resolve("data");
    var away = Files.move(data, temp.resolve("away"));
    rolled();
    Files.move(away, data);
    assertThat(domain.unstartable().cause())
        .contains("domain-ca-2.pem has another certificate than root 2");
  }

  private List<Refusal> outlook() {
    return accepted(Authority.outlook(domain.dir, domain.clock));
  }

  @Test
  void theOperatorLearnsThatARootEndsAndWhoStillGoesByIt() throws Exception {
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    domain.clock.advance(Duration.ofDays(14 * 365));
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    domain.clock.advance(Duration.ofDays(7 * 365));
    assertThat(outlook().subList(0, 2))
        .allSatisfy(finding -> assertThat(finding.remedy()).contains("authority roll root"))
        .extracting(Refusal::check)
        .containsExactly(SetupCheck.ROOT_ENDS, SetupCheck.ISSUING_CA_ENDS);
    assertThat(outlook().getFirst().cause()).contains("root 1 ends at").contains("registrars");
    domain.clock.advance(Duration.ofDays(3 * 365 + 100));
    assertThat(outlook().getFirst().cause()).contains("365 days");
    rolled();
    assertThat(outlook())
        .extracting(Refusal::check)
        .containsExactly(SetupCheck.OLDER_KEYS, SetupCheck.OLDER_ROOT);
    assertThat(outlook().getLast().cause()).contains("root 1");
    domain.clock.advance(Duration.ofDays(2 * 365));
    assertThat(outlook()).as("the first is over").isEmpty();
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    var chain = domain.credential("tls-5").chain();
    assertThat(chain).as("nothing leads to what is over").doesNotContain(newWithOld(2));
  }
}
