package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.DeviceRequest.Possession;
import dev.brski.authority.evidence.EvidenceOrder;
import dev.brski.authority.ledger.PendingRequest;
import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.inventory.ImportOrder;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.store.JournalEntry;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.RevocationReason;
import dev.brski.trust.SerialNumberField;
import dev.brski.verdict.Refusal;
import dev.brski.verdict.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests under the protection of a registrar instead of the device's (RFC 9483 sections 5.2.3 and
 * 5.3.1), where the operator takes them and where not.
 */
class RegistrarsWordTest {

  private static final String REPRESENTED =
      "the device that the registration authority answers for cannot be told, or is not taken here";
  private static final String NESTED_ONLY = "registrar's nested message";

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

  private TestDomain taking(String level) throws Exception {
    return domain.configured("# replaced-protection: refuse", "replaced-protection: " + level);
  }

  private void inventory(String... lines) throws Exception {
    var csv = "manufacturer,serial,valid-until\n" + String.join("\n", lines) + "\n";
    var report =
        accepted(
            domain.operator.takeInventory(
                csv.getBytes(StandardCharsets.UTF_8), new ImportOrder("ann", true, false)));
    assertThat(report.faults()).isEmpty();
  }

  private TestDevice device() {
    return domain.maker.device("SN-" + domain.nextSequence());
  }

  private byte[] replaced(TestDevice device) throws Exception {
    return device.request().by(domain.registrar()).encoded();
  }

  private byte[] raVerified(TestDevice device) throws Exception {
    return device.request().possession(Possession.VOUCHED_FOR).by(domain.registrar()).encoded();
  }

  private Stream<DynamicTest> refused(Case... cases) {
    return Case.tests(
        List.of(cases),
        each -> {
          int before = domain.issued().size();
          each.isAnsweredBy(domain.send(each.broken().message()));
          assertThat(domain.issued()).hasSize(before);
          assertThat(pending()).isEmpty();
        })
        .stream();
  }

  private static Case rejection(String name, int failInfo, String told, Case.Broken broken) {
    return new Case(name, PKIBody.TYPE_INIT_REP, failInfo, told, broken);
  }

  private List<PendingRequest> pending() throws Exception {
    return accepted(domain.operator.pending());
  }

  private JournalEntry journalled(String kind) throws Exception {
    return domain.journal().stream()
        .filter(entry -> entry.kind().equals(kind))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private void isIssued(Answer answer, TestDevice device) throws Exception {
    assertThat(answer.verifies()).isTrue();
    var certificate = answer.certificate().orElseThrow();
    assertThat(certificate.getPublicKey()).isEqualTo(device.newKeys().getPublic());
    var listed = domain.issued().getLast();
    assertThat(listed.device()).isEqualTo(device.serialNumber());
    assertThat(listed.assurance()).isEqualTo("hop-by-hop");
  }

  @TestFactory
  @Proves({"EN-17", "CMP-B2", "CMP-R4"})
  Stream<DynamicTest> noneIsTakenUnlessTheOperatorSaysSo() throws Exception {
    domain.start();
    return refused(
        Case.error(
            "with the device's proof",
            PKIFailureInfo.notAuthorized,
            NESTED_ONLY,
            () -> replaced(device())),
        Case.error(
            "raVerified", PKIFailureInfo.notAuthorized, NESTED_ONLY, () -> raVerified(device())),
        Case.error(
            "p10cr",
            PKIFailureInfo.notAuthorized,
            NESTED_ONLY,
            () -> device().request().by(domain.registrar()).pkcs10()));
  }

  @Test
  @Proves({"CMP-R4", "CMP-R12", "CMP-B4"})
  void theProofOfPossessionStaysAndTheRegistrarIsTheOneWhoAsks() throws Exception {
    taking("with-proof").start();
    var device = device();
    var request = replaced(device);
    var answer = domain.send(request);
    isIssued(answer, device);
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_INIT_REP);
    assertThat(answer.certificate().orElseThrow().getSubjectX500Principal().getName())
        .contains("Plant 7")
        .doesNotContain("line 2");

    assertThat(domain.send(request).octets()).isEqualTo(answer.octets());
    assertThat(domain.issued()).hasSize(1);

    var line = journalled("enrollment.issuing");
    assertThat(line.device()).contains(device.serialNumber());
    assertThat(line.details())
        .containsEntry("assurance", "hop-by-hop")
        .containsEntry("possession", "proven")
        .containsEntry("manufacturer", "acme")
        .containsKey("shownSha256")
        .doesNotContainKey("imprint");
  }

  @Test
  @Proves("CMP-R4")
  void whatIsNestedIsEndToEndAsBefore() throws Exception {
    taking("ra-verified").start();
    domain.send(domain.approved(device()));
    assertThat(domain.issued().getFirst().assurance()).isEqualTo("end-to-end");
    assertThat(journalled("enrollment.issuing").details()).doesNotContainKey("assurance");
  }

  @Test
  @Proves({"CMP-R4", "CMP-B3"})
  void raVerifiedIsTakenFromARegistrarThatMaySayIt() throws Exception {
    taking("ra-verified").start();
    var device = device();
    isIssued(domain.send(raVerified(device)), device);
    var other = device();
    isIssued(domain.send(replaced(other)), other);
    assertThat(
            domain.journal().stream()
                .filter(entry -> entry.kind().equals("enrollment.issuing"))
                .map(entry -> entry.details().get("possession")))
        .containsExactly("ra-verified", "proven");
  }

  @Test
  @Proves({"CMP-R4", "CMP-R16"})
  void aPkcs10KeepsItsOwnProof() throws Exception {
    taking("with-proof").start();
    var device = device();
    isIssued(domain.send(device.request().by(domain.registrar()).pkcs10()), device);
    var other = device();
    var broken =
        domain.send(
            other
                .request()
                .by(domain.registrar())
                .pkcs10(TestDevice.SUITE.generateKeyPair().getPrivate()));
    assertThat(broken.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(broken.failInfo()).isEqualTo(PKIFailureInfo.badPOP);
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves({"CMP-R4", "CMP-F2"})
  void aMemberIsKnownByItsCertificateOfThisDomain() throws Exception {
    taking("with-proof").start();
    var member = domain.member("SN-1");
    isIssued(
        domain.send(member.request().type(PKIBody.TYPE_CERT_REQ).by(domain.registrar()).encoded()),
        member);
    assertThat(domain.issued()).extracting(each -> each.state()).contains("superseded");

    var again = domain.member("SN-1");
    accepted(
        domain.operator.revoke(
            new RevocationOrder(
                RevocationOrder.Kind.CERTIFICATE,
                domain.issued().getLast().serial(),
                RevocationReason.KEY_COMPROMISE,
                "ann",
                Optional.empty())));
    var answer =
        domain.send(again.request().type(PKIBody.TYPE_CERT_REQ).by(domain.registrar()).encoded());
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_CERT_REP);
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.notAuthorized);
  }

  @TestFactory
  @Proves({"CMP-R4", "CMP-R12", "CMP-B2", "CMP-B3"})
  Stream<DynamicTest> noneIsTakenFromAnybodyElseThanARegistrarOfThisDomain() throws Exception {
    taking("ra-verified").start();
    var member = domain.member("SN-m");
    return refused(
        Case.error(
            "the device itself",
            PKIFailureInfo.notAuthorized,
            NESTED_ONLY,
            () -> device().request().encoded()),
        Case.error(
            "the device itself, raVerified",
            PKIFailureInfo.notAuthorized,
            NESTED_ONLY,
            () -> device().request().possession(Possession.VOUCHED_FOR).encoded()),
        Case.error(
            "a device that shows a registrar's certificate",
            PKIFailureInfo.signerNotTrusted,
            "the certificate of the protection is not trusted",
            () -> device().request().showing(domain.registrar().chain()).encoded()),
        Case.error(
            "a member, for another device",
            PKIFailureInfo.notAuthorized,
            "the signer is not a registration authority",
            () ->
                device()
                    .request()
                    .signer(member.idevid())
                    .showing(domain.registrar().chain())
                    .encoded()),
        Case.error(
            "a cmcRA that the ledger does not know",
            PKIFailureInfo.notAuthorized,
            "the signer is not a registrar known here",
            () ->
                device()
                    .request()
                    .by(domain.under(CertificateProfile.registrar("stranger", domain.year())))
                    .encoded()),
        Case.error(
            "our own responder",
            PKIFailureInfo.notAuthorized,
            "the signer is not a registrar known here",
            () -> device().request().by(domain.credential("responder")).encoded()),
        Case.error(
            "a registrar of another domain",
            PKIFailureInfo.signerNotTrusted,
            "the certificate of the protection is not trusted",
            () ->
                device()
                    .request()
                    .by(
                        new TestMaker("elsewhere", domain.clock.instant())
                            .device("R", CertificateProfile.registrar("R", domain.year()))
                            .idevid())
                    .encoded()),
        Case.error(
            "a registrar's certificate without its key",
            PKIFailureInfo.badMessageCheck,
            "the protection does not verify",
            () ->
                device()
                    .request()
                    .by(
                        new Credential(
                            TestDevice.SUITE.generateKeyPair().getPrivate(),
                            domain.registrar().chain()))
                    .encoded()),
        Case.error(
            "inside a nested message",
            PKIFailureInfo.signerNotTrusted,
            "inner message",
            () -> {
              var device = device();
              return domain.approved(replaced(device), device.serialNumber());
            }));
  }

  @Test
  @Proves({"CMP-B2", "CMP-R4"})
  void noneIsTakenFromARegistrarThatWasRevoked() throws Exception {
    taking("with-proof").start();
    revokeRegistrar();
    var answer = domain.send(replaced(device()));
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.notAuthorized);
    assertThat(answer.text()).contains("a registrar that was revoked").doesNotContain("outer");
    assertThat(domain.issued()).isEmpty();
  }

  private void revokeRegistrar() throws Exception {
    accepted(
        domain.operator.revoke(
            new RevocationOrder(
                RevocationOrder.Kind.REGISTRAR,
                "line 2",
                RevocationReason.KEY_COMPROMISE,
                "ann",
                Optional.empty())));
  }

  @TestFactory
  @Proves({"CMP-R4", "CMP-B3", "CMP-F1", "CMP-F23", "CMP-R19"})
  Stream<DynamicTest> whatSection511DemandsIsDemandedOfARegistrarToo() throws Exception {
    taking("with-proof").start();
    return refused(
        rejection(
            "raVerified, where the proof is to be there",
            PKIFailureInfo.notAuthorized,
            "raVerified",
            () -> raVerified(device())),
        rejection(
            "no proof",
            PKIFailureInfo.badPOP,
            "",
            () ->
                device()
                    .request()
                    .possession(Possession.NOT_SHOWN)
                    .by(domain.registrar())
                    .encoded()),
        rejection(
            "proof with another key",
            PKIFailureInfo.badPOP,
            "",
            () ->
                device()
                    .request()
                    .possession(Possession.PROVEN_WITH_ANOTHER_KEY)
                    .by(domain.registrar())
                    .encoded()),
        rejection(
            "a key that is to be made for the device (section 4.1.6)",
            PKIFailureInfo.badCertTemplate,
            "",
            () -> device().request().withoutKey().by(domain.registrar()).encoded()),
        rejection(
            "two requests",
            PKIFailureInfo.badRequest,
            "",
            () -> device().request().copies(2).by(domain.registrar()).encoded()),
        rejection(
            "a certificate for another registrar",
            PKIFailureInfo.badCertTemplate,
            "",
            () ->
                device()
                    .request()
                    .extension(
                        Extension.extendedKeyUsage, new ExtendedKeyUsage(KeyPurposeId.id_kp_cmcRA))
                    .by(domain.registrar())
                    .encoded()),
        rejection(
            "the registrar's own key",
            PKIFailureInfo.badCertTemplate,
            "",
            () ->
                device()
                    .request()
                    .keys(keysOf(domain.registrar()))
                    .by(domain.registrar())
                    .encoded()),
        rejection(
            "the key of the IDevID",
            PKIFailureInfo.badCertTemplate,
            "",
            () -> {
              var device = device();
              return device
                  .request()
                  .keys(keysOf(device.idevid()))
                  .by(domain.registrar())
                  .encoded();
            }),
        Case.error(
            "with a recipNonce",
            PKIFailureInfo.badRecipientNonce,
            "",
            () ->
                Evidence.unsigned(
                        PKIMessage.getInstance(replaced(device())),
                        PKIMessage.getInstance(replaced(device())).getBody())
                    .recipNonce(new byte[16])
                    .signed(domain.registrar())));
  }

  private static KeyPair keysOf(Credential credential) {
    return new KeyPair(credential.leaf().getPublicKey(), credential.key());
  }

  @TestFactory
  @Proves("CMP-R19")
  Stream<DynamicTest> aKeyUpdateIsNeverTakenThatWay() throws Exception {
    taking("ra-verified").start();
    var member = domain.member("SN-1");
    record Update(String name, int failInfo, byte[] message) {}
    return Stream.of(
            new Update(
                "with the member's name",
                PKIFailureInfo.badCertTemplate,
                member
                    .request()
                    .type(PKIBody.TYPE_KEY_UPDATE_REQ)
                    .by(domain.registrar())
                    .encoded()),
            new Update(
                "with the member's certificate as oldCertId",
                PKIFailureInfo.badCertId,
                member
                    .request()
                    .type(PKIBody.TYPE_KEY_UPDATE_REQ)
                    .oldCertificate(member.certificate())
                    .by(domain.registrar())
                    .encoded()),
            new Update(
                "raVerified",
                PKIFailureInfo.badCertTemplate,
                member
                    .request()
                    .type(PKIBody.TYPE_KEY_UPDATE_REQ)
                    .possession(Possession.VOUCHED_FOR)
                    .by(domain.registrar())
                    .encoded()),
            new Update(
                "as the member has signed it, alone",
                PKIFailureInfo.notAuthorized,
                member.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded()))
        .map(
            update ->
                DynamicTest.dynamicTest(
                    update.name(),
                    () -> {
                      var answer = domain.send(update.message());
                      assertThat(answer.statusNumber()).isEqualTo(PKIStatus.REJECTION);
                      assertThat(answer.failInfo()).isEqualTo(update.failInfo());
                      assertThat(domain.issued()).hasSize(1);
                    }));
  }

  @TestFactory
  @Proves({"CMP-B3", "CMP-B4", "CMP-R12"})
  Stream<DynamicTest> theDeviceIsTheOneWhoseCertificateComesAlong() throws Exception {
    taking("ra-verified");
    var beta = new TestMaker("BETA", domain.clock.instant());
    accepted(
        domain.operator.addManufacturer(
            beta.writeAnchor(temp.resolve("beta.pem")),
            Optional.of("beta"),
            SerialNumberField.SUBJECT));
    inventory("acme,SN-known,", "beta,SN-both,", "acme,SN-both,");
    domain.start();
    var nobody = new TestMaker("nobody", domain.clock.instant());
    return refused(
        represented(
            "of an unknown maker, though the inventory names the serial number",
            () ->
                domain
                    .maker
                    .device("SN-known")
                    .request()
                    .signer(domain.registrar())
                    .showing(nobody.device("SN-known").idevid().chain())
                    .encoded()),
        represented(
            "that has ended",
            () -> {
              var start = domain.clock.instant().minusSeconds(7200);
              return replaced(
                  domain.maker.device(
                      "SN-known",
                      CertificateProfile.idevid("SN-known", "ACME", start)
                          .withValidity(new Validity(start, start.plusSeconds(3600)))));
            }),
        represented(
            "without a serial number",
            () ->
                replaced(
                    domain.maker.device(
                        "SN-known",
                        CertificateProfile.of(
                            CertificateProfile.commonName("device"), domain.year())))),
        represented(
            "of another device than the one that is asked for",
            () -> device().request().subject("2.5.4.5=SN-known").by(domain.registrar()).encoded()),
        represented(
            "of no device that is asked for",
            () -> device().request().subject("CN=anything").by(domain.registrar()).encoded()),
        represented(
            "of two devices",
            () ->
                device()
                    .request()
                    .signer(domain.registrar())
                    .showing(
                        Stream.concat(
                                domain.maker.device("SN-a").idevid().chain().stream(),
                                domain.maker.device("SN-b").idevid().chain().stream())
                            .toList())
                    .subject("2.5.4.5=SN-a")
                    .encoded()),
        represented(
            "of two makers' devices with one serial number",
            () ->
                device()
                    .request()
                    .signer(domain.registrar())
                    .showing(
                        Stream.concat(
                                domain.maker.device("SN-both").idevid().chain().stream(),
                                beta.device("SN-both").idevid().chain().stream())
                            .toList())
                    .subject("2.5.4.5=SN-both")
                    .encoded()));
  }

  @TestFactory
  @Proves({"CMP-B4", "CMP-R12"})
  Stream<DynamicTest> withoutACertificateTheInventoryMustNameItOnce() throws Exception {
    taking("ra-verified");
    accepted(
        domain.operator.addManufacturer(
            new TestMaker("BETA", domain.clock.instant()).writeAnchor(temp.resolve("beta.pem")),
            Optional.of("beta"),
            SerialNumberField.SUBJECT));
    inventory(
        "acme,SN-both,",
        "beta,SN-both,",
        "gamma,SN-gamma,",
        "acme,SN-over,2001-01-01",
        "acme,SN-half,",
        "beta,SN-half,2001-01-01");
    domain.start();
    return refused(
        represented("not named at all", () -> onBehalf("SN-none")),
        represented("named for two makers", () -> onBehalf("SN-both")),
        represented("named for two makers, one of them no more", () -> onBehalf("SN-half")),
        represented("of a maker whose devices are not taken", () -> onBehalf("SN-gamma")),
        represented("whose time is over", () -> onBehalf("SN-over")),
        represented("in other letters", () -> onBehalf("sn-gamma")),
        represented(
            "a subject without a serial number",
            () -> device().request().subject("CN=SN-both").signer(domain.registrar()).encoded()),
        represented(
            "the registrar itself",
            () ->
                device()
                    .request()
                    .subject(domain.registrar().leaf().getSubjectX500Principal().getName())
                    .signer(domain.registrar())
                    .encoded()),
        represented(
            "a subject with two",
            () ->
                device()
                    .request()
                    .subject("2.5.4.5=SN-over,2.5.4.5=SN-both")
                    .signer(domain.registrar())
                    .encoded()));
  }

  private static Case represented(String name, Case.Broken broken) {
    return rejection(name, PKIFailureInfo.notAuthorized, REPRESENTED, broken);
  }

  private byte[] onBehalf(String serialNumber) throws Exception {
    return domain
        .maker
        .device(serialNumber)
        .request()
        .signer(domain.registrar())
        .subject("2.5.4.5=" + serialNumber)
        .encoded();
  }

  @Test
  @Proves({"CMP-B4", "CMP-R12"})
  void onBehalfOfADeviceThatTheInventoryNames() throws Exception {
    taking("with-proof");
    inventory("acme,SN-1,");
    domain.start();
    var answer = domain.send(onBehalf("SN-1"));
    assertThat(answer.certificate()).isPresent();
    assertThat(domain.issued().getFirst().device()).isEqualTo("SN-1");
    assertThat(journalled("enrollment.issuing").details())
        .containsEntry("manufacturer", "acme")
        .doesNotContainKey("shownSha256");
  }

  @Test
  @Proves("CMP-B4")
  void theInventoryIsAskedOfADeviceWhoseCertificateCameAlong() throws Exception {
    taking("with-proof").configured("# unknown-devices: admit", "unknown-devices: refuse");
    inventory("beta,SN-1,");
    domain.start();
    var device = domain.maker.device("SN-1");
    var answer = domain.send(replaced(device));
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.notAuthorized);
    assertThat(domain.issued()).isEmpty();
    inventory("acme,SN-1,");
    isIssued(domain.send(replaced(device)), device);
  }

  @Test
  @Proves("CMP-B4")
  void theNameOfAnotherMakersDeviceIsNotGivenTwice() throws Exception {
    taking("with-proof");
    var beta = new TestMaker("BETA", domain.clock.instant());
    accepted(
        domain.operator.addManufacturer(
            beta.writeAnchor(temp.resolve("beta.pem")),
            Optional.of("beta"),
            SerialNumberField.SUBJECT));
    domain.start();
    domain.send(domain.approved(domain.maker.device("SN-1")));
    var answer = domain.send(replaced(beta.device("SN-1")));
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.badCertTemplate);
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves("CMP-B4")
  void theSerialNumberIsWhereItsManufacturerHasIt() throws Exception {
    taking("with-proof");
    Openssl.required();
    var device = domain.withHardwareModule("B-1");
    domain.start();
    isIssued(domain.send(replaced(device)), device);
    var evidence = Evidence.of(domain, "B-1", temp.resolve("out"));
    assertThat(evidence.verified().restsOnAWord())
        .contains("device.pem, which came along, is the IDevID of the device by its hardware");
  }

  @Test
  @Proves("CMP-B19")
  void theKeyOfAnotherDeviceIsNotCertifiedAgain() throws Exception {
    taking("with-proof").start();
    var device = device();
    domain.send(domain.approved(device));
    var other = device().withNewKeys(device.newKeys());
    var answer = domain.send(replaced(other));
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.badCertTemplate);
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves("CMP-B19")
  void oneCertificateOfADeviceIsInUseHoweverItWasAskedFor() throws Exception {
    taking("with-proof").start();
    var device = domain.maker.device("SN-1");
    domain.send(domain.approved(device));
    domain.send(replaced(device.withNewKeys(TestDevice.SUITE.generateKeyPair())));
    domain.send(domain.approved(device.withNewKeys(TestDevice.SUITE.generateKeyPair())));
    assertThat(domain.issued())
        .extracting(each -> each.state())
        .containsExactly("superseded", "superseded", "issued");
    assertThat(domain.issued())
        .extracting(each -> each.assurance())
        .containsExactly("end-to-end", "hop-by-hop", "end-to-end");
  }

  @Test
  void theQuotaOfADeviceCountsThese() throws Exception {
    taking("with-proof").configured("# certificates-per-day: 10", "certificates-per-day: 2");
    domain.start();
    var device = domain.maker.device("SN-1");
    domain.send(replaced(device));
    domain.send(replaced(device.withNewKeys(TestDevice.SUITE.generateKeyPair())));
    var answer = domain.send(replaced(device.withNewKeys(TestDevice.SUITE.generateKeyPair())));
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.systemUnavail);
    assertThat(domain.issued()).hasSize(2);
  }

  @Test
  void aTransactionIsWhoseItWasFirst() throws Exception {
    taking("with-proof").start();
    var device = device();
    var id = TestDevice.SUITE.randomBytes(16);
    domain.send(device.request().transaction(id).by(domain.registrar()).encoded());
    var nested =
        domain.send(
            domain.approved(device.request().transaction(id).encoded(), device.serialNumber()));
    assertThat(nested.failInfo()).isEqualTo(PKIFailureInfo.transactionIdInUse);
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  @Proves({"CMP-B5", "CMP-B12", "CMP-R4"})
  void theRegistrarConfirmsWhatItHasAskedForAndNobodyElse() throws Exception {
    taking("with-proof").configured("confirmation: implicit", "confirmation: explicit").start();
    var device = device();
    var answer = domain.send(replaced(device));
    assertThat(domain.issued().getFirst().state()).isEqualTo("awaiting-confirmation");
    accepted(domain.operator.registrar("line 3", temp.resolve("line 3")));
    var another =
        Credential.read(temp.resolve("line 3/registrar.pem"), temp.resolve("line 3/registrar.key"));
    for (var signer : List.of(device.idevid(), another, domain.credential("responder"))) {
      var refused = domain.send(SignedMessages.certConf(answer, true, signer));
      assertThat(refused.type()).isEqualTo(PKIBody.TYPE_ERROR);
      assertThat(refused.failInfo()).isEqualTo(PKIFailureInfo.badRequest);
      assertThat(refused.text()).isEqualTo("no such transaction");
    }
    assertThat(domain.issued().getFirst().state()).isEqualTo("awaiting-confirmation");

    var certConf = SignedMessages.certConf(answer, true, domain.registrar());
    var pkiConf = domain.send(certConf);
    assertThat(pkiConf.type()).isEqualTo(PKIBody.TYPE_CONFIRM);
    assertThat(domain.issued().getFirst().state()).isEqualTo("confirmed");
    assertThat(domain.send(certConf).octets()).isEqualTo(pkiConf.octets());
  }

  @Test
  @Proves("CMP-B5")
  void theRegistrarRejectsForItsDevice() throws Exception {
    taking("ra-verified").configured("confirmation: implicit", "confirmation: explicit").start();
    var answer = domain.send(raVerified(device()));
    domain.send(SignedMessages.certConf(answer, false, domain.registrar()));
    assertThat(domain.issued().getFirst().state()).isEqualTo("rejected");
  }

  @Test
  @Proves({"CMP-R6", "CMP-F9", "CMP-F10", "CMP-H10"})
  void aPersonSeesWhatIsHeldAndTheRegistrarPollsForIt() throws Exception {
    taking("ra-verified").configured("approval: automatic", "approval: manual").start();
    var device = device();
    var request = raVerified(device);
    var waiting = domain.send(request);
    assertThat(waiting.statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(domain.send(request).statusNumber()).isEqualTo(PKIStatus.WAITING);
    assertThat(pending())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.assurance()).isEqualTo("hop-by-hop");
              assertThat(held.raVerified()).isTrue();
              assertThat(held.idevidIssuer()).contains("CN=ACME IDevID CA");
              assertThat(held.registrar()).isEqualTo("line 2");
              assertThat(held.device()).isEqualTo(device.serialNumber());
            });

    assertThat(domain.send(SignedMessages.poll(waiting, device.idevid())).type())
        .isEqualTo(PKIBody.TYPE_ERROR);
    var rep = domain.send(SignedMessages.poll(waiting, domain.registrar()));
    assertThat(rep.type()).isEqualTo(PKIBody.TYPE_POLL_REP);
    accepted(domain.operator.approve(pending().getFirst().id(), "ann", Optional.empty()));
    isIssued(domain.send(SignedMessages.poll(rep, domain.registrar())), device);
    isIssued(domain.send(request), device);
    assertThat(domain.issued()).hasSize(1);
  }

  @Test
  void whatIsHeldWithoutACertificateHasNoIssuerOfOne() throws Exception {
    taking("with-proof").configured("approval: automatic", "approval: manual");
    inventory("acme,SN-1,");
    domain.start();
    domain.send(onBehalf("SN-1"));
    assertThat(pending())
        .singleElement()
        .satisfies(
            held -> {
              assertThat(held.idevidIssuer()).isEmpty();
              assertThat(held.raVerified()).isFalse();
              assertThat(held.inInventory()).isTrue();
            });
    accepted(
        domain.operator.deny(pending().getFirst().id(), "ann", Optional.of("not ours any more")));
    assertThat(domain.issued()).isEmpty();
  }

  @Test
  @Proves("CMP-R4")
  void theWordOfARegistrarThatIsRevokedSinceIsNotApproved() throws Exception {
    taking("with-proof").configured("approval: automatic", "approval: manual").start();
    var waiting = domain.send(replaced(device()));
    revokeRegistrar();
    switch (domain.operator.approve(pending().getFirst().id(), "ann", Optional.empty())) {
      case Verdict.Refused<?>(Refusal why) ->
          assertThat(why.cause()).contains("line 2").contains("revoked");
      case Verdict.Accepted<?> _ -> throw new AssertionError("it was approved");
    }
    assertThat(domain.send(SignedMessages.poll(waiting, domain.registrar())).type())
        .isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(domain.issued()).isEmpty();
  }

  @Test
  @Proves("CMP-R7")
  void aBatchMayHoldThem() throws Exception {
    taking("with-proof").start();
    var one = device();
    var other = device();
    var batch =
        new Nesting(replaced(one), domain.registrar())
            .member(domain.approved(other))
            .transaction(TestDevice.SUITE.randomBytes(16))
            .senderNonce(TestDevice.SUITE.randomBytes(16))
            .encoded();
    var answers = domain.send(batch).nested();
    assertThat(answers).hasSize(2).allSatisfy(a -> assertThat(a.certificate()).isPresent());
    assertThat(domain.issued())
        .extracting(each -> each.assurance())
        .containsExactlyInAnyOrder("hop-by-hop", "end-to-end");
  }

  @Test
  void aRefusalIsTheRegistrarsInTheJournalAndSaysWhatToDo() throws Exception {
    taking("with-proof").start();
    domain.send(raVerified(device()));
    var line = journalled("request.refused");
    assertThat(line.details().toString()).contains("raVerified");
  }

  @Test
  @Proves({"EN-24", "CMP-R12"})
  void theEvidenceSaysThatItRestsOnTheWordOfARegistrar() throws Exception {
    Openssl.required();
    taking("ra-verified").start();
    var device = domain.maker.device("SN-1");
    var request = replaced(device);
    domain.send(request);
    var written =
        accepted(
            domain.operator.evidence(
                new EvidenceOrder("SN-1", Optional.empty()), temp.resolve("out")));
    assertThat(written.files())
        .startsWith(
            "01-ir/request.der",
            "01-ir/response.der",
            "01-ir/signer.pem",
            "01-ir/device.pem",
            "01-ir/certificate.pem")
        .noneMatch(name -> name.contains("nested") || name.contains("registrar"));
    var evidence = new Evidence(temp.resolve("out"));
    assertThat(evidence.octets("01-ir/request.der")).isEqualTo(request);
    assertThat(evidence.file("README.txt"))
        .content()
        .contains("rests on the word of registrar line 2")
        .contains("hop-by-hop")
        .doesNotContain("(raVerified)");
    assertThat(evidence.verified().restsOnAWord())
        .contains("possession of it was proven")
        .contains("WORD  01-ir: that this device asked, and belongs here, is the registrar's word")
        .doesNotContain("voucher")
        .doesNotContain("raVerified");

    var vouched = domain.maker.device("SN-2");
    domain.send(raVerified(vouched));
    var second = Evidence.of(domain, "SN-2", temp.resolve("second"));
    assertThat(second.file("README.txt")).content().contains("(raVerified)");
    assertThat(second.verified().restsOnAWord())
        .contains("WORD  01-ir: that the device has that key is the registrar's word alone")
        .doesNotContain("possession of it was proven");
  }

  @Test
  @Proves("EN-24")
  void whatIsRenewedFromItRestsOnThatWordToo() throws Exception {
    Openssl.required();
    taking("with-proof").start();
    var device = domain.maker.device("SN-1");
    var member = domain.member(device, domain.send(replaced(device)));
    domain.send(domain.nested(member.request().type(PKIBody.TYPE_KEY_UPDATE_REQ).encoded()));
    assertThat(domain.issued())
        .extracting(each -> each.assurance())
        .containsExactly("hop-by-hop", "end-to-end");
    var evidence = Evidence.of(domain, "SN-1", temp.resolve("out"));
    assertThat(evidence.verified().restsOnAWord())
        .contains("02-kur: signer.pem is the certificate of the step before");
  }

  @Test
  @Proves("EN-24")
  void aRequestAsAMemberThatARegistrarMadeBeginsAnew() throws Exception {
    Openssl.required();
    taking("with-proof").start();
    var member = domain.member("SN-1");
    domain.send(member.request().type(PKIBody.TYPE_CERT_REQ).by(domain.registrar()).encoded());
    var evidence = Evidence.of(domain, "SN-1", temp.resolve("out"));
    assertThat(evidence.file("01-cr/device.pem")).exists();
    assertThat(evidence.verified().restsOnAWord())
        .contains("01-cr: device.pem, which came along, is this domain's");
  }

  @TestFactory
  @Proves("EN-24")
  Stream<DynamicTest> whatIsFalseInTheEvidenceIsFound() throws Exception {
    Openssl.required();
    taking("ra-verified");
    inventory("acme,SN-9,");
    domain.start();
    domain.send(replaced(domain.maker.device("SN-1")));
    domain.send(domain.approved(domain.maker.device("SN-2")));
    domain.send(onBehalf("SN-9"));
    var word = Evidence.of(domain, "SN-1", temp.resolve("word"));
    var proof = Evidence.of(domain, "SN-2", temp.resolve("proof"));
    var bare = Evidence.of(domain, "SN-9", temp.resolve("bare"));
    record Falsified(String name, Evidence of, String failure, Change change) {}
    return List.of(
            new Falsified(
                "what a device signed passed off as what a registrar signed",
                proof,
                "signer.pem is no registrar's",
                evidence -> {
                  Files.delete(evidence.file("01-ir/nested.der"));
                  Files.delete(evidence.file("01-ir/registrar.pem"));
                }),
            new Falsified(
                "the approval gone",
                proof,
                "01-ir/nested.der is missing",
                evidence -> Files.delete(evidence.file("01-ir/nested.der"))),
            new Falsified(
                "another device's certificate beside it",
                word,
                "01-ir/device.pem: its subject does not have the serialNumber",
                evidence ->
                    evidence.with("01-ir/device.pem", domain.maker.device("SN-3").certificate())),
            new Falsified(
                "a certificate of the device by another maker",
                word,
                "01-ir/device.pem: no path to manufacturer.pem",
                evidence ->
                    evidence.with(
                        "01-ir/device.pem",
                        new TestMaker("nobody", domain.clock.instant())
                            .device("SN-1")
                            .certificate())),
            new Falsified(
                "a cmcRA of another domain",
                word,
                "no path by issuing-ca.pem to domain-ca.pem",
                evidence -> {
                  var other =
                      new TestMaker("elsewhere", domain.clock.instant())
                          .device("R", CertificateProfile.registrar("R", domain.year()))
                          .idevid();
                  evidence
                      .with(
                          "01-ir/request.der",
                          Evidence.signedBy(evidence.octets("01-ir/request.der"), other))
                      .with("01-ir/signer.pem", other.leaf());
                }),
            new Falsified(
                "asked for another device",
                bare,
                "asks for another device than that of serial-number.txt",
                evidence -> {
                  var asked =
                      domain
                          .maker
                          .device("SN-8")
                          .withNewKeys(device().newKeys())
                          .request()
                          .possession(Possession.VOUCHED_FOR)
                          .keys(new KeyPair(issuedKey(evidence), device().newKeys().getPrivate()))
                          .signer(domain.registrar())
                          .encoded();
                  evidence.with("01-ir/request.der", asked);
                }))
        .stream()
        .map(
            falsified ->
                DynamicTest.dynamicTest(
                    falsified.name(),
                    () -> {
                      var copy =
                          falsified.of().copy(temp.resolve("false-" + domain.nextSequence()));
                      falsified.change().in(copy);
                      assertThat(copy.verified().failure()).contains(falsified.failure());
                    }));
  }

  private static PublicKey issuedKey(Evidence evidence) throws Exception {
    X509Certificate issued =
        Certificates.readPem(evidence.file("01-ir/certificate.pem")).getFirst();
    return issued.getPublicKey();
  }

  private interface Change {
    void in(Evidence evidence) throws Exception;
  }
}
