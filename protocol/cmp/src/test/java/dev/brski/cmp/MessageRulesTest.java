package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.Validity;
import dev.brski.proof.kit.Proves;
import dev.brski.time.Moment;
import dev.brski.trust.Anchors;
import dev.brski.trust.Credential;
import dev.brski.trust.Purpose;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each check of RFC 9483 section 3.5, the message that breaks it and nothing else. */
class MessageRulesTest {

  private static final Cast CAST = new Cast();

  record Broken(CmpCheck check, FailInfo failInfo, String how, Verdict<Authenticated> by) {
    @Override
    public String toString() {
      return check.id() + ": " + how;
    }
  }

  private static Broken broken(
      CmpCheck check, FailInfo failInfo, String how, Consumer<Forge> change) {
    var forge = Forge.ir(CAST);
    change.accept(forge);
    return broken(check, failInfo, how, forge, CAST.fromDevice(BodyType.ir));
  }

  private static Broken broken(
      CmpCheck check, FailInfo failInfo, String how, Forge forge, Expectation expected) {
    var verdict =
        CmpMessage.parse(forge.encoded(), CmpLimits.standard())
            .flatMap(message -> Cast.validate(message, expected));
    return new Broken(check, failInfo, how, verdict);
  }

  private static Credential stranger() {
    return Cast.ISSUER.credential(
        Cast.ISSUER.selfSigned(CertificateProfile.rootCa("Other root", Cast.LONG)),
        CertificateProfile.idevid("SN-4711", "Maker", Cast.LONG.notBefore()));
  }

  private static Credential device(CertificateProfile profile) {
    return Cast.ISSUER.credential(CAST.manufacturer, profile);
  }

  private static CertificateProfile idevid() {
    return CertificateProfile.idevid("SN-4711", "Maker", Cast.LONG.notBefore());
  }

  private static Forge irOf(Credential credential) {
    return new Forge(credential, BodyType.ir, BodyWriter.certReqMessages(CAST.draft(), Cast.SUITE));
  }

  static Stream<Broken> cases() {
    var fromDevice = CAST.fromDevice(BodyType.ir);
    var now = fromDevice.within(Duration.ofMinutes(5));
    return Stream.of(
        broken(CmpCheck.PVNO, FailInfo.unsupportedVersion, "pvno 1", f -> f.pvno = 1),
        broken(CmpCheck.PVNO, FailInfo.unsupportedVersion, "pvno 4", f -> f.pvno = 4),
        broken(
            CmpCheck.TRANSACTION_ID, FailInfo.badDataFormat, "none", f -> f.transactionId = null),
        broken(
            CmpCheck.TRANSACTION_ID,
            FailInfo.badDataFormat,
            "empty",
            f -> f.transactionId = new byte[0]),
        broken(
            CmpCheck.TRANSACTION_ID,
            FailInfo.badDataFormat,
            "65 octets",
            f -> f.transactionId = new byte[65]),
        broken(
            CmpCheck.BODY_TYPE,
            FailInfo.badRequest,
            "an ir where a certConf is expected",
            Forge.ir(CAST),
            CAST.fromDevice(BodyType.certConf)),
        broken(CmpCheck.SENDER_NONCE, FailInfo.badSenderNonce, "none", f -> f.senderNonce = null),
        broken(
            CmpCheck.SENDER_NONCE,
            FailInfo.badSenderNonce,
            "15 octets",
            f -> f.senderNonce = new byte[15]),
        broken(
            CmpCheck.SENDER_NONCE,
            FailInfo.badSenderNonce,
            "129 octets",
            f -> f.senderNonce = new byte[129]),
        broken(
            CmpCheck.RECIP_NONCE,
            FailInfo.badRecipientNonce,
            "one in a first message",
            f -> f.recipNonce = new byte[16]),
        broken(
            CmpCheck.RECIP_NONCE,
            FailInfo.badRecipientNonce,
            "none in a later message",
            Forge.ir(CAST),
            fromDevice.expecting(
                new Expectation.RecipNonce.OneOf(Set.of(Nonce.fresh(Cast.SUITE))))),
        broken(
            CmpCheck.RECIP_NONCE,
            FailInfo.badRecipientNonce,
            "one that is not recognised",
            with(Forge.ir(CAST), f -> f.recipNonce = new byte[32]),
            fromDevice.expecting(new Expectation.RecipNonce.Recognised(_ -> false))),
        broken(CmpCheck.PROTECTED, FailInfo.badMessageCheck, "none", f -> f.protect = false),
        broken(
            CmpCheck.SIGNATURE_BASED,
            FailInfo.wrongIntegrity,
            "PBMAC1",
            f -> f.protectionAlg = new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBMAC1)),
        broken(
            CmpCheck.SIGNATURE_BASED,
            FailInfo.wrongIntegrity,
            "PasswordBasedMac",
            f ->
                f.protectionAlg =
                    new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.840.113533.7.66.13"))),
        broken(
            CmpCheck.PROTECTION_CERTIFICATE,
            FailInfo.badMessageCheck,
            "no extraCerts",
            f -> f.extraCerts = null),
        broken(
            CmpCheck.PROTECTION_CERTIFICATE,
            FailInfo.badMessageCheck,
            "neither senderKID nor a certificate of the sender",
            f -> {
              f.senderKid = null;
              f.extraCerts = CAST.responder.chain();
            }),
        broken(
            CmpCheck.SENDER_KID,
            FailInfo.badMessageCheck,
            "a senderKID of nobody",
            f -> f.senderKid = Forge.flippedLast(f.senderKid)),
        broken(CmpCheck.PROTECTION_ALG, FailInfo.badAlg, "none", f -> f.protectionAlg = null),
        broken(
            CmpCheck.PROTECTION_ALG,
            FailInfo.badAlg,
            "RSA with an EC key",
            f ->
                f.protectionAlg =
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption)),
        broken(
            CmpCheck.PROTECTION_ALG,
            FailInfo.badAlg,
            "SHA-1",
            f -> f.protectionAlg = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA1)),
        broken(
            CmpCheck.PROTECTION_ALG,
            FailInfo.badAlg,
            "unknown",
            f -> f.protectionAlg = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4"))),
        broken(
            CmpCheck.PROTECTION,
            FailInfo.badMessageCheck,
            "signed with another key",
            f -> f.signedWith(CAST.responder.key())),
        broken(
            CmpCheck.PROTECTION,
            FailInfo.badMessageCheck,
            "with another hash than protectionAlg says",
            f -> f.protectionAlg = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384)),
        broken(
            CmpCheck.SIGNER_TRUSTED,
            FailInfo.signerNotTrusted,
            "of another root",
            irOf(stranger()),
            fromDevice),
        broken(
            CmpCheck.SIGNER_TRUSTED,
            FailInfo.signerNotTrusted,
            "expired",
            irOf(
                device(
                    idevid()
                        .withValidity(
                            Validity.lasting(Cast.NOW.minusSeconds(99), Duration.ofSeconds(9))))),
            fromDevice),
        broken(
            CmpCheck.SIGNER_TRUSTED,
            FailInfo.signerNotTrusted,
            "a device where a registrar is expected",
            irOf(CAST.device),
            Expectation.of(
                Set.of(BodyType.ir),
                new Expectation.RecipNonce.Absent(),
                SignerTrust.anchored(
                    Cast.PATHS, Anchors.of(List.of(CAST.manufacturer.leaf())), Purpose.REGISTRAR))),
        broken(
            CmpCheck.KEY_USAGE,
            FailInfo.signerNotTrusted,
            "for key agreement only",
            irOf(device(idevid().withKeyUsage(KeyUsage.keyAgreement))),
            fromDevice),
        broken(
            CmpCheck.SENDER,
            FailInfo.badMessageCheck,
            "another name",
            f -> f.sender = Protection.name(CAST.responder.leaf().getSubjectX500Principal())),
        broken(
            CmpCheck.SENDER,
            FailInfo.badMessageCheck,
            "another kind of name",
            f -> f.sender = new GeneralName(GeneralName.rfc822Name, "device@example.org")),
        broken(
            CmpCheck.MESSAGE_TIME,
            FailInfo.badTime,
            "too old",
            with(Forge.ir(CAST), f -> f.messageTime = Cast.NOW.minusSeconds(301)),
            now),
        broken(
            CmpCheck.MESSAGE_TIME,
            FailInfo.badTime,
            "from the future",
            with(Forge.ir(CAST), f -> f.messageTime = Cast.NOW.plusSeconds(301)),
            now),
        broken(
            CmpCheck.SAME_CREDENTIALS,
            FailInfo.badRequest,
            "another device of the same maker",
            irOf(device(CertificateProfile.idevid("SN-2", "Maker", Cast.LONG.notBefore()))),
            fromDevice.signedBy(CAST.device.leaf())),
        broken(
            CmpCheck.POLL_BODY,
            FailInfo.badRequest,
            "certReqId 1",
            new Forge(CAST.device, BodyType.pollReq, BodyWriter.pollReq(1)),
            CAST.fromDevice(BodyType.pollReq)),
        broken(
            CmpCheck.POLL_BODY,
            FailInfo.badRequest,
            "no certReqId",
            new Forge(CAST.device, BodyType.pollReq, Der.wrap(Der.SEQUENCE)),
            CAST.fromDevice(BodyType.pollReq)),
        broken(
            CmpCheck.POLL_BODY,
            FailInfo.badRequest,
            "two certReqIds",
            new Forge(CAST.device, BodyType.pollReq, twice(BodyWriter.pollReq(0))),
            CAST.fromDevice(BodyType.pollReq)),
        broken(
            CmpCheck.CERT_CONF_BODY,
            FailInfo.badRequest,
            "two CertStatus",
            new Forge(CAST.device, BodyType.certConf, twice(certConf())),
            CAST.fromDevice(BodyType.certConf)),
        broken(
            CmpCheck.CERT_CONF_BODY,
            FailInfo.badRequest,
            "status waiting",
            new Forge(
                CAST.device,
                BodyType.certConf,
                BodyWriter.certConf(
                    CAST.device.leaf(),
                    java.util.Optional.of(new Body.StatusInfo(PkiStatus.waiting, Set.of(), "")),
                    Cast.SUITE)),
            CAST.fromDevice(BodyType.certConf)),
        broken(
            CmpCheck.CERT_CONF_BODY,
            FailInfo.badRequest,
            "failInfo beside accepted",
            new Forge(
                CAST.device,
                BodyType.certConf,
                BodyWriter.certConf(
                    CAST.device.leaf(),
                    java.util.Optional.of(
                        new Body.StatusInfo(PkiStatus.accepted, Set.of(FailInfo.badAlg), "")),
                    Cast.SUITE)),
            CAST.fromDevice(BodyType.certConf)));
  }

  private static byte[] certConf() {
    return BodyWriter.certConf(CAST.device.leaf(), java.util.Optional.empty(), Cast.SUITE);
  }

  /** The one element of a SEQUENCE OF, twice. */
  private static byte[] twice(byte[] sequence) {
    try {
      var element = Der.element(sequence, 0, sequence.length).children().getFirst().encoded();
      return Der.wrap(Der.SEQUENCE, element, element);
    } catch (MalformedMessage e) {
      throw new AssertionError(e);
    }
  }

  private static Forge with(Forge forge, Consumer<Forge> change) {
    change.accept(forge);
    return forge;
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Proves({
    "CMP-H1",
    "CMP-H2",
    "CMP-H4",
    "CMP-H5",
    "CMP-H7",
    "CMP-H9",
    "CMP-H10",
    "CMP-H11",
    "CMP-H20",
    "CMP-F6",
    "CMP-F9",
    "LC-3.5-pvno",
    "LC-3.5-transactionID",
    "LC-3.5-body-type",
    "LC-3.5-senderNonce",
    "LC-3.5-recipNonce",
    "LC-3.5-protected",
    "LC-3.5-signature-based",
    "LC-3.5-protectionAlg",
    "LC-3.3-protection-certificate",
    "LC-3.5-senderKID",
    "LC-3.5-protection",
    "LC-3.5-signer-trusted",
    "LC-3.5-keyUsage",
    "LC-3.5-sender",
    "LC-3.5-messageTime",
    "LC-4.4-same-credentials"
  })
  void isRefusedWithItsOwnFailInfo(Broken broken) {
    var refusal = refused(broken.by());
    assertThat(refusal.check()).isEqualTo(broken.check());
    assertThat(broken.check().failInfo()).isEqualTo(broken.failInfo());
    assertThat(broken.check().bodyFault()).isFalse();
    assertThat(refusal.told()).isNotBlank();
    assertThat(refusal.remedy()).isNotBlank();
  }

  @Test
  void everyCheckOfTheTableIsBrokenOnce() {
    var section35 =
        EnumSet.range(CmpCheck.PVNO, CmpCheck.SAME_CREDENTIALS).stream()
            .filter(check -> check != CmpCheck.AUTHORIZED && check != CmpCheck.LIMITS)
            .toList();
    assertThat(cases().map(Broken::check)).containsAll(section35);
  }

  @Test
  @Proves({"LC-3.5-signer-trusted", "CMP-H10"})
  void withoutFaultItIsAcceptedInAnyOrderOfExtraCerts() {
    var forge = Forge.ir(CAST);
    forge.extraCerts =
        List.of(CAST.root.leaf(), CAST.responder.leaf(), CAST.device.leaf(), CAST.root.leaf());
    var authenticated = accepted(Cast.validate(forge.message(), CAST.fromDevice(BodyType.ir)));
    assertThat(authenticated.signer()).isEqualTo(CAST.device.leaf());
    assertThat(authenticated.path().signatureChecks()).isEqualTo(1);
  }

  @Test
  @Proves({"CMP-H10", "CMP-R11"})
  void laterMessagesMayOmitExtraCertsWhenTheyAreKept() {
    var forge = new Forge(CAST.device, BodyType.pollReq, BodyWriter.pollReq(0));
    forge.extraCerts = null;
    var expected = CAST.fromDevice(BodyType.pollReq);
    assertThat(refused(Cast.validate(forge.message(), expected)).check())
        .isEqualTo(CmpCheck.PROTECTION_CERTIFICATE);
    accepted(Cast.validate(forge.message(), expected.signedBy(CAST.device.leaf())));
    accepted(Cast.validate(forge.message(), expected.knowing(CAST.device.chain())));
  }

  @Test
  @Proves({"CMP-H5", "LC-3.5-senderKID"})
  void senderKidMayBeAbsent() {
    var forge = Forge.ir(CAST);
    forge.senderKid = null;
    accepted(Cast.validate(forge.message(), CAST.fromDevice(BodyType.ir)));
  }

  @Test
  @Proves({"CMP-H4", "TIME-1"})
  void messageTimeIsJudgedOnlyWithAClockAndATolerance() {
    var forge = Forge.ir(CAST);
    forge.messageTime = Cast.NOW.minusSeconds(1_000_000);
    var tolerant = CAST.fromDevice(BodyType.ir);
    accepted(Cast.validate(forge.message(), tolerant));
    var strict = tolerant.within(Duration.ofSeconds(1));
    for (var moment : List.of(new Moment.Unknown(), new Moment.AtLeast(Cast.NOW))) {
      accepted(
          new MessageValidation(Cast.SUITE, Cast.POLICY).validate(forge.message(), strict, moment));
    }
    forge.messageTime = Cast.NOW;
    accepted(Cast.validate(forge.message(), strict));
  }

  @Test
  @Proves("CMP-H17")
  void unknownHeaderFieldsAreTolerated() {
    var forge = Forge.ir(CAST);
    forge.generalInfo.add(
        new org.bouncycastle.asn1.cmp.InfoTypeAndValue(
            new ASN1ObjectIdentifier("1.2.3.4"),
            new org.bouncycastle.asn1.ASN1Integer(BigInteger.TEN)));
    accepted(Cast.validate(forge.message(), CAST.fromDevice(BodyType.ir)));
  }

  @Test
  @Proves({"CMP-H8", "CMP-H17"})
  void anImplicitConfirmThatIsNotNullAsksForNothing() {
    for (var value :
        List.of(org.bouncycastle.asn1.DERNull.INSTANCE, new org.bouncycastle.asn1.ASN1Integer(1))) {
      var forge = Forge.ir(CAST);
      forge.generalInfo.add(
          new org.bouncycastle.asn1.cmp.InfoTypeAndValue(
              org.bouncycastle.asn1.cmp.CMPObjectIdentifiers.it_implicitConfirm, value));
      var message = accepted(Cast.validate(forge.message(), CAST.fromDevice(BodyType.ir)));
      assertThat(message.message().implicitConfirm())
          .isEqualTo(value instanceof org.bouncycastle.asn1.ASN1Null);
    }
  }

  @Test
  @Proves("CMP-H11")
  void theRefusalSaysWhichLayerAndWhichCertificate() {
    var forge = Forge.ir(CAST).signedWith(CAST.responder.key());
    var refusal =
        refused(
            Cast.validate(
                forge.message(), CAST.fromDevice(BodyType.ir).in(Expectation.Layer.INNER)));
    assertThat(refusal.told()).startsWith("inner message: ");
    assertThat(refusal.cause())
        .startsWith("inner message of transaction ")
        .contains(CAST.device.leaf().getSerialNumber().toString(16))
        .contains("serialNumber=SN-4711");
  }
}
