package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.brski.authority.ledger.ApprovalCheck;
import dev.brski.authority.ledger.IssuedCertificate;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.inventory.ImportOrder;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.RevocationReason;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device of the domain asks for its next certificate with the one that it has. */
class KeyUpdateTest {

  private static final int CR = PKIBody.TYPE_CERT_REQ;
  private static final int KUR = PKIBody.TYPE_KEY_UPDATE_REQ;

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void make() throws Exception {
    domain = new TestDomain(temp);
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private static byte[] kur(TestDevice member) {
    return member.request().type(KUR).encoded();
  }

  private List<String> states() throws Exception {
    return domain.issued().stream().map(IssuedCertificate::state).toList();
  }

  private static int answer(int type) {
    return type + 1;
  }

  @ParameterizedTest
  @ValueSource(ints = {CR, KUR})
  @Proves({"CMP-B1", "CMP-F2", "CMP-F3", "CMP-F5", "CMP-B6"})
  void theNextCertificateReplacesTheOneBeforeIt(int type) throws Exception {
    domain.start();
    var member = domain.member("SN-1");
    var request = member.request().type(type);

    var answer = domain.send(domain.nested(request.encoded()));

    assertThat(answer.type()).isEqualTo(answer(type));
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED);
    assertThat(answer.grantsImplicitConfirm()).isTrue();
    assertThat(answer.hasCaPubs()).isFalse();
    assertThat(answer.verifies()).isTrue();
    var next = answer.certificate().orElseThrow();
    assertThat(next.getSubjectX500Principal())
        .isEqualTo(member.certificate().getSubjectX500Principal());
    assertThat(next.getPublicKey()).isEqualTo(member.newKeys().getPublic());
    next.verify(domain.credential("issuing-ca").leaf().getPublicKey());
    assertThat(domain.issued())
        .extracting(IssuedCertificate::device, IssuedCertificate::state)
        .containsExactly(tuple("SN-1", "superseded"), tuple("SN-1", "issued"));
  }

  @Test
  @Proves("CMP-F3")
  void aKeyUpdateMayNameWhatItReplaces() throws Exception {
    domain.start();
    var member = domain.member("SN-1");
    var request = member.request().type(KUR).oldCertificate(member.certificate());
    assertThat(domain.send(domain.nested(request.encoded())).certificate()).isPresent();
  }

  @Test
  @Proves("CMP-F3")
  void theNameStaysWhateverIsConfiguredSince() throws Exception {
    domain.start();
    var member = domain.member("SN-1");
    domain.stop();
    domain.configured("subject: \"", "subject: \"O=Another,").start();
    var answer = domain.send(domain.nested(kur(member)));
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED);
    assertThat(answer.certificate().orElseThrow().getSubjectX500Principal())
        .isEqualTo(member.certificate().getSubjectX500Principal());
  }

  @Test
  @Proves("CMP-B7")
  void theSameOctetsGetTheSameAnswer() throws Exception {
    domain.start();
    var request = kur(domain.member("SN-1"));
    var first = domain.send(domain.nested(request));
    assertThat(domain.send(domain.nested(request)).octets()).isEqualTo(first.octets());
    domain.stop();
    domain.start();
    assertThat(domain.send(domain.nested(request)).octets()).isEqualTo(first.octets());
    assertThat(domain.issued()).hasSize(2);
  }

  @Test
  void aDeviceThatDidNotGetItsAnswerUpdatesAgainWithTheCertificateThatItHas() throws Exception {
    domain.start();
    var member = domain.member("SN-1");
    assertThat(domain.send(domain.nested(kur(member))).certificate()).isPresent();
    assertThat(domain.send(domain.nested(kur(member))).certificate()).isPresent();
    assertThat(states()).containsExactly("superseded", "superseded", "issued");
  }

  @Test
  void noVoucherIsAskedForAndNoNumberStandsInTheWay() throws Exception {
    domain.start();
    var device = domain.maker.device("SN-1");
    var high =
        domain.nesting(device.request().encoded()).consent(domain.consent("SN-1", 1000)).encoded();
    var member = domain.member(device, domain.send(high));
    assertThat(domain.send(domain.nested(kur(member))).certificate()).isPresent();
    var withEvidence = domain.nesting(kur(member)).consent(domain.consent("SN-1", 1)).encoded();
    assertThat(domain.send(withEvidence).certificate()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {CR, KUR})
  @Proves({"CMP-B5", "CMP-B12", "CMP-H20"})
  void theOneBeforeStaysUntilTheNextIsConfirmed(int type) throws Exception {
    domain.configured("confirmation: implicit", "confirmation: explicit").start();
    var device = domain.maker.device("SN-1");
    var first = domain.send(domain.approved(device));
    domain.send(SignedMessages.certConf(first, true, device.idevid()));
    var member = domain.member(device, first);

    var answer = domain.send(domain.nested(member.request().type(type).encoded()));
    assertThat(answer.grantsImplicitConfirm()).isFalse();
    assertThat(states()).containsExactly("confirmed", "awaiting-confirmation");

    var stranger = domain.send(SignedMessages.certConf(answer, true, device.idevid()));
    assertThat(stranger.text()).isEqualTo("no such transaction");
    var confirmed =
        domain.send(domain.nested(SignedMessages.certConf(answer, true, member.idevid())));
    assertThat(confirmed.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(states()).containsExactly("superseded", "confirmed");
  }

  @Test
  @Proves({"CMP-B12", "CMP-B5"})
  void theOneBeforeStaysWhenTheNextIsRejected() throws Exception {
    domain.configured("confirmation: implicit", "confirmation: explicit").start();
    var device = domain.maker.device("SN-1");
    var first = domain.send(domain.approved(device));
    domain.send(SignedMessages.certConf(first, true, device.idevid()));
    var member = domain.member(device, first);
    var answer = domain.send(domain.nested(kur(member)));

    var rejected = domain.send(SignedMessages.certConf(answer, false, member.idevid()));

    assertThat(rejected.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(states()).containsExactly("confirmed", "rejected");
    var another = domain.send(domain.nested(kur(domain.member(member, answer))));
    assertThat(another.failInfo())
        .as("what it rejected")
        .isEqualTo(PKIFailureInfo.signerNotTrusted);
    assertThat(domain.send(domain.nested(kur(member))).certificate())
        .as("what it kept")
        .isPresent();
  }

  @Test
  void whatIsNotConfirmedInTimeReplacesNothing() throws Exception {
    domain.configured("confirmation: implicit", "confirmation: explicit").start();
    var device = domain.maker.device("SN-1");
    var first = domain.send(domain.approved(device));
    domain.send(SignedMessages.certConf(first, true, device.idevid()));
    domain.send(domain.nested(kur(domain.member(device, first))));
    domain.clock.advance(Duration.ofDays(5));
    assertThat(states()).containsExactly("confirmed", "unconfirmed");
  }

  private List<PendingRequest> pending() throws Exception {
    return accepted(domain.operator.pending());
  }

  private TestDevice approvedMember(String serialNumber) throws Exception {
    var device = domain.maker.device(serialNumber);
    var request = device.request().encoded();
    assertThat(domain.send(domain.approved(request, serialNumber)).statusNumber())
        .isEqualTo(PKIStatus.WAITING);
    accepted(domain.operator.approve(pending().getFirst().id(), "ann", Optional.empty()));
    return domain.member(device, domain.send(domain.approved(request, serialNumber)));
  }

  @Test
  void aPersonWhoDecidedOnTheFirstIsNotAskedOfTheNext() throws Exception {
    domain.configured("approval: automatic", "approval: manual").start();
    var member = approvedMember("SN-1");
    assertThat(domain.send(domain.nested(kur(member))).certificate()).isPresent();
    assertThat(pending()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {CR, KUR})
  @Proves({"CMP-R6", "CMP-F8", "CMP-F9", "CMP-F10", "CMP-H20", "CMP-B13"})
  void whatIsHeldIsAskedForByItsCertificate(int type) throws Exception {
    domain
        .configured("approval: automatic", "approval: manual")
        .configured("# key-updates: automatic", "key-updates: manual")
        .start();
    var member = approvedMember("SN-1");
    var waiting = domain.send(domain.nested(member.request().type(type).encoded()));
    assertThat(waiting.type()).isEqualTo(answer(type));
    assertThat(waiting.statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(waiting.hasCaPubs()).isFalse();

    var pollRep = domain.send(SignedMessages.poll(waiting, member.idevid()));
    assertThat(pollRep.type()).isEqualTo(PKIBody.TYPE_POLL_REP);
    for (var stranger : List.of(domain.maker.device("SN-1").idevid(), domain.registrar())) {
      assertThat(domain.send(SignedMessages.poll(waiting, stranger)).text())
          .isEqualTo("no such transaction");
    }
    accepted(domain.operator.approve(pending().getFirst().id(), "ann", Optional.empty()));

    var answer = domain.send(domain.nested(SignedMessages.poll(pollRep, member.idevid())));
    assertThat(answer.type()).isEqualTo(answer(type));
    assertThat(answer.certificate()).isPresent();
    assertThat(answer.hasCaPubs()).isFalse();
    assertThat(answer.extraCerts().getFirst()).isEqualTo(waiting.extraCerts().getFirst());
  }

  @Test
  @Proves("AU-approval-signer")
  void nobodyApprovesWhatWasAskedWithACertificateThatIsRevokedSince() throws Exception {
    domain
        .configured("approval: automatic", "approval: manual")
        .configured("# key-updates: automatic", "key-updates: manual")
        .start();
    var member = approvedMember("SN-1");
    var waiting = domain.send(domain.nested(kur(member)));
    revoke(member);
    var id = pending().getFirst().id();

    assertThat(domain.send(SignedMessages.poll(waiting, member.idevid())).text())
        .isEqualTo("no such transaction");
    assertThat(domain.operator.approve(id, "ann", Optional.empty()))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              var refusal = refused.refusal();
              assertThat(refusal.check()).isEqualTo(ApprovalCheck.SIGNER);
              assertThat(refusal.cause()).contains("SN-1").contains("revoked since");
            });
    accepted(domain.operator.deny(id, "ann", Optional.empty()));
    assertThat(states()).containsExactly("issued");
  }

  private void inventory(String... serials) throws Exception {
    var csv = "manufacturer,serial\nacme," + String.join("\nacme,", serials) + "\n";
    accepted(
        domain.operator.takeInventory(
            csv.getBytes(StandardCharsets.UTF_8), new ImportOrder("ann", true, false)));
  }

  @Test
  @Proves("CMP-B4")
  void aDeviceThatLeftTheInventoryIsNotRenewed() throws Exception {
    domain.configured("# unknown-devices: admit", "unknown-devices: refuse").start();
    inventory("SN-1", "SN-2");
    var member = domain.member("SN-1");
    inventory("SN-2");
    for (int type : List.of(CR, KUR)) {
      var answer = domain.send(domain.nested(member.request().type(type).encoded()));
      assertThat(answer.type()).isEqualTo(answer(type));
      assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
      assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.notAuthorized);
      assertThat(answer.text()).doesNotContainIgnoringCase("inventory");
    }
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves("CMP-B4")
  void aDeviceThatTheInventoryDoesNotNameIsHeldAlsoWithItsCertificate() throws Exception {
    domain.configured("# unknown-devices: admit", "unknown-devices: hold").start();
    inventory("SN-1", "SN-2");
    var member = domain.member("SN-1");
    inventory("SN-2");
    var answer = domain.send(domain.nested(kur(member)));
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(pending())
        .singleElement()
        .satisfies(held -> assertThat(held.inInventory()).isFalse());
  }

  private void revoke(TestDevice member) throws Exception {
    accepted(
        domain.operator.revoke(
            new RevocationOrder(
                Kind.CERTIFICATE,
                Certificates.serialNumber(member.certificate()),
                RevocationReason.KEY_COMPROMISE,
                "op",
                Optional.empty())));
  }

  private List<DynamicTest> tests(Collection<Case> cases) {
    return Case.tests(cases, this::prove);
  }

  private void prove(Case each) throws Exception {
    var message = each.broken().message();
    int before = domain.issued().size();

    var answer = domain.send(message);

    each.isAnsweredBy(answer);
    assertThat(domain.issued()).hasSize(before);
  }

  private TestDevice member() throws Exception {
    return domain.member("SN-" + domain.nextSequence());
  }

  @TestFactory
  @Proves({
    "EN-17",
    "EN-18",
    "CMP-H11",
    "CMP-F2",
    "CMP-F3",
    "AU-signer-issued-here",
    "AU-signer-in-force",
    "AU-inner-registrar"
  })
  List<DynamicTest> ofThoseWhoMayNotAsk() throws Exception {
    domain.start();
    var cases = new ArrayList<Case>();
    for (int type : List.of(CR, KUR)) {
      var name = type == CR ? "cr " : "kur ";
      cases.add(
          Case.error(
              name + "without a registrar",
              PKIFailureInfo.notAuthorized,
              "registrar's nested message",
              () -> member().request().type(type).encoded()));
      cases.add(
          Case.error(
              name + "with an IDevID",
              PKIFailureInfo.signerNotTrusted,
              "inner message: the certificate of the protection is not trusted",
              () -> {
                var device = domain.maker.device("SN-" + domain.nextSequence());
                return domain.approved(
                    device.request().type(type).encoded(), device.serialNumber());
              }));
      cases.add(
          Case.error(
              name + "with a certificate under our root that the ledger does not have",
              PKIFailureInfo.signerNotTrusted,
              "it was not issued to a device or registrar of this domain",
              () ->
                  signedBy(
                      domain.under(
                          CertificateProfile.idevid("SN-x", "Plant 7", domain.clock.instant())),
                      type)));
      cases.add(
          Case.error(
              name + "with our responder's",
              PKIFailureInfo.signerNotTrusted,
              "it was not issued to a device or registrar of this domain",
              () -> signedBy(domain.credential("responder"), type)));
      cases.add(
          Case.error(
              name + "with a registrar's",
              PKIFailureInfo.notAuthorized,
              "inner message: a registrar's credential is renewed by its own kur alone",
              () -> signedBy(domain.registrar(), type)));
      cases.add(
          Case.error(
              name + "with a revoked one",
              PKIFailureInfo.signerNotTrusted,
              "inner message: the certificate of the protection is not trusted: it is not in force",
              () -> {
                var member = member();
                revoke(member);
                return domain.nested(member.request().type(type).encoded());
              }));
    }
    cases.add(
        Case.error(
            "ir with a certificate of the domain",
            PKIFailureInfo.signerNotTrusted,
            "inner message: the certificate of the protection is not trusted",
            () -> {
              var member = member();
              return domain.approved(member.request().encoded(), member.serialNumber());
            }));
    cases.add(
        Case.error(
            "p10cr with a certificate of the domain",
            PKIFailureInfo.signerNotTrusted,
            "inner message: the certificate of the protection is not trusted",
            () -> {
              var member = member();
              return domain.approved(member.request().pkcs10(), member.serialNumber());
            }));
    return tests(cases);
  }

  private byte[] signedBy(Credential signer, int type) throws Exception {
    return domain.nested(
        new TestDevice("whoever", signer, TestDevice.SUITE.generateKeyPair())
            .request()
            .type(type)
            .encoded());
  }

  @Test
  @Proves({"CMP-F3", "CMP-H11"})
  void ofACertificateThatIsExpired() throws Exception {
    domain.configured("validity: 365d", "validity: 1d").start();
    var member = domain.member("SN-1");
    domain.clock.advance(Duration.ofDays(2));
    prove(
        Case.error(
            "expired",
            PKIFailureInfo.signerNotTrusted,
            "inner message: the certificate of the protection is not trusted",
            () -> domain.nested(kur(member))));
  }

  @Test
  void theOperatorLearnsWhichDeviceAskedWithWhatAndWhy() throws Exception {
    domain.start();
    var member = domain.member("SN-1");
    revoke(member);
    domain.send(domain.nested(kur(member)));
    assertThat(domain.journal())
        .filteredOn(entry -> entry.kind().equals("request.refused"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.device()).contains("SN-1");
              assertThat(entry.details().get("cause"))
                  .contains(Certificates.serialNumber(member.certificate()))
                  .contains("revoked since");
              assertThat(entry.details().get("remedy")).contains("IDevID");
            });
  }

  private interface Change {
    DeviceRequest of(DeviceRequest request) throws Exception;
  }

  private Case rejected(String name, int type, int failInfo, String told, Change change) {
    return new Case(
        name,
        answer(type),
        failInfo,
        told,
        () -> domain.nested(change.of(member().request().type(type)).encoded()));
  }

  @TestFactory
  @Proves({"CMP-F2", "CMP-F3", "CMP-B3", "CMP-B17", "CMP-H14"})
  List<DynamicTest> ofWhatNoMemberMayHave() throws Exception {
    domain.start();
    var cases = new ArrayList<Case>();
    for (int type : List.of(CR, KUR)) {
      var name = type == CR ? "cr " : "kur ";
      cases.add(
          rejected(
              name + "for another key than proven",
              type,
              PKIFailureInfo.badPOP,
              "inner message",
              request -> request.possession(DeviceRequest.Possession.PROVEN_WITH_ANOTHER_KEY)));
      cases.add(
          rejected(
              name + "with raVerified",
              type,
              PKIFailureInfo.badPOP,
              "inner message",
              request -> request.possession(DeviceRequest.Possession.VOUCHED_FOR)));
      cases.add(
          rejected(
              name + "of an unknown profile",
              type,
              PKIFailureInfo.badCertTemplate,
              "no such certificate profile",
              request -> request.profile("root-ca")));
      cases.add(
          rejected(
              name + "for the key of another device",
              type,
              PKIFailureInfo.badCertTemplate,
              "already certified for someone else",
              request -> request.keys(taken())));
      cases.add(
          new Case(
              name + "for the key that it has",
              answer(type),
              PKIFailureInfo.badCertTemplate,
              "the requested key is the key of the protection certificate",
              () -> {
                var member = member();
                var same = new KeyPair(member.certificate().getPublicKey(), member.idevid().key());
                return domain.nested(member.request().type(type).keys(same).encoded());
              }));
    }
    cases.add(
        rejected(
            "cr in the name of another device",
            CR,
            PKIFailureInfo.notAuthorized,
            "the requested subject is not that of the protection certificate",
            request -> request.subject("O=Plant 7,SERIALNUMBER=SN-victim")));
    cases.add(
        rejected(
            "kur with another subject",
            KUR,
            PKIFailureInfo.badCertTemplate,
            "inner message",
            request -> request.subject("O=Plant 8,SERIALNUMBER=SN-victim")));
    cases.add(
        rejected(
            "kur with another subjectAltName",
            KUR,
            PKIFailureInfo.badCertTemplate,
            "inner message",
            request ->
                request.extension(
                    Extension.subjectAlternativeName,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "other.example.com")))));
    cases.add(
        rejected(
            "kur that names another certificate",
            KUR,
            PKIFailureInfo.badCertId,
            "the certificate to be updated is not that of the protection",
            request -> request.oldCertificate(domain.registrar().leaf())));
    return tests(cases);
  }

  private KeyPair taken() throws Exception {
    var owner = domain.maker.device("SN-" + domain.nextSequence());
    assertThat(domain.send(domain.approved(owner)).certificate()).isPresent();
    return owner.newKeys();
  }

  @Test
  @Proves("CMP-H6")
  void ofATransactionIdThatIsInUse() throws Exception {
    domain.start();
    var id = TestDevice.SUITE.randomBytes(16);
    var device = domain.maker.device("SN-1");
    var first = domain.send(domain.approved(device.request().transaction(id).encoded(), "SN-1"));
    var member = domain.member(device, first);
    prove(
        Case.error(
            "in use",
            PKIFailureInfo.transactionIdInUse,
            "transactionID is in use",
            () -> domain.nested(member.request().type(KUR).transaction(id).encoded())));
  }

  @Test
  @Proves("LC-3.6.4-systemUnavail")
  void ofMoreThanADayHas() throws Exception {
    domain.configured("# certificates-per-day: 10", "certificates-per-day: 2").start();
    var member = domain.member("SN-1");
    assertThat(domain.send(domain.nested(kur(member))).certificate()).isPresent();
    prove(
        Case.error(
            "too many",
            PKIFailureInfo.systemUnavail,
            "too many requests of this device",
            () -> domain.nested(kur(member))));
    domain.clock.advance(Duration.ofDays(1));
    assertThat(domain.send(domain.nested(kur(member))).certificate()).isPresent();
  }
}
