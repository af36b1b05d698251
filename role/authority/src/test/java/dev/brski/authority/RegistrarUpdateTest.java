package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.Registrars;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.authority.ledger.Schema;
import dev.brski.authority.setup.Rollover;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.store.Store;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.KeyKind;
import dev.brski.trust.Oids;
import dev.brski.trust.RevocationReason;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A registrar asks for its next credential with the one that it has (RFC 9483 section 4.1.3). */
class RegistrarUpdateTest {

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

  private TestDomain explicit() throws Exception {
    return domain.configured("confirmation: implicit", "confirmation: explicit").start();
  }

  private TestDevice registrar() throws Exception {
    return registrar(domain.registrar());
  }

  private static TestDevice registrar(Credential credential) {
    return new TestDevice("line 2", credential, TestDevice.SUITE.generateKeyPair());
  }

  private static DeviceRequest kur(TestDevice registrar) {
    return registrar.request().type(KUR);
  }

  private TestDevice next(TestDevice registrar, Answer answer) throws Exception {
    return domain.member(registrar, answer);
  }

  /** Whether a consent that a credential makes is taken. */
  private boolean serves(Credential credential) throws Exception {
    var serial = "SN-" + domain.nextSequence();
    var device = domain.maker.device(serial);
    var answer =
        domain.send(
            domain
                .nesting(device.request().encoded())
                .consent(domain.consent(serial))
                .signer(credential)
                .encoded());
    return answer.type() == PKIBody.TYPE_INIT_REP && answer.certificate().isPresent();
  }

  private void revoke(Kind kind, String name) throws Exception {
    accepted(
        domain.operator.revoke(
            new RevocationOrder(
                kind, name, RevocationReason.KEY_COMPROMISE, "op", Optional.empty())));
  }

  @Test
  @Proves({"CMP-B1", "CMP-F3", "CMP-F5", "CMP-B6"})
  void theNextCredentialIsTheSameOnANewKey() throws Exception {
    domain.start();
    domain.clock.advance(Duration.ofDays(100));
    var old = registrar();

    var answer = domain.send(kur(old).oldCertificate(old.certificate()).encoded());

    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_KEY_UPDATE_REP);
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED);
    assertThat(answer.grantsImplicitConfirm()).isTrue();
    assertThat(answer.hasCaPubs()).isFalse();
    assertThat(answer.verifies()).isTrue();
    var next = answer.certificate().orElseThrow();
    assertIsARegistrars(next, old);
    assertThat(next.getNotAfter().toInstant())
        .isAfter(old.certificate().getNotAfter().toInstant().plus(Duration.ofDays(99)));
    assertThat(serves(next(old, answer).idevid())).as("the new one").isTrue();
    assertThat(serves(old.idevid())).as("the one before").isTrue();
  }

  private void assertIsARegistrars(X509Certificate next, TestDevice old) throws Exception {
    var before = old.certificate();
    assertThat(next.getSubjectX500Principal()).isEqualTo(before.getSubjectX500Principal());
    assertThat(next.getPublicKey()).isEqualTo(old.newKeys().getPublic());
    assertThat(next.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
    assertThat(next.getExtendedKeyUsage())
        .containsExactly(Oids.SERVER_AUTH, Oids.CLIENT_AUTH, Oids.CMC_RA);
    assertThat(next.getKeyUsage()).isEqualTo(before.getKeyUsage());
    assertThat(next.getBasicConstraints()).isEqualTo(-1);
    assertThat(next.getSubjectAlternativeNames()).isNull();
    next.verify(domain.credential("issuing-ca").leaf().getPublicKey());
  }

  @Test
  void itIsWrittenDown() throws Exception {
    domain.start();
    var old = registrar();
    var next = domain.send(kur(old).encoded()).certificate().orElseThrow();
    var lines =
        domain.journal().stream().filter(line -> line.kind().startsWith("registrar")).toList();
    assertThat(lines)
        .extracting(JournalEntry::kind)
        .containsExactly(
            "registrar.issued",
            "registrar-update.issuing",
            "registrar.issued",
            "registrar-update.issued");
    assertThat(lines.get(2).details())
        .containsEntry("name", "line 2")
        .containsEntry("serial", Certificates.serialNumber(next))
        .containsEntry("renews", Certificates.serialNumber(old.certificate()));
  }

  @Test
  void theRenewedOneIsRenewed() throws Exception {
    domain.start();
    var first = registrar();
    var second = next(first, domain.send(kur(first).encoded()));
    var third = next(second, domain.send(kur(second).encoded()));
    assertThat(serves(third.idevid())).isTrue();
  }

  @Test
  @Proves("CMP-B7")
  void theSameOctetsGetTheSameAnswer() throws Exception {
    domain.start();
    var request = kur(registrar()).encoded();
    var first = domain.send(request);
    assertThat(domain.send(request).octets()).isEqualTo(first.octets());
    domain.stop();
    domain.start();
    assertThat(domain.send(request).octets()).isEqualTo(first.octets());
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("registrar.issued"))
        .hasSize(2);
  }

  @Test
  @Proves({"CMP-F3", "CMP-F5"})
  void whatTheRequestWantsBesideItsKeyChangesNothing() throws Exception {
    domain.start();
    var old = registrar();
    var fewer = new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth);
    var answer = domain.send(kur(old).extension(Extension.extendedKeyUsage, fewer).encoded());
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED_WITH_MODS);
    assertIsARegistrars(answer.certificate().orElseThrow(), old);
  }

  @Test
  void aRegistrarMayAskForWhatItIs() throws Exception {
    domain.start();
    var usages =
        new ExtendedKeyUsage(
            new KeyPurposeId[] {
              KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_cmcRA
            });
    var answer =
        domain.send(
            kur(registrar())
                .extension(Extension.extendedKeyUsage, usages)
                .profile("registrar")
                .encoded());
    assertThat(answer.statusNumber()).isEqualTo(PKIStatus.GRANTED);
  }

  @Test
  @Proves({"CMP-B5", "CMP-B12", "CMP-F6", "CMP-F7"})
  void aConfirmationIsTakenAndAnsweredAsOftenAsItComes() throws Exception {
    explicit();
    var old = registrar();
    var answer = domain.send(kur(old).encoded());
    assertThat(answer.grantsImplicitConfirm()).isFalse();
    assertThat(serves(next(old, answer).idevid())).as("before it is confirmed").isTrue();
    assertThat(domain.send(SignedMessages.certConf(answer, true, old.idevid())).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);

    var confirmation = SignedMessages.certConf(answer, true, old.idevid());
    assertThat(domain.send(confirmation).failInfo()).isEqualTo(PKIFailureInfo.certConfirmed);
    domain.clock.advance(Duration.ofDays(30));
    assertThat(serves(next(old, answer).idevid())).isTrue();
  }

  @Test
  @Proves("CMP-B7")
  void theSameConfirmationGetsTheSameAnswer() throws Exception {
    domain.start();
    var old = registrar();
    var answer = domain.send(kur(old).explicit().encoded());
    assertThat(answer.grantsImplicitConfirm()).isFalse();
    var confirmation = SignedMessages.certConf(answer, true, old.idevid());
    var first = domain.send(confirmation);
    assertThat(first.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    domain.stop();
    domain.start();
    assertThat(domain.send(confirmation).octets()).isEqualTo(first.octets());
  }

  @Test
  void nobodyElseConfirms() throws Exception {
    explicit();
    accepted(domain.operator.registrar("line 3", temp.resolve("line3")));
    var other =
        Credential.read(
            temp.resolve("line3").resolve("registrar.pem"),
            temp.resolve("line3").resolve("registrar.key"));
    var answer = domain.send(kur(registrar()).encoded());
    assertThat(domain.send(SignedMessages.certConf(answer, true, other)).text())
        .isEqualTo("no such transaction");
  }

  @Test
  @Proves("CMP-B12")
  void whatIsRejectedIsRevoked() throws Exception {
    explicit();
    var old = registrar();
    var answer = domain.send(kur(old).encoded());
    var next = next(old, answer);

    assertThat(domain.send(SignedMessages.certConf(answer, false, old.idevid())).type())
        .isEqualTo(PKIBody.TYPE_CONFIRM);

    assertThat(serves(next.idevid())).as("the rejected one").isFalse();
    assertThat(serves(old.idevid())).as("the one before").isTrue();
    assertThat(list().getRevokedCertificate(next.certificate())).isNotNull();
    assertThat(list().getRevokedCertificate(old.certificate())).isNull();
  }

  private X509CRL list() throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509")
            .generateCRL(
                new ByteArrayInputStream(
                    Files.readAllBytes(domain.dir.resolve("public/domain.crl"))));
  }

  @Test
  @Proves("CMP-B12")
  void whatIsNotConfirmedInTimeIsRevoked() throws Exception {
    explicit();
    var old = registrar();
    var answer = domain.send(kur(old).encoded());
    var next = next(old, answer);
    domain.clock.advance(Duration.ofDays(5));
    assertThat(serves(next.idevid())).isFalse();
    assertThat(domain.send(kur(next).encoded()).failInfo())
        .isEqualTo(PKIFailureInfo.signerNotTrusted);
    assertThat(serves(old.idevid())).isTrue();

    assertThat(domain.send(SignedMessages.certConf(answer, true, old.idevid())).failInfo())
        .isEqualTo(PKIFailureInfo.badRequest);
    assertThat(serves(next.idevid())).isFalse();
    assertIsGivenUp(next, old);
  }

  @Test
  @Proves("CMP-B12")
  void whatIsNotConfirmedWhileTheAuthorityIsAwayIsRevokedAtItsStart() throws Exception {
    explicit();
    var old = registrar();
    var next = next(old, domain.send(kur(old).encoded()));
    domain.stop();
    domain.clock.advance(Duration.ofDays(5));
    domain.start();
    assertThat(serves(next.idevid())).isFalse();
    assertThat(serves(old.idevid())).isTrue();
    assertIsGivenUp(next, old);
  }

  private void assertIsGivenUp(TestDevice next, TestDevice old) throws Exception {
    domain.list();
    assertThat(list().getRevokedCertificate(next.certificate())).isNotNull();
    assertThat(list().getRevokedCertificate(old.certificate())).isNull();
    assertThat(domain.journal())
        .extracting(JournalEntry::kind)
        .containsOnlyOnce("registrar-update.unconfirmed", "certificate.revoked");
  }

  @Test
  void revokingARegistrarRevokesAllThatItHas() throws Exception {
    domain.start();
    var old = registrar();
    var next = next(old, domain.send(kur(old).encoded()));
    revoke(Kind.REGISTRAR, "line 2");
    assertThat(serves(old.idevid())).isFalse();
    assertThat(serves(next.idevid())).isFalse();
    assertThat(list().getRevokedCertificates()).hasSize(2);
  }

  @Test
  void theNextOneServesWhenTheOneBeforeIsRevoked() throws Exception {
    domain.start();
    var old = registrar();
    var next = next(old, domain.send(kur(old).encoded()));
    revoke(Kind.CERTIFICATE, Certificates.serialNumber(old.certificate()));
    assertThat(serves(old.idevid())).isFalse();
    assertThat(serves(next.idevid())).isTrue();
  }

  private void prove(Case each) throws Exception {
    var message = each.broken().message();
    each.isAnsweredBy(domain.send(message));
  }

  private interface Change {
    DeviceRequest of(DeviceRequest request) throws Exception;
  }

  private Case rejected(String name, int failInfo, String told, Change change) {
    return new Case(
        name,
        PKIBody.TYPE_KEY_UPDATE_REP,
        failInfo,
        told,
        () -> change.of(kur(registrar())).encoded());
  }

  @TestFactory
  @Proves({"CMP-F3", "CMP-B3", "CMP-B17", "CMP-H14"})
  List<DynamicTest> ofWhatNoRegistrarMayHave() throws Exception {
    domain.start();
    var cases = new ArrayList<Case>();
    cases.add(
        rejected(
            "the key that it has",
            PKIFailureInfo.badCertTemplate,
            "the requested key is the key of the protection certificate",
            request ->
                request.keys(
                    new KeyPair(
                        domain.registrar().leaf().getPublicKey(), domain.registrar().key()))));
    cases.add(
        rejected(
            "the key of a device",
            PKIFailureInfo.badCertTemplate,
            "already certified for someone else",
            request -> request.keys(ofADevice())));
    cases.add(
        rejected(
            "a key of an update before",
            PKIFailureInfo.badCertTemplate,
            "already certified for someone else",
            request -> request.keys(ofAnUpdate())));
    cases.add(
        rejected(
            "another subject",
            PKIFailureInfo.badCertTemplate,
            "",
            request -> request.subject("CN=line 3")));
    cases.add(
        rejected(
            "a subjectAltName",
            PKIFailureInfo.badCertTemplate,
            "",
            request ->
                request.extension(
                    Extension.subjectAlternativeName,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "other.example.com")))));
    cases.add(
        rejected(
            "another certificate's update",
            PKIFailureInfo.badCertId,
            "the certificate to be updated is not that of the protection",
            request -> request.oldCertificate(domain.credential("responder").leaf())));
    cases.add(
        rejected(
            "without proof of possession",
            PKIFailureInfo.badPOP,
            "",
            request -> request.possession(DeviceRequest.Possession.NOT_SHOWN)));
    cases.add(
        rejected(
            "with another key's proof",
            PKIFailureInfo.badPOP,
            "",
            request -> request.possession(DeviceRequest.Possession.PROVEN_WITH_ANOTHER_KEY)));
    cases.add(
        rejected(
            "vouched for by itself",
            PKIFailureInfo.badPOP,
            "",
            request -> request.possession(DeviceRequest.Possession.VOUCHED_FOR)));
    cases.add(
        rejected(
            "a CA certificate",
            PKIFailureInfo.badCertTemplate,
            "not those of a registrar",
            request -> request.extension(Extension.basicConstraints, new BasicConstraints(true))));
    cases.add(
        rejected(
            "a CA's usage",
            PKIFailureInfo.badCertTemplate,
            "not those of a registrar",
            request ->
                request.extension(
                    Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_cmcCA))));
    cases.add(
        rejected(
            "a device's profile",
            PKIFailureInfo.badCertTemplate,
            "no such certificate profile for a registrar",
            request -> request.profile("ldevid")));
    cases.add(rejected("two at once", PKIFailureInfo.badRequest, "", request -> request.copies(2)));
    return Case.tests(cases, this::prove);
  }

  private KeyPair ofADevice() throws Exception {
    var device = domain.maker.device("SN-" + domain.nextSequence());
    assertThat(domain.send(domain.approved(device)).certificate()).isPresent();
    return device.newKeys();
  }

  private KeyPair ofAnUpdate() throws Exception {
    var registrar = registrar();
    assertThat(domain.send(kur(registrar).encoded()).certificate()).isPresent();
    return registrar.newKeys();
  }

  @TestFactory
  @Proves({"CMP-F3", "CMP-H11", "AU-inner-registrar", "AU-signer-in-force"})
  List<DynamicTest> ofThoseWhoMayNotAsk() throws Exception {
    var lapsed = lapsed();
    domain.start();
    var cases = new ArrayList<Case>();
    cases.add(
        Case.error(
            "in a nested message",
            PKIFailureInfo.notAuthorized,
            "inner message: a registrar's credential is renewed by its own kur alone",
            () -> domain.nested(kur(registrar()).encoded())));
    cases.add(
        Case.error(
            "as a cr",
            PKIFailureInfo.notAuthorized,
            "registrar's nested message",
            () -> registrar().request().type(PKIBody.TYPE_CERT_REQ).encoded()));
    cases.add(
        Case.error(
            "with our responder's certificate",
            PKIFailureInfo.notAuthorized,
            "registrar's nested message",
            () -> kur(registrar(domain.credential("responder"))).encoded()));
    cases.add(
        Case.error(
            "with a certificate that the ledger does not have",
            PKIFailureInfo.notAuthorized,
            "registrar's nested message",
            () ->
                kur(registrar(domain.under(CertificateProfile.registrar("line 2", domain.year()))))
                    .encoded()));
    cases.add(
        Case.error(
            "with the certificate of a registrar and another key",
            PKIFailureInfo.badMessageCheck,
            "",
            () ->
                kur(registrar(
                        new Credential(
                            TestDevice.SUITE.generateKeyPair().getPrivate(),
                            domain.registrar().chain())))
                    .encoded()));
    cases.add(
        Case.error(
            "unprotected",
            PKIFailureInfo.badMessageCheck,
            "",
            () -> kur(registrar()).unprotected()));
    cases.add(
        Case.error(
            "with one that is expired",
            PKIFailureInfo.signerNotTrusted,
            "not trusted",
            () -> kur(registrar(lapsed)).encoded()));
    cases.add(
        Case.error(
            "with one that is revoked",
            PKIFailureInfo.signerNotTrusted,
            "it is not in force",
            () -> {
              revoke(Kind.REGISTRAR, "line 2");
              return kur(registrar()).encoded();
            }));
    return Case.tests(cases, this::prove);
  }

  /** A registrar's credential that the ledger has, and that is over. */
  private Credential lapsed() throws Exception {
    var credential =
        domain.under(
            CertificateProfile.registrar(
                "line 9", Validity.lasting(domain.clock.instant(), Duration.ofDays(1))));
    try (var store = Store.open(domain.dir.resolve("data"), Schema.MIGRATIONS, domain.clock)) {
      new Registrars(store, domain.clock).add("line 9", credential.leaf());
    }
    domain.clock.advance(Duration.ofDays(2));
    return credential;
  }

  @Test
  @Proves("CMP-H6")
  void ofATransactionIdThatIsInUse() throws Exception {
    domain.start();
    var id = TestDevice.SUITE.randomBytes(16);
    assertThat(domain.send(kur(registrar()).transaction(id).encoded()).certificate()).isPresent();
    var device = domain.maker.device("SN-1");
    for (var message :
        List.of(
            kur(registrar()).transaction(id).encoded(),
            domain.approved(device.request().transaction(id).encoded(), "SN-1"),
            SignedMessages.revocation(
                id,
                List.of(SignedMessages.details(domain.registrar().leaf(), 1)),
                domain.registrar()))) {
      assertThat(domain.send(message).failInfo()).isEqualTo(PKIFailureInfo.transactionIdInUse);
    }
    var enrolled = TestDevice.SUITE.randomBytes(16);
    domain.send(domain.approved(device.request().transaction(enrolled).encoded(), "SN-1"));
    assertThat(domain.send(kur(registrar()).transaction(enrolled).encoded()).failInfo())
        .isEqualTo(PKIFailureInfo.transactionIdInUse);
  }

  @Test
  @Proves("LC-3.6.4-systemUnavail")
  void ofMoreThanADayHas() throws Exception {
    domain.configured("# certificates-per-day: 10", "certificates-per-day: 1").start();
    var first = registrar();
    var second = next(first, domain.send(kur(first).encoded()));
    prove(
        Case.error(
            "too many",
            PKIFailureInfo.systemUnavail,
            "too many requests of this registrar",
            () -> kur(second).encoded()));
    domain.clock.advance(Duration.ofDays(1));
    assertThat(domain.send(kur(second).encoded()).certificate()).isPresent();
  }

  @Test
  void whatWouldEndNoLaterIsNotGrantedUntilTheIssuingCaIsRolled() throws Exception {
    domain.clock.advance(Duration.ofDays(10 * 365 + 10));
    accepted(domain.operator.registrar("line 3", temp.resolve("line3")));
    domain.start();
    domain.clock.advance(Duration.ofDays(1));
    var present =
        registrar(
            Credential.read(
                temp.resolve("line3").resolve("registrar.pem"),
                temp.resolve("line3").resolve("registrar.key")));
    prove(
        new Case(
            "refused",
            PKIBody.TYPE_KEY_UPDATE_REP,
            PKIFailureInfo.notAuthorized,
            "would end no later than the present one",
            () -> kur(present).encoded()));
    domain.stop();
    accepted(new Rollover(domain.dir, domain.clock).issuingCa(Optional.empty()));
    // TLS goes by the machine's clock, for which the next credential is not valid yet.
    Files.delete(domain.dir.resolve("keys/tls-2.pem"));
    domain.start();
    assertThat(domain.send(kur(present).encoded()).certificate().orElseThrow().getNotAfter())
        .isAfter(present.certificate().getNotAfter());
  }

  @Test
  void aStrongerKeyThanTheOneThatSignsIsRefusedUnlessTheOperatorLetsItPass() throws Exception {
    domain.start();
    var stronger = registrar().withNewKeys(TestDevice.SUITE.generateKeyPair(KeyKind.P_384));
    prove(
        new Case(
            "stronger",
            PKIBody.TYPE_KEY_UPDATE_REP,
            PKIFailureInfo.badAlg,
            "the key is stronger than what signs for it",
            () -> kur(stronger).encoded()));
    domain.stop();
    domain.configured("# stronger-keys: refuse", "stronger-keys: accept").start();
    assertThat(domain.send(kur(stronger).encoded()).certificate()).isPresent();
  }

  @Test
  @Proves("CMP-B7")
  void theSameOctetsGetTheSameAnswerWhateverThePolicyIsNow() throws Exception {
    domain.start();
    var request = kur(registrar()).encoded();
    var first = domain.send(request);
    assertThat(first.certificate()).isPresent();
    domain.stop();
    domain.configured("# registrar-updates: automatic", "registrar-updates: refuse").start();
    assertThat(domain.send(request).octets()).isEqualTo(first.octets());
    assertThat(domain.send(kur(registrar()).encoded()).failInfo())
        .isEqualTo(PKIFailureInfo.notAuthorized);
  }

  @Test
  void whereAPersonMakesEveryCredentialNoneIsRenewed() throws Exception {
    domain.configured("# registrar-updates: automatic", "registrar-updates: refuse").start();
    prove(
        new Case(
            "refused",
            PKIBody.TYPE_KEY_UPDATE_REP,
            PKIFailureInfo.notAuthorized,
            "the request is not authorised",
            () -> kur(registrar()).encoded()));
    assertThat(domain.journal())
        .filteredOn(line -> line.kind().equals("request.refused"))
        .singleElement()
        .satisfies(
            line -> assertThat(line.details().get("cause")).contains("brski authority registrar"));
  }
}
