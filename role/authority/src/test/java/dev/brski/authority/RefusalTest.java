package dev.brski.authority;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.Schema;
import dev.brski.cmp.Consent;
import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.store.Store;
import dev.brski.trust.Credential;
import dev.brski.trust.SerialNumberField;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PollReqContent;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** For each check the message that breaks it: what comes back, and that nothing was issued. */
class RefusalTest {

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

  private static Case rejection(String name, int failInfo, String told, Case.Broken broken) {
    return new Case(name, PKIBody.TYPE_INIT_REP, failInfo, told, broken);
  }

  private List<DynamicTest> tests(Collection<Case> cases) {
    return Case.tests(cases, this::prove);
  }

  private void prove(Case each) throws Exception {
    int before = domain.issued().size();
    var answer = domain.send(each.broken().message());

    each.isAnsweredBy(answer);
    assertThat(domain.issued()).hasSize(before);
  }

  private TestDevice device() {
    return domain.maker.device("SN-" + domain.nextSequence());
  }

  private byte[] approved(DeviceRequest request, TestDevice device) throws Exception {
    return domain.approved(request.encoded(), device.serialNumber());
  }

  @TestFactory
  @Proves({"EN-17", "EN-18", "CMP-B2", "CMP-H11"})
  List<DynamicTest> withoutARegistrarsConsent() {
    return tests(
        List.of(
            Case.error(
                "bare ir",
                PKIFailureInfo.notAuthorized,
                "registrar's nested message",
                () -> device().request().encoded()),
            Case.error(
                "bare cr",
                PKIFailureInfo.notAuthorized,
                "registrar's nested message",
                () -> device().request().type(PKIBody.TYPE_CERT_REQ).encoded()),
            Case.error(
                "nested by a device of the domain, without cmcRA",
                PKIFailureInfo.notAuthorized,
                "outer message: the signer is not a registration authority, certificate",
                () ->
                    nestedBy(
                        domain.under(
                            CertificateProfile.ldevid(
                                CertificateProfile.commonName("other"), domain.year())))),
            Case.error(
                "nested with a cmcRA that the ledger does not know",
                PKIFailureInfo.notAuthorized,
                "outer message: the signer is not a registrar known here",
                () ->
                    nestedBy(
                        domain.under(CertificateProfile.registrar("stranger", domain.year())))),
            Case.error(
                "nested by our own responder",
                PKIFailureInfo.notAuthorized,
                "outer message: the signer is not a registrar known here",
                () -> nestedBy(domain.credential("responder"))),
            Case.error(
                "nested by a registrar of another domain",
                PKIFailureInfo.signerNotTrusted,
                "outer message: the certificate of the protection is not trusted",
                () ->
                    nestedBy(
                        new TestMaker("elsewhere", domain.clock.instant())
                            .device("R", CertificateProfile.registrar("R", domain.year()))
                            .idevid())),
            Case.error(
                "nested by the device itself",
                PKIFailureInfo.signerNotTrusted,
                "outer message",
                () -> {
                  var device = device();
                  return domain
                      .nesting(device.request().encoded())
                      .signer(device.idevid())
                      .consent(domain.consent(device.serialNumber()))
                      .encoded();
                }),
            Case.error(
                "nested without protection",
                PKIFailureInfo.badMessageCheck,
                "outer message: the message has no protection",
                () -> {
                  var device = device();
                  return domain
                      .nesting(device.request().encoded())
                      .consent(domain.consent(device.serialNumber()))
                      .unprotected();
                }),
            Case.error(
                "nested with another senderNonce",
                PKIFailureInfo.badRequest,
                "senderNonce",
                () -> {
                  var device = device();
                  return domain
                      .nesting(device.request().encoded())
                      .senderNonce(new byte[16])
                      .consent(domain.consent(device.serialNumber()))
                      .encoded();
                })));
  }

  private byte[] nestedBy(Credential signer) throws Exception {
    var device = device();
    return domain
        .nesting(device.request().encoded())
        .signer(signer)
        .consent(domain.consent(device.serialNumber()))
        .encoded();
  }

  @TestFactory
  @Proves({"EN-17", "EN-20"})
  List<DynamicTest> withoutEvidenceThatSupportsIt() {
    return tests(
        List.of(
            Case.error(
                "no evidence",
                PKIFailureInfo.notAuthorized,
                "outer message: the evidence of the consent is missing",
                () -> domain.nesting(device().request().encoded()).encoded()),
            Case.error(
                "evidence of another shape",
                PKIFailureInfo.notAuthorized,
                "outer message: the evidence of the consent is missing",
                () ->
                    domain
                        .nesting(device().request().encoded())
                        .info(
                            new InfoTypeAndValue(
                                new ASN1ObjectIdentifier(Consent.OID),
                                new DERSequence(new DERUTF8String("imprint"), new ASN1Integer(1))))
                        .encoded()),
            Case.error(
                "a voucher that is none",
                PKIFailureInfo.notAuthorized,
                "outer message: the voucher in the evidence is malformed",
                () -> withVoucher(device(), new byte[] {0x30, 0x00})),
            Case.error(
                "the voucher of another device",
                PKIFailureInfo.notAuthorized,
                "outer message: the voucher in the evidence is for another device",
                () -> withVoucher(device(), domain.voucher("SN-other", domain.root()))),
            Case.error(
                "a voucher that pins the registrar's own certificate",
                PKIFailureInfo.notAuthorized,
                "outer message: the voucher in the evidence pins no certificate of this authority",
                () -> withPin(domain.registrar().leaf())),
            Case.error(
                "a voucher that pins another domain",
                PKIFailureInfo.notAuthorized,
                "outer message: the voucher in the evidence pins no certificate of this authority",
                () -> withPin(domain.maker.anchor()))));
  }

  private byte[] withPin(X509Certificate pin) throws Exception {
    var device = device();
    return withVoucher(device, domain.voucher(device.serialNumber(), pin));
  }

  private byte[] withVoucher(TestDevice device, byte[] voucher) throws Exception {
    return domain
        .nesting(device.request().encoded())
        .consent(new Consent("imprint", 1, domain.nextSequence(), voucher))
        .encoded();
  }

  @Test
  void aVoucherMayPinTheIssuingCa() throws Exception {
    var device = device();
    var pin = domain.credential("issuing-ca").leaf();
    var answer = domain.send(withVoucher(device, domain.voucher(device.serialNumber(), pin)));
    assertThat(answer.certificate()).isPresent();
  }

  @TestFactory
  @Proves({"CMP-H11", "CMP-H14", "CMP-F11"})
  List<DynamicTest> fromADeviceThatCannotProveWhoItIs() {
    return tests(
        List.of(
            Case.error(
                "an IDevID of an unknown manufacturer",
                PKIFailureInfo.signerNotTrusted,
                "inner message: the certificate of the protection is not trusted",
                () -> {
                  var device = new TestMaker("nobody", domain.clock.instant()).device("SN-x");
                  return approved(device.request(), device);
                }),
            Case.error(
                "an IDevID without a serialNumber",
                PKIFailureInfo.notAuthorized,
                "inner message: the device certificate has no usable serial number",
                () -> {
                  var device =
                      domain.maker.device(
                          "SN-none",
                          CertificateProfile.of(
                              CertificateProfile.commonName("device"), domain.year()));
                  return approved(device.request(), device);
                }),
            Case.error(
                "an expired IDevID",
                PKIFailureInfo.signerNotTrusted,
                "inner message: the certificate of the protection is not trusted",
                () -> {
                  var start = domain.clock.instant().minusSeconds(7200);
                  var device =
                      domain.maker.device(
                          "SN-old",
                          CertificateProfile.idevid("SN-old", "ACME", start)
                              .withValidity(new Validity(start, start.plusSeconds(3600))));
                  return approved(device.request(), device);
                }),
            Case.error(
                "no protection inside",
                PKIFailureInfo.badMessageCheck,
                "inner message: the message has no protection",
                () -> {
                  var device = device();
                  return domain.approved(device.request().unprotected(), device.serialNumber());
                }),
            Case.error(
                "a certificate of this domain instead of an IDevID",
                PKIFailureInfo.signerNotTrusted,
                "inner message: the certificate of the protection is not trusted",
                () -> {
                  var device =
                      new TestDevice(
                          "SN-l",
                          domain.under(
                              CertificateProfile.idevid("SN-l", "Plant 7", domain.clock.instant())),
                          TestDevice.SUITE.generateKeyPair());
                  return approved(device.request(), device);
                })));
  }

  @TestFactory
  @Proves({"CMP-B3", "CMP-B17", "CMP-F1", "CMP-H14"})
  List<DynamicTest> forWhatNoDeviceMayHave() {
    var cases = new ArrayList<Case>();
    cases.add(
        rejected(
            "proof with another key",
            PKIFailureInfo.badPOP,
            request -> request.possession(DeviceRequest.Possession.PROVEN_WITH_ANOTHER_KEY)));
    cases.add(
        rejected(
            "raVerified by a device",
            PKIFailureInfo.badPOP,
            request -> request.possession(DeviceRequest.Possession.VOUCHED_FOR)));
    cases.add(
        rejected(
            "no proof",
            PKIFailureInfo.badPOP,
            request -> request.possession(DeviceRequest.Possession.NOT_SHOWN)));
    cases.add(
        rejected(
            "the name of another device",
            PKIFailureInfo.notAuthorized,
            request -> request.subject("O=ACME,SERIALNUMBER=SN-victim")));
    cases.add(
        rejected(
            "a name that is no device's",
            PKIFailureInfo.notAuthorized,
            request -> request.subject("CN=anything")));
    cases.add(rejected("no name", PKIFailureInfo.badCertTemplate, request -> request.subject("")));
    cases.add(rejected("two requests", PKIFailureInfo.badRequest, request -> request.copies(2)));
    cases.add(
        rejected(
            "an unknown profile",
            PKIFailureInfo.badCertTemplate,
            request -> request.profile("root-ca")));
    cases.add(
        rejected(
            "CA:TRUE",
            PKIFailureInfo.badCertTemplate,
            request -> request.extension(Extension.basicConstraints, new BasicConstraints(true))));
    cases.add(
        rejected(
            "keyCertSign",
            PKIFailureInfo.badCertTemplate,
            request ->
                request.extension(
                    Extension.keyUsage,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature))));
    cases.add(
        rejected(
            "an extension that is not what it says",
            PKIFailureInfo.badCertTemplate,
            request -> request.extension(Extension.extendedKeyUsage, DERNull.INSTANCE)));
    for (var usage :
        List.of(
            KeyPurposeId.id_kp_cmcRA,
            KeyPurposeId.id_kp_cmcCA,
            KeyPurposeId.id_kp_cmKGA,
            KeyPurposeId.id_kp_OCSPSigning,
            KeyPurposeId.anyExtendedKeyUsage)) {
      cases.add(
          rejected(
              "usage " + usage,
              PKIFailureInfo.badCertTemplate,
              request ->
                  request.extension(
                      Extension.extendedKeyUsage,
                      new ExtendedKeyUsage(
                          new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth, usage}))));
    }
    cases.add(
        rejection(
            "the IDevID's own key",
            PKIFailureInfo.badCertTemplate,
            "inner message",
            () -> {
              var device = device();
              var own =
                  device.withNewKeys(
                      new KeyPair(device.idevid().leaf().getPublicKey(), device.idevid().key()));
              return approved(own.request(), own);
            }));
    return tests(cases);
  }

  private interface Change {
    DeviceRequest of(DeviceRequest request);
  }

  private Case rejected(String name, int failInfo, Change change) {
    return rejection(
        name,
        failInfo,
        "inner message",
        () -> {
          var device = device();
          return approved(change.of(device.request()), device);
        });
  }

  @TestFactory
  @Proves({"CMP-H11", "CMP-B13", "CMP-B12", "CMP-F16"})
  List<DynamicTest> ofKindsThatAreNotServedHere() {
    var cases = new ArrayList<Case>();
    for (int type : List.of(PKIBody.TYPE_CERT_REQ, PKIBody.TYPE_KEY_UPDATE_REQ)) {
      cases.add(
          Case.error(
              "nested body type " + type + " signed with an IDevID",
              PKIFailureInfo.signerNotTrusted,
              "inner message: the certificate of the protection is not trusted",
              () -> {
                var device = device();
                return approved(device.request().type(type), device);
              }));
    }
    cases.add(
        Case.error(
            "a cross-certification request",
            PKIFailureInfo.badRequest,
            "not expected",
            () ->
                fresh()
                    .body(
                        new PKIBody(
                            PKIBody.TYPE_CROSS_CERT_REQ, new CertReqMessages(new CertReqMsg[0])))
                    .signed(device().idevid())));
    cases.add(
        Case.error(
            "pollReq in no transaction",
            PKIFailureInfo.badRequest,
            "no such transaction",
            () ->
                fresh()
                    .recipNonce(new byte[16])
                    .body(
                        new PKIBody(PKIBody.TYPE_POLL_REQ, new PollReqContent(new ASN1Integer(0))))
                    .signed(device().idevid())));
    cases.add(
        Case.error(
            "no DER",
            PKIFailureInfo.badDataFormat,
            "well-formed",
            () -> "not a message".getBytes(StandardCharsets.US_ASCII)));
    cases.add(
        Case.error("nothing", PKIFailureInfo.badDataFormat, "well-formed", () -> new byte[0]));
    cases.add(
        Case.error(
            "DER of something else",
            PKIFailureInfo.badDataFormat,
            "well-formed",
            () -> TestMessage.der(new DEROctetString(new byte[40]))));
    return tests(cases);
  }

  private static TestMessage fresh() {
    return new TestMessage(TestDevice.SUITE.randomBytes(16), TestDevice.SUITE.randomBytes(16));
  }

  @Test
  @Proves("CMP-B2")
  void ofARegistrarThatWasRevoked() throws Exception {
    domain.stop();
    try (var store = Store.open(domain.dir.resolve("data"), Schema.MIGRATIONS, domain.clock)) {
      store.change(
          transaction ->
              transaction.updateOne("UPDATE registrar SET revoked = ?", domain.clock.instant()));
    }
    domain.start();
    prove(
        Case.error(
            "revoked",
            PKIFailureInfo.notAuthorized,
            "outer message: the signer is a registrar that was revoked",
            () -> domain.approved(device())));
  }

  @Test
  @Proves("CMP-B17")
  void ofAKeyThatAnotherDeviceHas() throws Exception {
    var first = device();
    assertThat(domain.send(domain.approved(first)).certificate()).isPresent();
    var second = device().withNewKeys(first.newKeys());
    prove(
        rejection(
            "copied key",
            PKIFailureInfo.badCertTemplate,
            "inner message: the public key is already certified",
            () -> approved(second.request(), second)));
    var registrar = domain.registrar();
    var third = device().withNewKeys(new KeyPair(registrar.leaf().getPublicKey(), registrar.key()));
    prove(
        rejection(
            "registrar's key",
            PKIFailureInfo.badCertTemplate,
            "inner message: the public key is already certified",
            () -> approved(third.request(), third)));
  }

  @Test
  void ofASubjectThatAnotherDeviceHas() throws Exception {
    assertThat(domain.send(domain.approved(domain.maker.device("SN-one"))).certificate())
        .isPresent();
    var other = new TestMaker("Other", domain.clock.instant());
    TestDomain.accepted(
        domain.operator.addManufacturer(
            other.writeAnchor(temp.resolve("other.pem")),
            Optional.of("other"),
            SerialNumberField.SUBJECT));
    for (var same : List.of(other.device("SN-one"), domain.maker.device("sn-ONE"))) {
      prove(
          rejection(
              "same serial number",
              PKIFailureInfo.badCertTemplate,
              "inner message: the subject is already that of another device",
              () -> domain.approved(same)));
    }
  }

  @Test
  @Proves({"CMP-H6", "CMP-B6"})
  void ofATransactionIdThatIsInUse() throws Exception {
    var id = TestDevice.SUITE.randomBytes(16);
    var first = device();
    var taken = approved(first.request().transaction(id), first);
    assertThat(domain.send(taken).certificate()).isPresent();
    for (var other : List.of(first, device())) {
      prove(
          Case.error(
              "same transactionID, other octets",
              PKIFailureInfo.transactionIdInUse,
              "transactionID is in use",
              () -> approved(other.request().transaction(id), other)));
    }
  }

  @Test
  @Proves("EN-17")
  void ofAConsentThatANewerOneOvertook() throws Exception {
    var device = device();
    long older = domain.nextSequence();
    long newer = domain.nextSequence();
    var late = consented(device, older);
    assertThat(domain.send(consented(device, newer)).certificate()).isPresent();
    prove(
        Case.error(
            "late",
            PKIFailureInfo.notAuthorized,
            "outer message: the registrar's consent is older",
            () -> late));
    var another = device();
    assertThat(domain.send(consented(another, older)).certificate())
        .as("another device is another row of numbers")
        .isPresent();
  }

  private byte[] consented(TestDevice device, long number) throws Exception {
    return domain
        .nesting(device.request().encoded())
        .consent(domain.consent(device.serialNumber(), number))
        .encoded();
  }

  @Test
  @Proves({"CMP-B2", "CMP-H11", "CMP-H9"})
  void ofAMessageOfWhichOneBitChanged() throws Exception {
    var device = device();
    var message = domain.approved(device);
    int end = message.length - unprotectedTail(message);
    int step = Math.max(1, end / 150);
    for (int at = 0; at < end; at += step) {
      var changed = message.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      var answer = domain.send(changed);
      assertThat(Optional.of(answer.type()).filter(type -> type == PKIBody.TYPE_ERROR))
          .as("octet " + at)
          .isPresent();
      assertThat(answer.failInfo()).as("octet " + at).isNotZero();
    }
    assertThat(domain.issued()).isEmpty();
    assertThat(domain.send(message).certificate()).isPresent();
  }

  /** The extraCerts are protected by nothing (RFC 9483 section 3.2). */
  private static int unprotectedTail(byte[] message) throws IOException {
    var fields = ASN1Sequence.getInstance(message);
    return fields.getObjectAt(fields.size() - 1).toASN1Primitive().getEncoded("DER").length;
  }
}
