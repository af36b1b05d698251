package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.issuing.PublishedList;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.authority.setup.Rollover;
import dev.brski.authority.setup.SetupCheck;
import dev.brski.cmp.Consent;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CRLSource;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An authority gets its next issuing CA, under the same root. */
class RolloverTest {

  private static final int KUR = PKIBody.TYPE_KEY_UPDATE_REQ;
  private static final String LIST_URL = "http://pki.example.com/domain.crl";

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void make() throws Exception {
    domain =
        new TestDomain(temp)
            .configured("# crl-url: \"" + LIST_URL + "\"", "crl-url: \"" + LIST_URL + "\"");
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private Rollover.Made rolled() throws IOException {
    return accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
  }

  /** The next issuing CA, at work. */
  private void roll() throws Exception {
    rolled();
    domain.stop();
    domain.start();
  }

  private Refusal refused(Optional<Path> rootKey) throws IOException {
    return TestDomain.refused(new Rollover(domain.dir, domain.clock).issuingCa(rootKey));
  }

  private void isOf(int generation, X509Certificate certificate) throws Exception {
    certificate.verify(domain.issuingCa(generation).getPublicKey());
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(domain.issuingCa(generation).getSubjectX500Principal());
    var text = new String(certificate.getExtensionValue("2.5.29.31"), StandardCharsets.ISO_8859_1);
    assertThat(text).contains(generation == 1 ? "/domain.crl" : "/domain-" + generation + ".crl");
  }

  private static byte[] kur(TestDevice member) {
    return member.request().type(KUR).encoded();
  }

  @Test
  void theNextIsMadeBesideTheOneBefore() throws Exception {
    var before = Files.readAllBytes(domain.dir.resolve("keys/issuing-ca.pem"));
    var made = rolled();
    assertThat(made.generation()).isEqualTo(2);
    assertThat(domain.issuingCa(2).getSubjectX500Principal().getName())
        .isEqualTo("CN=Plant 7 Issuing CA 2");
    domain.issuingCa(2).verify(domain.root().getPublicKey());
    assertThat(domain.issuingCa(2).getBasicConstraints()).isZero();
    domain.credential("responder-2").leaf().verify(domain.issuingCa(2).getPublicKey());
    domain.credential("tls-2").leaf().verify(domain.issuingCa(2).getPublicKey());
    assertThat(Files.readAllBytes(domain.dir.resolve("keys/issuing-ca.pem"))).isEqualTo(before);
    assertThat(rolled().generation()).isEqualTo(3);
    assertThat(domain.issuingCa(3).getSubjectX500Principal().getName())
        .isEqualTo("CN=Plant 7 Issuing CA 3");
  }

  @Test
  void theRootsKeyMayBeElsewhere() throws Exception {
    var away = temp.resolve("safe.key");
    Files.move(domain.dir.resolve("keys/root.key"), away);
    var missing = refused(Optional.empty());
    assertThat(missing.check()).isEqualTo(SetupCheck.KEY);
    assertThat(missing.remedy()).contains("--root-key");
    assertThat(refused(Optional.of(domain.dir.resolve("keys/issuing-ca.key"))).check())
        .isEqualTo(SetupCheck.KEY);
    assertThat(domain.dir.resolve("keys/issuing-ca-2.pem")).doesNotExist();
    assertThat(domain.dir.resolve("keys/issuing-ca-2.key")).doesNotExist();
    assertThat(
            accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.of(away)))
                .generation())
        .isEqualTo(2);
  }

  @Test
  void aKeyWhoseCertificateWasNeverWrittenDoesNotCount() throws Exception {
    Files.copy(
        domain.dir.resolve("keys/issuing-ca.key"), domain.dir.resolve("keys/issuing-ca-2.key"));
    domain.start();
    isOf(1, domain.member("SN-1", 1).certificate());
    assertThat(rolled().generation()).isEqualTo(2);
    assertThat(domain.issuingCa(2).getPublicKey()).isNotEqualTo(domain.issuingCa(1).getPublicKey());
  }

  @Test
  void whatRunsGoesOnWithWhatItReadAndTheNextStartTakesTheNewest() throws Exception {
    domain.start();
    rolled();
    isOf(1, domain.member("SN-1", 1).certificate());
    domain.stop();
    domain.start();
    var member = domain.member("SN-2", 2);
    isOf(2, member.certificate());
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("issuing-ca.entered"))
        .extracting(line -> line.details().get("generation"))
        .containsExactly("1", "2");
  }

  @Test
  void whatAnswersAndShowsItselfIsOfTheNewestToo() throws Exception {
    domain.start();
    roll();
    var device = domain.maker.device("SN-1");
    var answer = domain.send(domain.approved(device));
    assertThat(answer.extraCerts())
        .contains(domain.issuingCa(2))
        .doesNotContain(domain.issuingCa(1));
    assertThat(answer.extraCerts().getFirst()).isEqualTo(domain.credential("responder-2").leaf());
    assertThat(answer.verifies()).isTrue();
  }

  @Test
  @Proves("CMP-F3")
  void aMemberOfTheOneBeforeGetsItsNextCertificateFromTheNewest() throws Exception {
    domain.start();
    var first = domain.member("SN-1", 1);
    roll();
    var second = domain.member(first, domain.send(domain.nested(kur(first))), 2);
    isOf(2, second.certificate());
    var third = domain.send(domain.nested(kur(second))).certificate().orElseThrow();
    isOf(2, third);
  }

  @Test
  void aMemberOfTheOneBeforeNeedNotSendThatAlong() throws Exception {
    domain.start();
    var first = domain.member("SN-1", 1);
    roll();
    var answer = domain.send(domain.nested(TestMessage.withoutIssuers(kur(first))));
    isOf(2, answer.certificate().orElseThrow());
  }

  @Test
  void aRegistrarOfTheOneBeforeBringsRequestsAndIsRenewed() throws Exception {
    domain.start();
    roll();
    var old = new TestDevice("line 2", domain.registrar(), TestDevice.SUITE.generateKeyPair());
    var next = domain.send(kur(old)).certificate().orElseThrow();
    isOf(2, next);
    var device = domain.maker.device("SN-1");
    var credential = new Credential(old.newKeys().getPrivate(), List.of(next, domain.issuingCa(2)));
    for (var registrar : List.of(domain.registrar(), credential)) {
      var request = domain.nesting(device.request().encoded()).consent(domain.consent("SN-1"));
      assertThat(domain.send(request.signer(registrar).encoded()).certificate()).isPresent();
    }
  }

  @Test
  void aRequestThatWasHeldIsGrantedByTheNewest() throws Exception {
    domain.configured("approval: automatic", "approval: manual").start();
    var device = domain.maker.device("SN-1");
    var waiting = domain.send(domain.approved(device));
    assertThat(waiting.statusNumber()).isEqualTo(PKIStatus.WAITING);
    roll();
    var pollRep = domain.send(SignedMessages.poll(waiting, device.idevid()));
    assertThat(pollRep.type()).isEqualTo(PKIBody.TYPE_POLL_REP);
    accepted(
        domain.operator.approve(
            accepted(domain.operator.pending()).getFirst().id(), "ann", Optional.empty()));
    var answer = domain.send(SignedMessages.poll(pollRep, device.idevid()));
    isOf(2, answer.certificate().orElseThrow());
  }

  @Test
  void whatTheOneBeforeIssuedIsConfirmedAfterwards() throws Exception {
    domain.configured("confirmation: implicit", "confirmation: explicit").start();
    var device = domain.maker.device("SN-1");
    var answer = domain.send(domain.approved(device));
    roll();
    assertThat(domain.send(SignedMessages.certConf(answer, true, device.idevid())).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);
    isOf(1, answer.certificate().orElseThrow());
  }

  @Test
  void aVoucherMayPinEither() throws Exception {
    domain.start();
    roll();
    for (int generation : List.of(1, 2)) {
      var device = domain.maker.device("SN-" + generation);
      var evidence =
          new Consent(
              "imprint",
              1,
              generation,
              domain.voucher("SN-" + generation, domain.issuingCa(generation)));
      var request = domain.nesting(device.request().encoded()).consent(evidence).encoded();
      isOf(2, domain.send(request).certificate().orElseThrow());
    }
  }

  private void revoke(X509Certificate certificate) throws Exception {
    accepted(
        domain.operator.revoke(
            new RevocationOrder(
                Kind.CERTIFICATE,
                Certificates.serialNumber(certificate),
                RevocationReason.KEY_COMPROMISE,
                "op",
                Optional.empty())));
  }

  private X509CRL list(String file) throws Exception {
    var octets = Files.readAllBytes(domain.dir.resolve("public").resolve(file));
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(octets));
  }

  @Test
  void eachHasARevocationListOfItsOwn() throws Exception {
    domain.start();
    var first = domain.member("SN-1", 1);
    var early = domain.member("SN-2", 1);
    revoke(early.certificate());
    roll();
    var second = domain.member("SN-3", 2);
    revoke(first.certificate());
    revoke(second.certificate());

    var older = list("domain.crl");
    older.verify(domain.issuingCa(1).getPublicKey());
    assertThat(older.getRevokedCertificates())
        .extracting(entry -> entry.getSerialNumber())
        .containsExactlyInAnyOrder(
            first.certificate().getSerialNumber(), early.certificate().getSerialNumber());
    var newer = list("domain-2.crl");
    newer.verify(domain.issuingCa(2).getPublicKey());
    assertThat(newer.getRevokedCertificates())
        .extracting(entry -> entry.getSerialNumber())
        .containsExactly(second.certificate().getSerialNumber());
    assertThat(accepted(domain.operator.revocationLists()))
        .extracting(
            PublishedList::generation, each -> each.list().number(), each -> each.list().entries())
        .containsExactly(tuple(2, 2L, 1L), tuple(1, 3L, 2L));
  }

  @Test
  void eachListIsMadeAnewWhenItIsDue() throws Exception {
    domain.start();
    domain.list();
    roll();
    domain.list();
    domain.clock.advance(Duration.ofDays(4));
    assertThat(accepted(domain.operator.revocationLists()))
        .extracting(PublishedList::generation, each -> each.list().number())
        .containsExactly(tuple(2, 2L), tuple(1, 2L));
  }

  private Answer asked(ASN1ObjectIdentifier type, Optional<ASN1Encodable> value) throws Exception {
    return domain.send(SignedMessages.question(type, value).signed(domain.registrar()));
  }

  @Test
  @Proves({"CMP-F15", "CMP-E10"})
  void theListThatIsAskedForIsTold() throws Exception {
    domain.start();
    roll();
    domain.list();
    for (int generation : List.of(1, 2)) {
      var file = generation == 1 ? "domain.crl" : "domain-2.crl";
      var name = domain.issuingCa(generation).getSubjectX500Principal().getEncoded();
      var issuer = new GeneralNames(new GeneralName(X500Name.getInstance(name)));
      var point =
          new DistributionPointName(
              new GeneralNames(
                  new GeneralName(
                      GeneralName.uniformResourceIdentifier, "http://pki.example.com/" + file)));
      for (var source : List.of(new CRLSource(null, issuer), new CRLSource(point, null))) {
        var answer =
            asked(
                CMPObjectIdentifiers.id_it_crlStatusList,
                Optional.of(new DERSequence(new CRLStatus(source, null))));
        var lists = ASN1Sequence.getInstance(answer.information().getInfoValue());
        assertThat(TestMessage.der(lists.getObjectAt(0).toASN1Primitive()))
            .isEqualTo(Files.readAllBytes(domain.dir.resolve("public").resolve(file)));
      }
    }
  }

  @Test
  @Proves({"CMP-F15", "CMP-E7"})
  void allAuthoritiesAreToldTheNewestFirstAndTheRootLast() throws Exception {
    domain.start();
    roll();
    var told =
        ASN1Sequence.getInstance(
            asked(CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
                .information()
                .getInfoValue());
    var certificates = new ArrayList<X509Certificate>();
    for (var element : told) {
      certificates.add(Certificates.parse(TestMessage.der(Certificate.getInstance(element))));
    }
    assertThat(certificates)
        .containsExactly(domain.issuingCa(2), domain.issuingCa(1), domain.root());
  }

  @Test
  void theEvidenceOfACertificateHasThoseThatIssuedIt() throws Exception {
    domain.start();
    var first = domain.member("SN-1", 1);
    roll();
    assertThat(domain.send(domain.nested(kur(first))).certificate()).isPresent();
    var out = temp.resolve("evidence");
    accepted(domain.operator.evidence(new EvidenceOrder("SN-1", Optional.empty()), out));
    assertThat(Certificates.readPem(out.resolve("issuing-ca.pem")))
        .contains(domain.issuingCa(1), domain.issuingCa(2));
  }

  @Test
  void withoutAnIssuingCaThatTheLedgerKnowsNothingStarts() throws Exception {
    domain.start();
    roll();
    domain.stop();
    var file = domain.dir.resolve("keys/issuing-ca-2.pem");
    var away = temp.resolve("away.pem");
    Files.move(file, away);
    assertThat(domain.unstartable().check()).isEqualTo(SetupCheck.FILE);
    assertThat(domain.unstartable().cause()).contains("keys/issuing-ca-2.pem is missing");
    assertThat(domain.unstartable().remedy()).contains("from the backup");
    assertThat(domain.operator.certificates())
        .as("a command beside it")
        .isInstanceOf(Verdict.Refused.class);
    Files.move(away, file);
    domain.start();
    isOf(2, domain.member("SN-1", 2).certificate());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCheckSaysWhichIssuingCaTheLedgerKnowsAndIsNotThere(boolean running) throws Exception {
    domain.start();
    roll();
    assertThat(accepted(Authority.check(domain.dir, domain.clock)).host()).isEqualTo("127.0.0.1");
    if (!running) {
      domain.stop();
    }
    Files.delete(domain.dir.resolve("keys/issuing-ca-2.pem"));
    var refusal = TestDomain.refused(Authority.check(domain.dir, domain.clock));
    assertThat(refusal.check()).isEqualTo(SetupCheck.FILE);
    assertThat(refusal.cause()).contains("keys/issuing-ca-2.pem is missing");
    assertThat(refusal.remedy()).contains("from the backup");
  }

  @Test
  void anotherIssuingCaInThePlaceOfAKnownOneIsRefused() throws Exception {
    domain.start();
    roll();
    domain.stop();
    Files.delete(domain.dir.resolve("keys/issuing-ca-2.pem"));
    Files.delete(domain.dir.resolve("keys/issuing-ca-2.key"));
    assertThat(refused(Optional.empty()).cause()).contains("keys/issuing-ca-2.pem is missing");
    var data = domain.dir.resolve("data");
    var away = Files.move(data, temp.resolve("away"));
    rolled();
    Files.move(away, data);
    assertThat(domain.unstartable().cause())
        .contains("keys/issuing-ca-2.pem has another certificate than issuing CA 2");
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("issuing-ca.entered"))
        .hasSize(2);
  }

  @Test
  void anIssuingCaThatIsOverMayBeMissing() throws Exception {
    domain.start();
    roll();
    domain.clock.advance(Duration.ofDays(10 * 365));
    roll();
    domain.stop();
    domain.clock.advance(Duration.ofDays(6 * 365));
    Files.delete(domain.dir.resolve("keys/issuing-ca-2.pem"));
    domain.start();
    assertThat(domain.url()).isNotNull();
  }

  @Test
  void theOperatorLearnsThatCredentialsOfRegistrarsAreCut() throws Exception {
    domain.clock.advance(Duration.ofDays(10 * 365 + 10));
    assertThat(accepted(Authority.outlook(domain.dir, domain.clock)).getFirst())
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo(SetupCheck.ISSUING_CA_ENDS);
              assertThat(finding.cause()).contains("registrars").contains("5 years");
              assertThat(finding.remedy()).contains("brski authority roll issuing-ca");
            });
  }

  private List<SetupCheck> outlook() {
    return accepted(Authority.outlook(domain.dir, domain.clock)).stream()
        .map(finding -> (SetupCheck) finding.check())
        .toList();
  }

  @Test
  void theOperatorLearnsWhatEndsAndWhatIsNeeded() throws Exception {
    assertThat(outlook()).isEmpty();
    domain.clock.advance(Duration.ofDays(5 * 365));
    assertThat(outlook()).containsExactly(SetupCheck.SERVICE_ENDS, SetupCheck.SERVICE_ENDS);
    domain.clock.advance(Duration.ofDays(9 * 365 + 100));
    assertThat(accepted(Authority.outlook(domain.dir, domain.clock)).getFirst())
        .satisfies(
            finding -> {
              assertThat(finding.check()).isEqualTo(SetupCheck.ISSUING_CA_ENDS);
              assertThat(finding.cause()).contains("issuing CA 1").contains("365 days");
              assertThat(finding.remedy()).contains("brski authority roll issuing-ca");
            });
    rolled();
    assertThat(outlook()).containsExactly(SetupCheck.OLDER_KEYS);
    domain.clock.advance(Duration.ofDays(365));
    assertThat(outlook()).as("the first is over").isEmpty();
  }
}
