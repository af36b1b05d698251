package dev.brski.authority;

import static dev.brski.authority.TestDomain.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.authority.ledger.RevocationOrder;
import dev.brski.authority.ledger.RevocationOrder.Kind;
import dev.brski.issuance.CertificateProfile;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.Credential;
import dev.brski.trust.KeyKind;
import dev.brski.trust.RevocationReason;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CRLSource;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.PKIBody;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIMessage;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.crmf.AttributeTypeAndValue;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What devices and registrars are told when they ask (RFC 9483 section 4.3). */
class SupportTest {

  private static final String LIST_URL = "http://pki.example.com/domain.crl";

  private static final String P_256 = "1.2.840.10045.3.1.7";
  private static final String P_384 = "1.3.132.0.34";
  private static final String P_521 = "1.3.132.0.35";
  private static final String ED25519 = "1.3.101.112";
  private static final String PSS = "1.2.840.113549.1.1.10";
  private static final String ED448 = "1.3.101.113";

  @TempDir private Path temp;
  private TestDomain domain;

  @BeforeEach
  void start() throws Exception {
    domain =
        new TestDomain(temp)
            .configured("# crl-url: \"" + LIST_URL + "\"", "crl-url: \"" + LIST_URL + "\"")
            .start();
    domain.list();
  }

  @AfterEach
  void stop() {
    domain.close();
  }

  private Credential device(KeyKind kind) {
    var keys = TestDevice.SUITE.generateKeyPair(kind);
    return domain.maker.device("SN-" + kind.word(), keys, keys).idevid();
  }

  private Credential anyone() {
    return domain.maker.device("SN-" + domain.nextSequence()).idevid();
  }

  private Optional<ASN1Encodable> told(
      ASN1ObjectIdentifier type, Optional<ASN1Encodable> value, ASN1ObjectIdentifier expected)
      throws Exception {
    var question = SignedMessages.question(type, value).signed(anyone());
    var answer = domain.send(question);
    assertThat(answer.verifies()).isTrue();
    assertThat(answer.information().getInfoType()).isEqualTo(expected);
    return Optional.ofNullable(answer.information().getInfoValue());
  }

  @Test
  @Proves({"CMP-F14", "CMP-B8", "CMP-B6"})
  void everybodyWhoIsKnownIsToldInEitherProtection() throws Exception {
    var signers =
        Map.of(
            "IDevID", anyone(),
            "LDevID", domain.member("SN-m").idevid(),
            "registrar", domain.registrar());
    for (var signer : signers.entrySet()) {
      var question =
          SignedMessages.question(CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
              .signed(signer.getValue());
      for (var way : List.of(question, domain.nested(question))) {
        var answer = domain.send(way);
        assertThat(answer.information().getInfoType())
            .as(signer.getKey())
            .isEqualTo(CMPObjectIdentifiers.id_it_caCerts);
        assertThat(answer.verifies()).isTrue();
        assertThat(answer.recipNonce())
            .isEqualTo(PKIMessage.getInstance(question).getHeader().getSenderNonce().getOctets());
      }
    }
  }

  @Test
  @Proves({"CMP-F15", "CMP-E7"})
  void theCertificatesOfTheAuthorities() throws Exception {
    var value =
        told(
            CMPObjectIdentifiers.id_it_caCerts,
            Optional.empty(),
            CMPObjectIdentifiers.id_it_caCerts);
    var certificates = new ArrayList<X509Certificate>();
    for (var element : ASN1Sequence.getInstance(value.orElseThrow())) {
      certificates.add(Certificates.parse(TestMessage.der(Certificate.getInstance(element))));
    }
    assertThat(certificates).containsExactly(domain.credential("issuing-ca").leaf(), domain.root());
  }

  @Test
  @Proves({"CMP-F15", "CMP-E8"})
  void noRootFollowsOnTheOneThereIs() throws Exception {
    var root = Certificate.getInstance(Certificates.encoded(domain.root()));
    for (var value : List.of(Optional.<ASN1Encodable>empty(), Optional.<ASN1Encodable>of(root))) {
      assertThat(
              told(
                  CMPObjectIdentifiers.id_it_rootCaCert,
                  value,
                  CMPObjectIdentifiers.id_it_rootCaKeyUpdate))
          .isEmpty();
    }
  }

  private static CertTemplate template(ASN1Encodable value) {
    return CertTemplate.getInstance(ASN1Sequence.getInstance(value).getObjectAt(0));
  }

  private ASN1Encodable templateValue() throws Exception {
    return told(
            CMPObjectIdentifiers.id_it_certReqTemplate,
            Optional.empty(),
            CMPObjectIdentifiers.id_it_certReqTemplate)
        .orElseThrow();
  }

  @Test
  @Proves({"CMP-F15", "CMP-E9"})
  void theTemplateSaysWhatTheAuthorityGives() throws Exception {
    var template = template(templateValue());
    var names = template.getSubject().getRDNs();
    assertThat(names).hasSize(2);
    assertThat(names[0].getFirst().getType()).isEqualTo(BCStyle.O);
    assertThat(names[0].getFirst().getValue()).hasToString("Plant 7");
    assertThat(names[1].getFirst().getType()).isEqualTo(BCStyle.SERIALNUMBER);
    assertThat(((ASN1String) names[1].getFirst().getValue()).getString()).isEmpty();
    assertThat(template.getPublicKey()).isNull();
    assertThat(template.getSerialNumber()).isNull();
    assertThat(template.getSigningAlg()).isNull();
    assertThat(template.getIssuerUID()).isNull();
    assertThat(template.getSubjectUID()).isNull();
    var extensions = template.getExtensions();
    assertThat(extensions.getExtensionOIDs())
        .containsExactly(Extension.keyUsage, Extension.extendedKeyUsage);
    assertThat(KeyUsage.fromExtensions(extensions))
        .isEqualTo(new KeyUsage(KeyUsage.digitalSignature));
    assertThat(ExtendedKeyUsage.fromExtensions(extensions).getUsages())
        .containsExactly(KeyPurposeId.id_kp_clientAuth);
  }

  @Test
  @Proves({"CMP-F15", "CMP-E9"})
  void theTemplateSaysWhichKeysAreTaken() throws Exception {
    domain.stop();
    domain.configured("# stronger-keys: refuse", "stronger-keys: accept").start();
    assertThat(offered(anyone()))
        .isEqualTo(
            new Offered(
                List.of(P_256, P_384, P_521, ED25519, ED448, PSS), List.of(2048, 3072, 4096)));
  }

  @Test
  @Proves({"CMP-F15", "CMP-E9"})
  void theTemplateSaysNothingOfKeysThatTheAskerMayNotAskFor() throws Exception {
    assertThat(offered(device(KeyKind.RSA_2048)))
        .isEqualTo(new Offered(List.of(PSS), List.of(2048)));
    for (var kind : List.of(KeyKind.P_256, KeyKind.ED25519, KeyKind.RSA_3072)) {
      assertThat(offered(device(kind)))
          .isEqualTo(new Offered(List.of(P_256, ED25519, PSS), List.of(2048, 3072, 4096)));
    }
    assertThat(offered(device(KeyKind.P_384)))
        .isEqualTo(new Offered(List.of(P_256, P_384, ED25519, PSS), List.of(2048, 3072, 4096)));
    assertThat(offered(device(KeyKind.P_521)))
        .isEqualTo(
            new Offered(
                List.of(P_256, P_384, P_521, ED25519, ED448, PSS), List.of(2048, 3072, 4096)));
    assertThat(offered(domain.registrar()))
        .as("a registrar, on P-256")
        .isEqualTo(new Offered(List.of(P_256, ED25519, PSS), List.of(2048, 3072, 4096)));
  }

  /** Curves, and lengths of RSA keys. */
  private record Offered(List<String> algorithms, List<Integer> lengths) {}

  private Offered offered(Credential asker) throws Exception {
    var question =
        SignedMessages.question(CMPObjectIdentifiers.id_it_certReqTemplate, Optional.empty());
    var value = domain.send(question.signed(asker)).information().getInfoValue();
    var controls = ASN1Sequence.getInstance(ASN1Sequence.getInstance(value).getObjectAt(1));
    var algorithms = new ArrayList<String>();
    var lengths = new ArrayList<Integer>();
    for (var element : controls) {
      var control = AttributeTypeAndValue.getInstance(element);
      if (control.getType().equals(CMPObjectIdentifiers.id_regCtrl_algId)) {
        var algorithm = AlgorithmIdentifier.getInstance(control.getValue());
        algorithms.add(
            algorithm.getParameters() == null
                ? algorithm.getAlgorithm().getId()
                : algorithm.getParameters().toString());
      } else {
        assertThat(control.getType()).isEqualTo(CMPObjectIdentifiers.id_regCtrl_rsaKeyLen);
        lengths.add(ASN1Integer.getInstance(control.getValue()).intValueExact());
      }
    }
    return new Offered(algorithms, lengths);
  }

  @Test
  @Proves("CMP-E9")
  void whoFollowsTheTemplateGetsWhatHeAskedFor() throws Exception {
    var template = template(templateValue());
    var device = domain.maker.device("SN-1");
    var request = device.request().subject("O=Plant 7,SERIALNUMBER=SN-1");
    for (var oid : template.getExtensions().getExtensionOIDs()) {
      request.extension(oid, template.getExtensions().getExtension(oid).getExtnValue().getOctets());
    }
    assertThat(domain.send(domain.approved(request.encoded(), "SN-1")).statusNumber())
        .isEqualTo(PKIStatus.GRANTED);
  }

  @Test
  @Proves({"CMP-H8", "CMP-F15"})
  void theTemplateOfAProfileIsAskedForByItsName() throws Exception {
    var question =
        SignedMessages.question(CMPObjectIdentifiers.id_it_certReqTemplate, Optional.empty());
    var known = question.infos(List.of(SignedMessages.profile("ldevid"))).signed(anyone());
    assertThat(domain.send(known).information().getInfoValue()).isNotNull();
    var unknown = question.infos(List.of(SignedMessages.profile("root-ca"))).signed(anyone());
    var answer = domain.send(unknown);
    assertThat(answer.type()).isEqualTo(PKIBody.TYPE_ERROR);
    assertThat(answer.failInfo()).isEqualTo(PKIFailureInfo.badCertTemplate);
    assertThat(answer.text()).isEqualTo("there is no such certificate profile here");
  }

  private static DERSequence statuses(CRLSource source, Optional<Instant> thisUpdate) {
    return new DERSequence(
        new CRLStatus(source, thisUpdate.map(at -> new Time(Date.from(at))).orElse(null)));
  }

  private static CRLSource issuer(X509Certificate authority) {
    return new CRLSource(
        null,
        new GeneralNames(
            new GeneralName(
                X500Name.getInstance(authority.getSubjectX500Principal().getEncoded()))));
  }

  private static CRLSource at(String... urls) {
    return new CRLSource(
        new DistributionPointName(
            new GeneralNames(
                Arrays.stream(urls)
                    .map(url -> new GeneralName(GeneralName.uniformResourceIdentifier, url))
                    .toArray(GeneralName[]::new))),
        null);
  }

  private Optional<byte[]> list(CRLSource source, Optional<Instant> thisUpdate) throws Exception {
    return told(
            CMPObjectIdentifiers.id_it_crlStatusList,
            Optional.of(statuses(source, thisUpdate)),
            CMPObjectIdentifiers.id_it_crls)
        .map(
            value -> {
              var lists = ASN1Sequence.getInstance(value);
              assertThat(lists.size()).isEqualTo(1);
              return TestMessage.der(lists.getObjectAt(0).toASN1Primitive());
            });
  }

  @Test
  @Proves({"CMP-F15", "CMP-E10", "CMP-B8"})
  void theRevocationListToThoseWhoHaveNoneOrAnOlderOne() throws Exception {
    var issuing = issuer(domain.credential("issuing-ca").leaf());
    var first = domain.list();
    assertThat(list(issuing, Optional.empty())).contains(first.content());
    assertThat(list(at("http://elsewhere.example.com/x.crl", LIST_URL), Optional.empty()))
        .contains(first.content());
    assertThat(list(issuing, Optional.of(first.thisUpdate()))).isEmpty();
    assertThat(list(at(LIST_URL), Optional.of(first.thisUpdate()))).isEmpty();
    assertThat(list(issuing, Optional.of(first.thisUpdate().plusSeconds(1)))).isEmpty();

    domain.clock.advance(Duration.ofMinutes(1));
    var member = domain.member("SN-m");
    assertThat(
            domain
                .send(SignedMessages.revocation(member.certificate(), 1, member.idevid()))
                .statusNumber())
        .isZero();

    var second = list(issuing, Optional.of(first.thisUpdate())).orElseThrow();
    assertThat(second).isEqualTo(domain.list().content());
    assertThat(second).isNotEqualTo(first.content());
  }

  @Test
  @Proves({"CMP-F15", "CMP-E10"})
  void noListOfOthersIsFetched() throws Exception {
    assertThat(list(issuer(domain.root()), Optional.empty())).isEmpty();
    assertThat(list(issuer(domain.maker.anchor()), Optional.empty())).isEmpty();
    assertThat(list(at("http://127.0.0.1:1/other.crl"), Optional.empty())).isEmpty();
  }

  private List<DynamicTest> tests(Collection<Case> cases) {
    return Case.tests(cases, this::prove);
  }

  private void prove(Case each) throws Exception {
    var message = each.broken().message();
    for (var way : List.of(message, domain.nested(message))) {
      var answer = domain.send(way);
      each.isAnsweredBy(answer);
    }
  }

  private Case value(String name, ASN1ObjectIdentifier type, Optional<ASN1Encodable> value) {
    return Case.error(
        name,
        PKIFailureInfo.badRequest,
        "the infoValue does not fit",
        () -> SignedMessages.question(type, value).signed(anyone()));
  }

  @TestFactory
  @Proves({
    "CMP-F14",
    "CMP-F15",
    "CMP-H14",
    "LC-4.3-one-InfoTypeAndValue",
    "LC-4.3-infoType",
    "CMP-F15-infoValue"
  })
  List<DynamicTest> whatIsNoQuestion() throws Exception {
    var one = new InfoTypeAndValue(CMPObjectIdentifiers.id_it_caCerts);
    var status = statuses(issuer(domain.root()), Optional.empty()).getObjectAt(0);
    return tests(
        List.of(
            Case.error(
                "none",
                PKIFailureInfo.badRequest,
                "exactly one InfoTypeAndValue",
                () -> SignedMessages.questions(SignedMessages.id(), List.of()).signed(anyone())),
            Case.error(
                "two",
                PKIFailureInfo.badRequest,
                "exactly one InfoTypeAndValue",
                () ->
                    SignedMessages.questions(SignedMessages.id(), List.of(one, one))
                        .signed(anyone())),
            Case.error(
                "another kind",
                PKIFailureInfo.badRequest,
                "this kind of support message is not answered here",
                () ->
                    SignedMessages.question(
                            new ASN1ObjectIdentifier("1.3.6.1.5.5.7.4.6"), Optional.empty())
                        .signed(anyone())),
            value("caCerts", CMPObjectIdentifiers.id_it_caCerts, Optional.of(DERNull.INSTANCE)),
            value(
                "certReqTemplate",
                CMPObjectIdentifiers.id_it_certReqTemplate,
                Optional.of(DERNull.INSTANCE)),
            value(
                "rootCaCert", CMPObjectIdentifiers.id_it_rootCaCert, Optional.of(DERNull.INSTANCE)),
            value(
                "crlStatusList without a value",
                CMPObjectIdentifiers.id_it_crlStatusList,
                Optional.empty()),
            value(
                "crlStatusList without a source",
                CMPObjectIdentifiers.id_it_crlStatusList,
                Optional.of(new DERSequence())),
            value(
                "crlStatusList of two",
                CMPObjectIdentifiers.id_it_crlStatusList,
                Optional.of(new DERSequence(new ASN1Encodable[] {status, status})))));
  }

  @TestFactory
  @Proves({"CMP-H11", "AU-signer-in-force"})
  List<DynamicTest> whoIsToldNothing() {
    return tests(
        List.of(
            Case.error(
                "a device of an unknown manufacturer",
                PKIFailureInfo.signerNotTrusted,
                "the certificate of the protection is not trusted",
                () ->
                    asking(
                        new TestMaker("nobody", domain.clock.instant()).device("SN-x").idevid())),
            Case.error(
                "an IDevID without a serialNumber",
                PKIFailureInfo.notAuthorized,
                "the device certificate has no usable serial number",
                () ->
                    asking(
                        domain
                            .maker
                            .device(
                                "SN-none",
                                CertificateProfile.of(
                                    CertificateProfile.commonName("device"), domain.year()))
                            .idevid())),
            Case.error(
                "a certificate under our root that the ledger does not have",
                PKIFailureInfo.signerNotTrusted,
                "the certificate of the protection is not trusted",
                () -> asking(domain.credential("responder"))),
            Case.error(
                "a device whose certificate is revoked",
                PKIFailureInfo.signerNotTrusted,
                "it is not in force",
                () -> {
                  var member = domain.member("SN-" + domain.nextSequence());
                  accepted(
                      domain.operator.revoke(
                          new RevocationOrder(
                              Kind.DEVICE,
                              member.serialNumber(),
                              RevocationReason.KEY_COMPROMISE,
                              "op",
                              Optional.empty())));
                  return asking(member.idevid());
                }),
            Case.error(
                "nobody",
                PKIFailureInfo.badMessageCheck,
                "the message has no protection",
                () ->
                    SignedMessages.question(CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
                        .unprotected(anyone()))));
  }

  private static byte[] asking(Credential signer) {
    return SignedMessages.question(CMPObjectIdentifiers.id_it_caCerts, Optional.empty())
        .signed(signer);
  }

  @Test
  void nothingIsWrittenForAQuestion() throws Exception {
    var signer = domain.member("SN-m").idevid();
    var before = domain.journal().size();
    domain.start();
    assertThat(domain.send(asking(signer)).information().getInfoValue()).isNotNull();
    assertThat(domain.journal()).hasSize(before);
  }

  @Test
  @Proves("CMP-H21")
  void eachHasItsPath() throws Exception {
    for (var label : List.of("getcacerts", "getrootupdate", "getcertreqtemplate", "getcrls")) {
      var response =
          domain.post("/.well-known/cmp/" + label, "application/pkixcmp", asking(anyone()));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(new Answer(response.body()).type()).isEqualTo(PKIBody.TYPE_GEN_REP);
    }
  }
}
