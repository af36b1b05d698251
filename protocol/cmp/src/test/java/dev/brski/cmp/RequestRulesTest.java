package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.cmp.RequestValidation.Requester;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.CryptoSuite;
import dev.brski.trust.KeyKind;
import dev.brski.verdict.Verdict;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;
import org.bouncycastle.asn1.crmf.CertId;
import org.bouncycastle.asn1.crmf.CertReqMessages;
import org.bouncycastle.asn1.crmf.CertReqMsg;
import org.bouncycastle.asn1.crmf.CertRequest;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.crmf.Controls;
import org.bouncycastle.asn1.crmf.POPOPrivKey;
import org.bouncycastle.asn1.crmf.POPOSigningKey;
import org.bouncycastle.asn1.crmf.POPOSigningKeyInput;
import org.bouncycastle.asn1.crmf.ProofOfPossession;
import org.bouncycastle.asn1.crmf.SubsequentMessage;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For each rule of RFC 9483 sections 4.1.1 and 5.1.1, the request that breaks it alone. */
class RequestRulesTest {

  private static final Provider PROVIDER = new BouncyCastleProvider();

  private static final Cast CAST = new Cast();
  private static final CryptoSuite SUITE = Cast.SUITE;
  private static final KeyPair FOR_PSS = SUITE.generateKeyPair(KeyKind.RSA_PSS_2048);

  /** A request to be spoilt; everything is sound until changed. */
  private static final class Request {
    BodyType type = BodyType.ir;
    int certReqId;
    final CertTemplateBuilder template = new CertTemplateBuilder();
    KeyPair key = CAST.newKey;
    Controls controls;
    boolean omitProof;
    ProofOfPossession proof;
    AlgorithmIdentifier proofAlgorithm;
    POPOSigningKeyInput input;
    int copies = 1;

    Request() {
      template.setSubject(name(CAST.device.leaf()));
      publicKey(key.getPublic());
    }

    void publicKey(PublicKey publicKey) {
      template.setPublicKey(SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
    }

    byte[] content() {
      var request = new CertRequest(new ASN1Integer(certReqId), template.build(), controls);
      var signature = new DERBitString(SUITE.sign(key.getPrivate(), Protection.der(request)));
      var algorithm =
          proofAlgorithm == null ? SUITE.signatureAlgorithm(key.getPublic()) : proofAlgorithm;
      var signed = new ProofOfPossession(new POPOSigningKey(input, algorithm, signature));
      var message =
          new CertReqMsg(request, omitProof ? null : proof == null ? signed : proof, null);
      var all = new CertReqMsg[copies];
      java.util.Arrays.fill(all, message);
      return Protection.der(new CertReqMessages(all));
    }

    Verdict<RequestedCertificate> judged(X509Certificate signer, Requester requester) {
      var message = new Forge(CAST.device, type, content()).message();
      return new RequestValidation(SUITE, Cast.POLICY).validate(message, signer, requester);
    }
  }

  record Broken(CmpCheck check, FailInfo failInfo, String how, Verdict<RequestedCertificate> by) {
    @Override
    public String toString() {
      return check.id() + ": " + how;
    }
  }

  private static Broken broken(
      CmpCheck check, FailInfo failInfo, String how, Consumer<Request> change) {
    var request = new Request();
    change.accept(request);
    return new Broken(
        check, failInfo, how, request.judged(CAST.device.leaf(), Requester.END_ENTITY));
  }

  private static X500Name name(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static SubjectPublicKeyInfo withParameters(
      PublicKey key, org.bouncycastle.asn1.ASN1Encodable parameters) {
    var info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    return new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(info.getAlgorithm().getAlgorithm(), parameters),
        info.getPublicKeyData());
  }

  private static KeyPair keys(String algorithm, String curve) {
    try {
      var generator = KeyPairGenerator.getInstance(algorithm, PROVIDER);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec(curve));
      } else {
        generator.initialize(Integer.parseInt(curve));
      }
      return generator.generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Controls oldCertId(X509Certificate certificate) {
    return new Controls(
        new AttributeTypeAndValue(
            CRMFObjectIdentifiers.id_regCtrl.branch("5"),
            new CertId(
                new GeneralName(
                    X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded())),
                new ASN1Integer(certificate.getSerialNumber()))));
  }

  static Stream<Broken> cases() {
    return Stream.of(
        broken(CmpCheck.ONE_REQUEST, FailInfo.badRequest, "two", r -> r.copies = 2),
        broken(CmpCheck.ONE_REQUEST, FailInfo.badRequest, "none", r -> r.copies = 0),
        broken(CmpCheck.CERT_REQ_ID, FailInfo.badRequest, "1", r -> r.certReqId = 1),
        broken(CmpCheck.CERT_REQ_ID, FailInfo.badRequest, "-1", r -> r.certReqId = -1),
        broken(
            CmpCheck.TEMPLATE_VERSION,
            FailInfo.badCertTemplate,
            "version 1",
            r -> r.template.setVersion(1)),
        broken(
            CmpCheck.TEMPLATE_FIELDS,
            FailInfo.badCertTemplate,
            "serialNumber",
            r -> r.template.setSerialNumber(new ASN1Integer(7))),
        broken(
            CmpCheck.TEMPLATE_FIELDS,
            FailInfo.badCertTemplate,
            "signingAlg",
            r -> r.template.setSigningAlg(SUITE.signatureAlgorithm(r.key.getPublic()))),
        broken(
            CmpCheck.TEMPLATE_FIELDS,
            FailInfo.badCertTemplate,
            "issuerUID",
            r -> r.template.setIssuerUID(new DERBitString(new byte[2]))),
        broken(
            CmpCheck.TEMPLATE_FIELDS,
            FailInfo.badCertTemplate,
            "subjectUID",
            r -> r.template.setSubjectUID(new DERBitString(new byte[2]))),
        broken(
            CmpCheck.TEMPLATE_SUBJECT,
            FailInfo.badCertTemplate,
            "absent",
            r -> r.template.setSubject(null)),
        broken(
            CmpCheck.TEMPLATE_SUBJECT,
            FailInfo.badCertTemplate,
            "NULL-DN without subjectAltName",
            r -> r.template.setSubject(new X500Name(""))),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "absent",
            r -> r.template.setPublicKey(null)),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "zero-length, which asks for central generation",
            r ->
                r.template.setPublicKey(
                    new SubjectPublicKeyInfo(
                        SubjectPublicKeyInfo.getInstance(r.key.getPublic().getEncoded())
                            .getAlgorithm(),
                        new byte[0]))),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "a point that is not on its curve",
            r ->
                r.template.setPublicKey(
                    SubjectPublicKeyInfo.getInstance(
                        Forge.flippedLast(r.key.getPublic().getEncoded())))),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "RSA of 1024 bits",
            r -> {
              r.key = keys("RSA", "1024");
              r.publicKey(r.key.getPublic());
            }),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "a curve nobody asked for",
            r -> {
              r.key = keys("EC", "secp256k1");
              r.publicKey(r.key.getPublic());
            }),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "a curve by its parameters",
            r ->
                r.template.setPublicKey(
                    withParameters(
                        r.key.getPublic(),
                        org.bouncycastle.asn1.x9.ECNamedCurveTable.getByName("P-256")))),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "bits that are no octets",
            r ->
                r.template.setPublicKey(
                    SubjectPublicKeyInfo.getInstance(
                        new DERSequence(
                            new org.bouncycastle.asn1.ASN1Encodable[] {
                              SubjectPublicKeyInfo.getInstance(r.key.getPublic().getEncoded())
                                  .getAlgorithm(),
                              new DERBitString(new byte[] {4, 8}, 3)
                            })))),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "an algorithm nobody knows",
            r ->
                r.template.setPublicKey(
                    new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(
                            new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4")),
                        new byte[9]))),
        broken(CmpCheck.POP_PRESENT, FailInfo.badPOP, "absent", r -> r.omitProof = true),
        broken(
            CmpCheck.POP_KIND,
            FailInfo.badPOP,
            "with poposkInput",
            r ->
                r.input =
                    new POPOSigningKeyInput(
                        new GeneralName(name(CAST.device.leaf())),
                        SubjectPublicKeyInfo.getInstance(r.key.getPublic().getEncoded()))),
        broken(
            CmpCheck.POP_KIND,
            FailInfo.badPOP,
            "keyEncipherment",
            r ->
                r.proof =
                    new ProofOfPossession(
                        ProofOfPossession.TYPE_KEY_ENCIPHERMENT,
                        new POPOPrivKey(SubsequentMessage.encrCert))),
        broken(
            CmpCheck.POP_ALGORITHM,
            FailInfo.badPOP,
            "RSA for an EC key",
            r ->
                r.proofAlgorithm =
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption)),
        broken(
            CmpCheck.POP_ALGORITHM,
            FailInfo.badPOP,
            "PKCS #1 for a key for PSS",
            r -> {
              r.key = FOR_PSS;
              r.publicKey(FOR_PSS.getPublic());
              r.proofAlgorithm =
                  new AlgorithmIdentifier(
                      PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
            }),
        broken(
            CmpCheck.POP_ALGORITHM,
            FailInfo.badPOP,
            "PSS with another hash than that of its key",
            r -> {
              r.key = FOR_PSS;
              r.publicKey(FOR_PSS.getPublic());
              r.proofAlgorithm =
                  new DefaultSignatureAlgorithmIdentifierFinder().find("SHA512withRSAandMGF1");
            }),
        broken(
            CmpCheck.TEMPLATE_PUBLIC_KEY,
            FailInfo.badCertTemplate,
            "a key for PSS with SHA-1",
            r -> r.template.setPublicKey(withParameters(FOR_PSS.getPublic(), new DERSequence()))),
        broken(
            CmpCheck.POP_SIGNATURE,
            FailInfo.badPOP,
            "by another key",
            r -> r.publicKey(SUITE.generateKeyPair().getPublic())),
        broken(
            CmpCheck.RA_VERIFIED_BY_DEVICE,
            FailInfo.badPOP,
            "raVerified by a device",
            r -> r.proof = new ProofOfPossession()),
        new Broken(
            CmpCheck.RA_VERIFIED,
            FailInfo.notAuthorized,
            "raVerified by an authority without cmcRA",
            raVerified().judged(CAST.device.leaf(), Requester.REGISTRATION_AUTHORITY)),
        broken(
            CmpCheck.OLD_CERT_ID,
            FailInfo.badCertId,
            "a key update of another certificate",
            r -> {
              r.type = BodyType.kur;
              r.controls = oldCertId(CAST.responder.leaf());
            }),
        broken(
            CmpCheck.TEMPLATE_SUBJECT,
            FailInfo.badCertTemplate,
            "a key update with another subject",
            r -> {
              r.type = BodyType.kur;
              r.template.setSubject(name(CAST.responder.leaf()));
            }));
  }

  private static Request raVerified() {
    var request = new Request();
    request.proof = new ProofOfPossession();
    return request;
  }

  @ParameterizedTest
  @MethodSource("cases")
  @Proves({
    "CMP-E1",
    "CMP-B3",
    "CMP-F1",
    "CMP-F3",
    "CMP-F18",
    "CMP-F23",
    "LC-4.1.1-one-CertReqMsg",
    "LC-4.1.1-certReqId",
    "LC-4.1.1-version",
    "CMP-F1-prohibited-fields",
    "LC-4.1.1-subject",
    "LC-4.1.1-publicKey",
    "LC-5.1.1-popo-present",
    "LC-4.1.1-popo-signature",
    "LC-4.1.1-popo-algorithm",
    "LC-5.1.1-popo",
    "LC-5.1.1-raVerified",
    "CMP-B3-raVerified-by-EE",
    "LC-4.1.3-oldCertId"
  })
  void isRejectedInTheResponseToIt(Broken broken) {
    var refusal = refused(broken.by());
    assertThat(refusal.check()).isEqualTo(broken.check());
    assertThat(broken.check().failInfo()).isEqualTo(broken.failInfo());

    var ir = CAST.ir();
    var answer = CAST.as(CAST.registrar).refused(ReplyTo.of(ir), refusal);
    assertThat(answer.type()).isEqualTo(BodyType.ip);
    var status = ((Body.Response) answer.body()).only().status();
    assertThat(status)
        .isEqualTo(
            new Body.StatusInfo(
                PkiStatus.rejection, Set.of(broken.failInfo()), broken.check().told()));
  }

  @Test
  void everyRuleThatIsJudgedHereIsBrokenOnce() {
    var judgedElsewhere =
        EnumSet.of(
            CmpCheck.SUBJECT_IDENTIFIES_SIGNER,
            CmpCheck.PROTECTION_KEY_REQUESTED,
            CmpCheck.REQUEST_AUTHORIZED,
            CmpCheck.ONE_REVOCATION,
            CmpCheck.REVOCATION_DETAILS,
            CmpCheck.REVOCATION_REASON,
            CmpCheck.REVOCATION_OF_SIGNER,
            CmpCheck.REVOCATION_KNOWN,
            CmpCheck.REVOCATION_OPEN);
    assertThat(cases().map(Broken::check))
        .containsAll(
            EnumSet.allOf(CmpCheck.class).stream()
                .filter(CmpCheck::bodyFault)
                .filter(check -> !judgedElsewhere.contains(check))
                .toList());
  }

  @Test
  @Proves("CMP-F1")
  void soundRequestsAreAccepted() {
    var alternatives =
        new Extensions(
            new Extension(
                Extension.subjectAlternativeName,
                false,
                Protection.der(
                    new GeneralNames(new GeneralName(GeneralName.dNSName, "d.example")))));
    for (Consumer<Request> change :
        List.<Consumer<Request>>of(
            _ -> {},
            r -> r.template.setVersion(2),
            r -> {
              r.template.setSubject(new X500Name(""));
              r.template.setExtensions(alternatives);
            },
            r -> {
              r.key = keys("RSA", "2048");
              r.publicKey(r.key.getPublic());
            },
            r -> {
              r.key = FOR_PSS;
              r.publicKey(FOR_PSS.getPublic());
            },
            r -> {
              r.key = keys("EC", "secp384r1");
              r.publicKey(r.key.getPublic());
            },
            r -> {
              r.type = BodyType.kur;
              r.controls = oldCertId(CAST.device.leaf());
            })) {
      var request = new Request();
      change.accept(request);
      accepted(request.judged(CAST.device.leaf(), Requester.END_ENTITY));
    }
  }

  /** A kur for a certificate with a subject, an alternative name, or both. */
  record Update(String how, CmpCheck check, Consumer<Request> change, X509Certificate old) {
    @Override
    public String toString() {
      return how;
    }
  }

  private static final GeneralName HOST = new GeneralName(GeneralName.dNSName, "d.example");

  private static X509Certificate ldevid(X500Name subject, GeneralName... alternatives) {
    var profile = CertificateProfile.ldevid(subject, Cast.LONG);
    for (var name : alternatives) {
      profile = profile.withAlternativeName(name);
    }
    return Cast.ISSUER.issue(CAST.authority, CAST.device.leaf().getPublicKey(), profile);
  }

  private static Extensions alternatives(GeneralName... names) {
    return new Extensions(
        new Extension(
            Extension.subjectAlternativeName, false, Protection.der(new GeneralNames(names))));
  }

  static Stream<Update> updatesThatAreRefused() {
    var subject = new X500Name("CN=d");
    var named = ldevid(subject);
    var both = ldevid(subject, HOST);
    var other = new GeneralName(GeneralName.dNSName, "e.example");
    return Stream.of(
        new Update(
            "another subject",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(new X500Name("CN=e")),
            named),
        new Update(
            "a part of the subject more",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(new X500Name("CN=d,O=Plant 7")),
            named),
        new Update(
            "another alternative name",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(subject).setExtensions(alternatives(other)),
            both),
        new Update(
            "one alternative name more",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(subject).setExtensions(alternatives(HOST, other)),
            both),
        new Update(
            "an alternative name where there was none",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(subject).setExtensions(alternatives(HOST)),
            named),
        new Update(
            "no subject, and an alternative name that is none of it",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(new X500Name("")).setExtensions(alternatives(HOST)),
            named),
        new Update(
            "oldCertId of another serial number",
            CmpCheck.OLD_CERT_ID,
            r -> {
              r.template.setSubject(subject);
              r.controls = oldCertId(both);
            },
            named),
        new Update(
            "oldCertId of another issuer",
            CmpCheck.OLD_CERT_ID,
            r -> {
              r.template.setSubject(subject);
              r.controls =
                  oldCertId(
                      Cast.ISSUER.issue(
                          CAST.root,
                          CAST.device.leaf().getPublicKey(),
                          CertificateProfile.ldevid(subject, Cast.LONG),
                          named.getSerialNumber()));
            },
            named));
  }

  @ParameterizedTest
  @MethodSource("updatesThatAreRefused")
  @Proves({"CMP-E11", "CMP-F3", "LC-4.1.3-oldCertId", "LC-4.1.1-subject"})
  void aKeyUpdateIsForTheCertificateThatProtectsItAndKeepsItsNames(Update update) {
    var request = new Request();
    request.type = BodyType.kur;
    update.change().accept(request);

    var refusal = refused(request.judged(update.old(), Requester.END_ENTITY));

    assertThat(refusal.check()).isEqualTo(update.check());
    var kur = CAST.as(CAST.device).certificationRequest(CAST.draft().withType(BodyType.kur));
    var kup = CAST.as(CAST.responder).refused(ReplyTo.of(kur), refusal);
    assertThat(kup.type()).isEqualTo(BodyType.kup);
    assertThat(((Body.Response) kup.body()).only().status().failInfo())
        .containsExactly(
            update.check() == CmpCheck.OLD_CERT_ID ? FailInfo.badCertId : FailInfo.badCertTemplate);
  }

  static Stream<Update> updatesThatAreTaken() {
    var subject = new X500Name("CN=d");
    var both = ldevid(subject, HOST);
    return Stream.of(
        new Update(
            "the subject of both",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(subject),
            both),
        new Update(
            "both of both",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(subject).setExtensions(alternatives(HOST)),
            both),
        new Update(
            "the alternative name of both",
            CmpCheck.TEMPLATE_SUBJECT,
            r -> r.template.setSubject(new X500Name("")).setExtensions(alternatives(HOST)),
            both));
  }

  @ParameterizedTest
  @MethodSource("updatesThatAreTaken")
  @Proves({"CMP-E11", "CMP-F3"})
  void eitherNameIsEnough(Update update) {
    var request = new Request();
    request.type = BodyType.kur;
    update.change().accept(request);

    accepted(request.judged(update.old(), Requester.END_ENTITY));
  }

  @Test
  @Proves({"CMP-E11", "CMP-F3"})
  void ourKeyUpdateNamesTheOldCertificateAndKeepsItsNames() {
    for (var old : List.of(ldevid(new X500Name("CN=d")), ldevid(new X500Name("CN=d"), HOST))) {
      var device = new dev.brski.trust.Credential(CAST.device.key(), List.of(old));
      var kur =
          Cast.parsed(
              CAST.as(device)
                  .certificationRequest(CertificationDraft.kur(old, CAST.newKey, SUITE))
                  .encoded());

      var requested =
          accepted(
              new RequestValidation(SUITE, Cast.POLICY).validate(kur, old, Requester.END_ENTITY));
      assertThat(kur.type()).isEqualTo(BodyType.kur);
      assertThat(kur.recipient()).contains(old.getIssuerX500Principal());
      assertThat(requested.publicKey()).isEqualTo(CAST.newKey.getPublic());
      assertThat(requested.subject()).isEqualTo(old.getSubjectX500Principal());
      assertThat(((Body.CertificationRequest) kur.body()).only().oldCertId())
          .contains(
              new dev.brski.cmp.CertReqMsg.OldCertId(
                  old.getIssuerX500Principal(), old.getSerialNumber()));
      assertThat(requested.extensions().isPresent())
          .isEqualTo(old.getExtensionValue("2.5.29.17") != null);
    }
  }

  @Test
  @Proves({"CMP-R4", "LC-5.1.1-raVerified"})
  void aRegistrationAuthorityMayVouch() {
    var requested =
        accepted(raVerified().judged(CAST.registrar.leaf(), Requester.REGISTRATION_AUTHORITY));
    assertThat(requested.raVerified()).isTrue();
    assertThat(requested.identifies(CAST.registrar.leaf(), "none")).isFalse();
  }

  @Test
  @Proves("RG-4")
  void aDeviceIsNamedByItsSubjectOrByTheSerialNumberThatCounts() {
    var idevid = CAST.device.leaf();
    var own = requested(idevid.getSubjectX500Principal(), idevid.getPublicKey());
    var byNumber = requested(new X500Principal("2.5.4.5=SN-4711"), idevid.getPublicKey());

    assertThat(own.identifies(idevid, "another")).isTrue();
    assertThat(byNumber.identifies(idevid, "SN-4711")).isTrue();
    assertThat(byNumber.identifies(idevid, "another")).isFalse();
  }

  private static RequestedCertificate requested(X500Principal subject, PublicKey key) {
    return new RequestedCertificate(BodyType.ir, 0, subject, key, Optional.empty(), false);
  }

  @Test
  @Proves("CMP-B19")
  void aRequestForTheKeyOfItsProtectionIsSeen() {
    var request = new Request();
    request.key = new KeyPair(CAST.device.leaf().getPublicKey(), CAST.device.key());
    request.publicKey(CAST.device.leaf().getPublicKey());
    var requested = accepted(request.judged(CAST.device.leaf(), Requester.END_ENTITY));
    assertThat(requested.isForKeyOf(CAST.device.leaf())).isTrue();
  }

  @Test
  @Proves("CMP-B19")
  void anRsaKeyIsTheSameUnderTheNameOfAnotherAlgorithm() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var key = generator.generateKeyPair().getPublic();
    var idevid =
        Cast.ISSUER.issue(
            CAST.manufacturer, key, CertificateProfile.idevid("RSA-1", "Maker", Instant.EPOCH));
    var forPss =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS),
            SubjectPublicKeyInfo.getInstance(key.getEncoded()).parsePublicKey());
    var renamed =
        KeyFactory.getInstance("RSASSA-PSS")
            .generatePublic(new X509EncodedKeySpec(forPss.getEncoded()));
    var requested = requested(idevid.getSubjectX500Principal(), renamed);
    assertThat(renamed.getEncoded()).isNotEqualTo(key.getEncoded());
    assertThat(requested.isForKeyOf(idevid)).isTrue();
    assertThat(requested.isForKeyOf(CAST.device.leaf())).isFalse();
  }

  @Test
  @Proves("LC-3.5-syntax")
  void aTemplateWithAFieldTwiceIsNoTemplate() {
    var certReqId = Protection.der(new ASN1Integer(BigInteger.ZERO));
    var version = new byte[] {(byte) 0x80, 1, 2};
    var template = Der.wrap(Der.SEQUENCE, version, version);
    var content =
        Der.wrap(Der.SEQUENCE, Der.wrap(Der.SEQUENCE, Der.wrap(Der.SEQUENCE, certReqId, template)));
    var refusal =
        refused(
            CmpMessage.parse(
                new Forge(CAST.device, BodyType.ir, content).encoded(), CmpLimits.standard()));
    assertThat(refusal.check()).isEqualTo(CmpCheck.SYNTAX);
    assertThat(refusal.cause()).contains("out of its order");
  }

  @Test
  @Proves({"CMP-F4", "LC-3.5-syntax"})
  void aPkcs10RequestThatAsksForExtensionsTwiceIsNone() throws Exception {
    var extensions =
        new org.bouncycastle.asn1.pkcs.Attribute(
            PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
            new org.bouncycastle.asn1.DERSet(
                new org.bouncycastle.asn1.ASN1Encodable[] {new DERSequence(), new DERSequence()}));
    var info =
        new org.bouncycastle.asn1.pkcs.CertificationRequestInfo(
            name(CAST.device.leaf()),
            SubjectPublicKeyInfo.getInstance(CAST.newKey.getPublic().getEncoded()),
            new org.bouncycastle.asn1.DERSet(extensions));
    var content =
        new DERSequence(
            new org.bouncycastle.asn1.ASN1Encodable[] {
              info,
              SUITE.signatureAlgorithm(CAST.newKey.getPublic()),
              new DERBitString(SUITE.sign(CAST.newKey.getPrivate(), Protection.der(info)))
            });
    var message = new Forge(CAST.device, BodyType.p10cr, Protection.der(content));
    assertThat(refused(CmpMessage.parse(message.encoded(), CmpLimits.standard())).cause())
        .contains("not exactly one extensionRequest");
  }

  @Test
  @Proves({"CMP-F4", "LC-5.1.1-popo", "CMP-H14"})
  void aPkcs10RequestWithAWrongSignatureIsRejected() throws Exception {
    var key = CAST.newKey;
    var info =
        new org.bouncycastle.asn1.pkcs.CertificationRequestInfo(
            name(CAST.device.leaf()),
            SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()),
            new org.bouncycastle.asn1.DERSet());
    var algorithm = SUITE.signatureAlgorithm(key.getPublic());
    var sound =
        new DERSequence(
            new org.bouncycastle.asn1.ASN1Encodable[] {
              info, algorithm, new DERBitString(SUITE.sign(key.getPrivate(), Protection.der(info)))
            });
    var wrong =
        new DERSequence(
            new org.bouncycastle.asn1.ASN1Encodable[] {
              info, algorithm, new DERBitString(SUITE.sign(CAST.device.key(), Protection.der(info)))
            });
    var requests = new RequestValidation(SUITE, Cast.POLICY);
    var good = new Forge(CAST.device, BodyType.p10cr, Protection.der(sound)).message();
    assertThat(
            accepted(requests.validate(good, CAST.device.leaf(), Requester.END_ENTITY)).certReqId())
        .isEqualTo(-1);

    var bad = new Forge(CAST.device, BodyType.p10cr, Protection.der(wrong)).message();
    var refusal = refused(requests.validate(bad, CAST.device.leaf(), Requester.END_ENTITY));
    assertThat(refusal.check()).isEqualTo(CmpCheck.POP_SIGNATURE);
    var answer = CAST.as(CAST.responder).refused(ReplyTo.of(bad), refusal);
    assertThat(answer.type()).isEqualTo(BodyType.cp);
    assertThat(((Body.Response) answer.body()).only().certReqId()).isEqualTo(-1);
  }
}
