package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Credential;
import dev.brski.trust.RevocationReason;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.cmp.RevDetails;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device has its certificate revoked, or a registrar does on its behalf. */
class RevocationRequestTest {

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void start() throws Exception {
    domain = new TestDomain(temp).start();
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private static void isGranted(Answer answer) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_REVOCATION_REP);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED);
    assertThat(answer.status().getFailInfo()).isNull();
    assertThat(answer.verifies()).isTrue();
  }

  private static byte[] own(TestDevice member, int reason) {
    return SignedMessages.revocation(member.certificate(), reason, member.idevid());
  }

  private Optional<X509CRLEntry> published(X509Certificate certificate) throws Exception {
    var list =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(
                    new ByteArrayInputStream(
                        Files.readAllBytes(domain.dir.resolve("public/domain.crl"))));
    list.verify(domain.credential("issuing-ca").leaf().getPublicKey());
    return Optional.ofNullable(list.getRevokedCertificate(certificate));
  }

  private long revoked() throws Exception {
    return domain.issued().stream().filter(each -> each.revoked().isPresent()).count();
  }

  @ParameterizedTest
  @EnumSource(RevocationReason.class)
  @Proves({"CMP-F12", "CMP-F13", "CMP-B6", "CMP-B8"})
  void aDeviceHasItsOwnCertificateRevokedForEachReasonThereIs(RevocationReason reason)
      throws Exception {
    var member = domain.member("SN-1");
    var other = domain.member("SN-2");

    isGranted(domain.send(own(member, reason.number())));

    var entry = published(member.certificate()).orElseThrow();
    if (reason != RevocationReason.UNSPECIFIED) {
      assertThat(entry.getRevocationReason().name()).isEqualTo(reason.name());
    }
    assertThat(published(other.certificate())).isEmpty();
    assertThat(domain.issued())
        .filteredOn(each -> each.revoked().isPresent())
        .extracting(IssuedCertificate::device)
        .containsExactly("SN-1");
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("certificate.revoked"))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.device()).contains("SN-1");
              assertThat(line.details())
                  .containsEntry("by", "the device itself")
                  .containsEntry("reason", reason.word())
                  .containsKey("transactionID")
                  .doesNotContainKey("via");
            });
  }

  @Test
  @Proves({"CMP-F12", "CMP-R1"})
  void aRegistrarBringsItInItsOwnProtection() throws Exception {
    var member = domain.member("SN-1");
    isGranted(domain.send(domain.nested(own(member, 1))));
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("certificate.revoked"))
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.details())
                    .containsEntry("by", "the device itself")
                    .containsEntry("via", "line 2"));
  }

  @Test
  @Proves({"CMP-R12", "CMP-F12"})
  void aRegistrarDoesItOnBehalfOfADevice() throws Exception {
    var member = domain.member("SN-1");
    var another = domain.member("SN-2");
    var bare = SignedMessages.revocation(member.certificate(), 5, domain.registrar());
    var nested = SignedMessages.revocation(another.certificate(), 4, domain.registrar());
    isGranted(domain.send(bare));
    isGranted(domain.send(domain.nested(nested)));
    assertThat(published(member.certificate())).isPresent();
    assertThat(published(another.certificate())).isPresent();
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("certificate.revoked"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line.details()).containsEntry("by", "registrar line 2"))
        .extracting(line -> line.device().orElseThrow())
        .containsExactly("SN-1", "SN-2");
  }

  @Test
  void whatWasSupersededCanBeRevokedToo() throws Exception {
    var member = domain.member("SN-1");
    var kur = member.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded();
    var next = domain.member(member, domain.send(domain.nested(kur)));
    isGranted(domain.send(own(member, 4)));
    assertThat(published(member.certificate())).isPresent();
    assertThat(published(next.certificate())).isEmpty();
    var again = next.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded();
    assertThat(domain.send(domain.nested(again)).certificate()).isPresent();
  }

  @Test
  @Proves("CMP-B7")
  void theSameOctetsGetTheSameAnswerThoughTheCertificateIsRevoked() throws Exception {
    var member = domain.member("SN-1");
    var request = own(member, 1);
    var first = domain.send(request);
    isGranted(first);
    assertThat(domain.send(request).octets()).isEqualTo(first.octets());
    assertThat(domain.send(domain.nested(request)).octets()).isEqualTo(first.octets());
    domain.stop();
    domain.start();
    assertThat(domain.send(request).octets()).isEqualTo(first.octets());
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("certificate.revoked"))
        .hasSize(1);
  }

  @Test
  void aRegistrarThatWasRevokedGetsNoAnswerAgain() throws Exception {
    var member = domain.member("SN-1");
    var request = SignedMessages.revocation(member.certificate(), 1, domain.registrar());
    isGranted(domain.send(request));
    accepted(
        domain.operator.revoke(
            new RevocationOrder(
                Kind.REGISTRAR, "line 2", RevocationReason.SUPERSEDED, "op", Optional.empty())));
    for (var message :
        List.of(request, SignedMessages.revocation(member.certificate(), 1, domain.registrar()))) {
      var answer = domain.send(message);
      assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
      assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.signerNotTrusted);
      assertThat(answer.text()).contains("it is not in force");
    }
  }

  @Test
  @Proves({"CMP-H6", "CMP-B6"})
  void aTransactionIdIsForOneRequest() throws Exception {
    var id = SignedMessages.id();
    var member = domain.member("SN-1");
    var other = domain.member("SN-2");
    isGranted(
        domain.send(
            SignedMessages.revocation(
                id, List.of(SignedMessages.details(member.certificate(), 1)), member.idevid())));
    isInUse(
        domain.send(
            SignedMessages.revocation(
                id, List.of(SignedMessages.details(other.certificate(), 1)), other.idevid())));
    isInUse(
        domain.send(
            domain.nested(
                other.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).transaction(id).encoded())));
    var enrolling = SignedMessages.id();
    var device = domain.maker.device("SN-3");
    var third =
        domain.member(
            device,
            domain.send(
                domain.approved(device.request().transaction(enrolling).encoded(), "SN-3")));
    isInUse(
        domain.send(
            SignedMessages.revocation(
                enrolling,
                List.of(SignedMessages.details(third.certificate(), 1)),
                third.idevid())));
    for (var taken : List.of(id, enrolling)) {
      isInUse(
          domain.send(
              SignedMessages.question(taken, CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
                  .signed(third.idevid())));
    }
    assertThat(revoked()).isEqualTo(1);
  }

  private static void isInUse(Answer answer) {
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.transactionIdInUse);
  }

  @Test
  void aRefusedRequestLeavesItsTransactionIdFree() throws Exception {
    var id = SignedMessages.id();
    var member = domain.member("SN-1");
    var details = List.of(SignedMessages.details(member.certificate(), 6));
    assertThat(domain.send(SignedMessages.revocation(id, details, member.idevid())).failInfo())
        .isEqualTo(PKIFailureInfo.badRequest);
    isGranted(
        domain.send(
            SignedMessages.revocation(
                id, List.of(SignedMessages.details(member.certificate(), 1)), member.idevid())));
  }

  @Test
  void afterItTheDeviceEnrollsAnewWithItsIdevid() throws Exception {
    var device = domain.maker.device("SN-1");
    var member = domain.member(device);
    isGranted(domain.send(own(member, 1)));
    var fresh = device.withNewKeys(TestDevice.SUITE.generateKeyPair());
    assertThat(domain.send(domain.approved(fresh)).certificate()).isPresent();
  }

  private static Case rejection(String name, int failInfo, String told, Case.Broken broken) {
    return new Case(name, PKIBody.TYPE_REVOCATION_REP, failInfo, told, broken);
  }

  private List<DynamicTest> tests(Collection<Case> cases) {
    return Case.tests(cases, this::prove);
  }

  private void prove(Case each) throws Exception {
    var message = each.broken().message();
    long before = revoked();
    for (var way : List.of(message, domain.nested(message))) {
      var answer = domain.send(way);
      each.isAnsweredBy(answer);
    }
    assertThat(revoked()).isEqualTo(before);
  }

  private TestDevice member() throws Exception {
    return domain.member("SN-" + domain.nextSequence());
  }

  private interface Details {
    List<RevDetails> of(X509Certificate certificate);
  }

  private Case malformed(String name, int failInfo, String told, Details details) {
    return rejection(
        name,
        failInfo,
        told,
        () -> {
          var member = member();
          return SignedMessages.revocation(
              SignedMessages.id(), details.of(member.certificate()), member.idevid());
        });
  }

  @TestFactory
  @Proves({
    "CMP-F12",
    "CMP-F13",
    "CMP-H14",
    "LC-4.2-one-RevDetails",
    "LC-4.2-certDetails",
    "LC-4.2-reasonCode"
  })
  List<DynamicTest> whatIsNotFormedAsItMustBe() {
    var cases = new ArrayList<Case>();
    cases.add(
        malformed(
            "no RevDetails", PKIFailureInfo.badRequest, "exactly one RevDetails", _ -> List.of()));
    cases.add(
        malformed(
            "two RevDetails",
            PKIFailureInfo.badRequest,
            "exactly one RevDetails",
            mine -> List.of(SignedMessages.details(mine, 1), SignedMessages.details(mine, 1))));
    cases.add(
        malformed(
            "no serialNumber",
            PKIFailureInfo.badCertId,
            "serialNumber and issuer",
            mine ->
                List.of(
                    SignedMessages.details(
                        Optional.of(SignedMessages.issuer(mine)),
                        Optional.empty(),
                        Optional.of(1)))));
    cases.add(
        malformed(
            "no issuer",
            PKIFailureInfo.badCertId,
            "serialNumber and issuer",
            mine ->
                List.of(
                    SignedMessages.details(
                        Optional.empty(), Optional.of(mine.getSerialNumber()), Optional.of(1)))));
    cases.add(
        malformed(
            "no reasonCode",
            PKIFailureInfo.badRequest,
            "one reasonCode",
            mine ->
                List.of(
                    SignedMessages.details(
                        Optional.of(SignedMessages.issuer(mine)),
                        Optional.of(mine.getSerialNumber()),
                        Optional.empty()))));
    for (int reason : List.of(2, 6, 8, 10)) {
      cases.add(
          malformed(
              "reasonCode " + reason,
              PKIFailureInfo.badRequest,
              "one reasonCode",
              mine -> List.of(SignedMessages.details(mine, reason))));
    }
    return tests(cases);
  }

  @TestFactory
  @Proves({
    "CMP-B8",
    "CMP-F23",
    "CMP-R12",
    "LC-4.2-signer",
    "LC-5.1.3-known",
    "LC-5.1.3-certRevoked",
    "AU-rr-registrar"
  })
  List<DynamicTest> whatMayNotBeRevokedByWhoAsks() {
    return tests(
        List.of(
            rejection(
                "a device names the certificate of another",
                PKIFailureInfo.notAuthorized,
                "is not that of the protection",
                () -> SignedMessages.revocation(member().certificate(), 1, member().idevid())),
            rejection(
                "a device names one that there is not",
                PKIFailureInfo.notAuthorized,
                "is not that of the protection",
                () -> naming(BigInteger.TEN, Optional.empty(), member().idevid())),
            rejection(
                "a device names its serialNumber of another issuer",
                PKIFailureInfo.notAuthorized,
                "is not that of the protection",
                () -> {
                  var member = member();
                  return naming(
                      member.certificate().getSerialNumber(),
                      Optional.of(new X500Name("CN=Other CA")),
                      member.idevid());
                }),
            rejection(
                "a registrar names one that there is not",
                PKIFailureInfo.badCertId,
                "no such certificate of this authority",
                () -> naming(BigInteger.TEN, Optional.empty(), domain.registrar())),
            rejection(
                "a registrar names one with a negative serialNumber",
                PKIFailureInfo.badCertId,
                "no such certificate of this authority",
                () ->
                    naming(
                        member().certificate().getSerialNumber().negate(),
                        Optional.empty(),
                        domain.registrar())),
            rejection(
                "a registrar names one of another issuer",
                PKIFailureInfo.badCertId,
                "no such certificate of this authority",
                () ->
                    naming(
                        member().certificate().getSerialNumber(),
                        Optional.of(new X500Name("CN=Other CA")),
                        domain.registrar())),
            rejection(
                "a registrar names an IDevID",
                PKIFailureInfo.badCertId,
                "no such certificate of this authority",
                () ->
                    SignedMessages.revocation(
                        domain.maker.device("SN-i").certificate(), 1, domain.registrar())),
            rejection(
                "a registrar names its own",
                PKIFailureInfo.notAuthorized,
                "revoked by the operator",
                () -> SignedMessages.revocation(domain.registrar().leaf(), 1, domain.registrar())),
            rejection(
                "a registrar names one that is revoked",
                PKIFailureInfo.certRevoked,
                "expired or revoked already",
                () -> {
                  var member = member();
                  isGranted(domain.send(own(member, 1)));
                  return SignedMessages.revocation(member.certificate(), 1, domain.registrar());
                }),
            rejection(
                "a device whose own is revoked asks again, in other octets",
                PKIFailureInfo.certRevoked,
                "expired or revoked already",
                () -> {
                  var member = member();
                  isGranted(domain.send(own(member, 1)));
                  return own(member, 1);
                }),
            rejection(
                "a device whose own is revoked names another, and learns nothing of it",
                PKIFailureInfo.certRevoked,
                "expired or revoked already",
                () -> {
                  var member = member();
                  isGranted(domain.send(own(member, 1)));
                  return SignedMessages.revocation(member().certificate(), 1, member.idevid());
                })));
  }

  private byte[] naming(BigInteger serialNumber, Optional<X500Name> issuer, Credential signer)
      throws Exception {
    var ours =
        X500Name.getInstance(
            domain.credential("issuing-ca").leaf().getSubjectX500Principal().getEncoded());
    return SignedMessages.revocation(
        SignedMessages.id(),
        List.of(
            SignedMessages.details(
                Optional.of(issuer.orElse(ours)), Optional.of(serialNumber), Optional.of(1))),
        signer);
  }

  @TestFactory
  @Proves({"CMP-H11", "CMP-F12", "AU-signer-issued-here", "AU-signer-in-force"})
  List<DynamicTest> whoseSignatureDoesNotCount() {
    return tests(
        List.of(
            Case.error(
                "an IDevID",
                PKIFailureInfo.signerNotTrusted,
                "the certificate of the protection is not trusted",
                () ->
                    SignedMessages.revocation(
                        member().certificate(), 1, domain.maker.device("SN-i").idevid())),
            Case.error(
                "a registration authority that the ledger does not have",
                PKIFailureInfo.signerNotTrusted,
                "it was not issued to a device or registrar of this domain",
                () ->
                    SignedMessages.revocation(
                        member().certificate(),
                        1,
                        domain.under(CertificateProfile.registrar("stranger", domain.year())))),
            Case.error(
                "our responder",
                PKIFailureInfo.signerNotTrusted,
                "it was not issued to a device or registrar of this domain",
                () ->
                    SignedMessages.revocation(
                        member().certificate(), 1, domain.credential("responder"))),
            Case.error(
                "a device of another domain",
                PKIFailureInfo.signerNotTrusted,
                "the certificate of the protection is not trusted",
                () ->
                    SignedMessages.revocation(
                        member().certificate(),
                        1,
                        new TestMaker("elsewhere", domain.clock.instant())
                            .device("SN-e")
                            .idevid()))));
  }

  @Test
  @Proves("CMP-B8")
  void whatIsExpired() throws Exception {
    domain.stop();
    domain.configured("validity: 365d", "validity: 1d").start();
    var member = domain.member("SN-1");
    domain.clock.advance(Duration.ofDays(2));
    prove(
        Case.error(
            "its own",
            PKIFailureInfo.signerNotTrusted,
            "the certificate of the protection is not trusted",
            () -> own(member, 1)));
    prove(
        rejection(
            "on behalf",
            PKIFailureInfo.certRevoked,
            "expired or revoked already",
            () -> SignedMessages.revocation(member.certificate(), 1, domain.registrar())));
  }

  @Test
  @Proves("CMP-B11")
  void inABatchWithEverythingElse() throws Exception {
    domain.list();
    var leaving = domain.member("SN-1");
    var updating = domain.member("SN-2");
    var kur = domain.nested(updating.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded());
    var question =
        SignedMessages.question(CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
            .signed(updating.idevid());
    var poll = SignedMessages.poll(domain.send(kur), domain.maker.device("SN-9").idevid());
    var answer =
        domain.send(
            domain
                .nesting(domain.nested(own(leaving, 1)))
                .member(kur)
                .member(question)
                .member(SignedMessages.revocation(leaving.certificate(), 1, domain.registrar()))
                .member(poll)
                .transaction(SignedMessages.id())
                .senderNonce(SignedMessages.id())
                .encoded());

    assertThat(answer.nested())
        .extracting(Answer::type)
        .containsExactly(
            PKIBody.TYPE_REVOCATION_REP,
            PKIBody.TYPE_KEY_UPDATE_REP,
            PKIBody.TYPE_GEN_REP,
            PKIBody.TYPE_REVOCATION_REP,
            PKIBody.TYPE_ERROR);
    isGranted(answer.nested().getFirst());
    assertThat(answer.nested().get(3).failInfo()).isEqualTo(PKIFailureInfo.certRevoked);
    assertThat(published(leaving.certificate())).isPresent();
  }

  @Test
  void theListIsMadeEvenWhenItsFileCannotBeWrittenAtOnce() throws Exception {
    var member = domain.member("SN-1");
    domain.list();
    var list = domain.dir.resolve("public/domain.crl");
    Files.delete(list);
    Files.createDirectory(list);
    Files.createFile(list.resolve("in the way"));

    isGranted(domain.send(own(member, 1)));

    assertThat(revoked()).isEqualTo(1);
    Files.delete(list.resolve("in the way"));
    Files.delete(list);
    domain.list();
    assertThat(published(member.certificate())).isPresent();
  }
}
