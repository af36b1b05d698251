package dev.brski.cmp;

import static dev.brski.cmp.Cast.accepted;
import static dev.brski.cmp.Cast.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brski.issuance.CertificateProfile;
import dev.brski.issuance.RevocationListIssuer;
import dev.brski.proof.kit.Proves;
import dev.brski.trust.Certificates;
import dev.brski.trust.RevocationList;
import java.math.BigInteger;
import java.security.cert.CRLException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.cmp.CMPCertificate;
import org.bouncycastle.asn1.cmp.CMPObjectIdentifiers;
import org.bouncycastle.asn1.cmp.CRLStatus;
import org.bouncycastle.asn1.cmp.GenMsgContent;
import org.bouncycastle.asn1.cmp.GenRepContent;
import org.bouncycastle.asn1.cmp.InfoTypeAndValue;
import org.bouncycastle.asn1.cmp.RootCaKeyUpdateContent;
import org.bouncycastle.asn1.crmf.CertTemplate;
import org.bouncycastle.asn1.crmf.CertTemplateBuilder;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CertificateList;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each rule of RFC 9483 section 4.3, the genm or genp that breaks it alone. */
class SupportRulesTest {

  private static final Cast CAST = new Cast();
  private static final Inquiry CA_CERTIFICATES = new Inquiry.CaCertificates();
  private static final Inquiry ROOT_UPDATE = new Inquiry.RootUpdate(Optional.of(CAST.root.leaf()));
  private static final Inquiry TEMPLATE = new Inquiry.RequestTemplate();
  private static final Inquiry LIST =
      new Inquiry.RevocationList(
          new Inquiry.Source.Issuer(CAST.authority.leaf().getSubjectX500Principal()),
          Optional.of(Cast.NOW.minusSeconds(3600)));
  private static final Inquiry LIST_OF_POINT =
      new Inquiry.RevocationList(
          new Inquiry.Source.DistributionPoint(
              Set.of("http://pki.example/domain.crl", "ldap://pki.example/cn=domain")),
          Optional.empty());
  private static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("1.2.3.4");

  private static CmpMessage genm(Inquiry inquiry) {
    return CAST.as(CAST.device)
        .inquiry(TransactionId.fresh(Cast.SUITE), Optional.empty(), Optional.empty(), inquiry);
  }

  static Stream<Inquiry> inquiries() {
    return Stream.of(
        CA_CERTIFICATES,
        ROOT_UPDATE,
        new Inquiry.RootUpdate(Optional.empty()),
        TEMPLATE,
        LIST,
        LIST_OF_POINT);
  }

  @ParameterizedTest
  @MethodSource("inquiries")
  @Proves({"CMP-F14", "CMP-F15", "CMP-E7", "CMP-E8", "CMP-E9", "CMP-E10"})
  void whatWeAskIsUnderstood(Inquiry inquiry) {
    var message = Cast.parsed(genm(inquiry).encoded());

    accepted(Cast.validate(message, CAST.fromDevice(BodyType.genm)));
    assertThat(accepted(Inquiry.of(message))).isEqualTo(inquiry);
    assertThat(new CmpDescription(Cast.SUITE).describe(message.encoded()).toText())
        .contains("question: " + inquiry.operationLabel());
  }

  @Test
  @Proves({"CMP-F15", "CMP-E7", "CMP-E8", "CMP-E9", "CMP-E10", "CMP-H8"})
  void whatWeAskIsWhatOthersRead() throws Exception {
    assertThat(asked(CA_CERTIFICATES))
        .isEqualTo(new InfoTypeAndValue(CMPObjectIdentifiers.id_it_caCerts));
    assertThat(asked(TEMPLATE))
        .isEqualTo(new InfoTypeAndValue(CMPObjectIdentifiers.id_it_certReqTemplate));
    var root = asked(ROOT_UPDATE);
    assertThat(root.getInfoType()).isEqualTo(CMPObjectIdentifiers.id_it_rootCaCert);
    assertThat(CMPCertificate.getInstance(root.getInfoValue()).getEncoded())
        .isEqualTo(CAST.root.leaf().getEncoded());

    var list = asked(LIST);
    assertThat(list.getInfoType()).isEqualTo(CMPObjectIdentifiers.id_it_crlStatusList);
    var status = status(list);
    assertThat(status.getSource().getDpn()).isNull();
    assertThat(status.getSource().getIssuer().getNames())
        .containsExactly(Protection.name(CAST.authority.leaf().getSubjectX500Principal()));
    assertThat(status.getThisUpdate().getDate()).isEqualTo(Date.from(Cast.NOW.minusSeconds(3600)));

    var ofPoint = status(asked(LIST_OF_POINT));
    assertThat(ofPoint.getSource().getIssuer()).isNull();
    assertThat(ofPoint.getThisUpdate()).isNull();
    assertThat(ofPoint.getSource().getDpn().getType()).isEqualTo(DistributionPointName.FULL_NAME);
    assertThat(GeneralNames.getInstance(ofPoint.getSource().getDpn().getName()).getNames())
        .extracting(name -> name.getName().toString())
        .containsExactly("http://pki.example/domain.crl", "ldap://pki.example/cn=domain");

    var profiled =
        CAST.as(CAST.device)
            .inquiry(
                TransactionId.fresh(Cast.SUITE),
                Optional.of(CAST.authority.leaf().getSubjectX500Principal()),
                Optional.of("sensor"),
                TEMPLATE);
    assertThat(profiled.header().certProfile()).contains("sensor");
    assertThat(profiled.recipient()).contains(CAST.authority.leaf().getSubjectX500Principal());
    assertThat(genm(TEMPLATE).header().generalInfo()).isEmpty();
  }

  private static InfoTypeAndValue asked(Inquiry inquiry) {
    var infos = GenMsgContent.getInstance(genm(inquiry).bodyContent()).toInfoTypeAndValueArray();
    assertThat(infos).hasSize(1);
    return infos[0];
  }

  private static CRLStatus status(InfoTypeAndValue info) {
    var statuses = org.bouncycastle.asn1.ASN1Sequence.getInstance(info.getInfoValue());
    assertThat(statuses.size()).isEqualTo(1);
    return CRLStatus.getInstance(statuses.getObjectAt(0));
  }

  record Question(CmpCheck check, String how, byte[] content) {
    @Override
    public String toString() {
      return check.id() + ": " + how;
    }
  }

  private static byte[] content(InfoTypeAndValue... infos) {
    return Protection.der(new DERSequence(infos));
  }

  private static Question question(
      CmpCheck check, String how, ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Question(check, how, content(new InfoTypeAndValue(type, value)));
  }

  private static Question ofList(String how, ASN1Encodable value) {
    return question(CmpCheck.INFO_VALUE, how, CMPObjectIdentifiers.id_it_crlStatusList, value);
  }

  static Stream<Question> questions() {
    var name = new GeneralNames(Protection.name(CAST.authority.leaf().getSubjectX500Principal()));
    var status = new DERSequence(new DERTaggedObject(true, 1, name));
    var caCerts = new InfoTypeAndValue(CMPObjectIdentifiers.id_it_caCerts);
    return Stream.of(
        new Question(CmpCheck.GENERAL_BODY, "no question", content()),
        new Question(CmpCheck.GENERAL_BODY, "two questions", content(caCerts, caCerts)),
        question(CmpCheck.INFO_TYPE, "an unknown question", UNKNOWN, null),
        question(
            CmpCheck.INFO_TYPE, "the infoType of an answer", CMPObjectIdentifiers.id_it_crls, null),
        question(
            CmpCheck.INFO_TYPE,
            "the question for the current CRL of RFC 9810 section 5.3.19.6",
            CMPObjectIdentifiers.it_currentCRL,
            null),
        question(
            CmpCheck.INFO_VALUE,
            "CA certificates with a value",
            CMPObjectIdentifiers.id_it_caCerts,
            DERNull.INSTANCE),
        question(
            CmpCheck.INFO_VALUE,
            "a template with a value",
            CMPObjectIdentifiers.id_it_certReqTemplate,
            new DERSequence()),
        question(
            CmpCheck.INFO_VALUE,
            "a root that is no certificate",
            CMPObjectIdentifiers.id_it_rootCaCert,
            new DERSequence(new ASN1Integer(1))),
        question(
            CmpCheck.INFO_VALUE,
            "a root that is a number",
            CMPObjectIdentifiers.id_it_rootCaCert,
            new ASN1Integer(1)),
        ofList("no CRLStatus", null),
        ofList("an empty list", new DERSequence()),
        ofList("two CRLStatus", new DERSequence(new ASN1Encodable[] {status, status})),
        ofList("a CRLStatus without a source", new DERSequence(new DERSequence())),
        ofList(
            "a CRLStatus of three fields",
            new DERSequence(
                new DERSequence(
                    new ASN1Encodable[] {
                      new DERTaggedObject(true, 1, name),
                      new Time(Date.from(Cast.NOW)),
                      DERNull.INSTANCE
                    }))),
        ofList(
            "an issuer without a directoryName",
            new DERSequence(
                new DERSequence(
                    new DERTaggedObject(
                        true,
                        1,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "pki.example")))))),
        ofList(
            "a source of another kind",
            new DERSequence(new DERSequence(new DERTaggedObject(true, 2, name)))),
        ofList(
            "a thisUpdate that is none",
            new DERSequence(
                new DERSequence(
                    new ASN1Encodable[] {new DERTaggedObject(true, 1, name), DERNull.INSTANCE}))));
  }

  @ParameterizedTest
  @MethodSource("questions")
  @Proves({
    "CMP-F14",
    "CMP-F15",
    "CMP-H14",
    "LC-4.3-one-InfoTypeAndValue",
    "LC-4.3-infoType",
    "CMP-F15-infoValue"
  })
  void aFaultyQuestionIsAnsweredByAnErrorMessage(Question question) {
    var genm = new Forge(CAST.device, BodyType.genm, question.content()).message();
    var refusal =
        refused(Cast.validate(genm, CAST.fromDevice(BodyType.genm)).flatMap(_ -> Inquiry.of(genm)));

    assertThat(refusal.check()).isEqualTo(question.check());
    assertThat(question.check().failInfo()).isEqualTo(FailInfo.badRequest);
    assertThat(refused(Inquiry.of(genm)).check()).isEqualTo(question.check());
    var error = CAST.as(CAST.registrar).refused(ReplyTo.of(genm), refusal);
    assertThat(error.body())
        .isEqualTo(
            new Body.ErrorBody(
                new Body.StatusInfo(
                    PkiStatus.rejection, Set.of(FailInfo.badRequest), refusal.told())));
    assertThat(
            accepted(
                CAST.judge(
                    error,
                    AwaitedResponse.to(
                        genm, new AwaitedResponse.Wanted.Information(CA_CERTIFICATES)))))
        .isInstanceOf(Answer.Rejected.class);
    assertThat(new CmpDescription(Cast.SUITE).describe(genm.encoded()).toText()).isNotEmpty();
  }

  @Test
  @Proves("CMP-F15")
  void aDistributionPointOfNoUriIsNone() {
    var relative =
        new DistributionPointName(
            DistributionPointName.NAME_RELATIVE_TO_CRL_ISSUER, new org.bouncycastle.asn1.DERSet());
    var dns =
        new DistributionPointName(
            new GeneralNames(new GeneralName(GeneralName.dNSName, "pki.example")));
    for (var point : List.of(relative, dns)) {
      var value = new DERSequence(new DERSequence(new DERTaggedObject(true, 0, point)));
      var genm =
          new Forge(
                  CAST.device,
                  BodyType.genm,
                  content(new InfoTypeAndValue(CMPObjectIdentifiers.id_it_crlStatusList, value)))
              .message();

      assertThat(accepted(Inquiry.of(genm)))
          .isEqualTo(
              new Inquiry.RevocationList(
                  new Inquiry.Source.DistributionPoint(Set.of()), Optional.empty()));
    }
  }

  @Test
  @Proves("LC-3.5-body-type")
  void anotherMessageAsksAndTellsNothing() {
    assertThat(refused(Inquiry.of(CAST.ir())).check()).isEqualTo(CmpCheck.BODY_TYPE);
    assertThat(refused(Information.of(CAST.ir(), TEMPLATE)).check()).isEqualTo(CmpCheck.BODY_TYPE);
    var genm = genm(TEMPLATE);
    assertThat(refused(Information.of(genm, TEMPLATE)).check()).isEqualTo(CmpCheck.BODY_TYPE);
    var genp =
        CAST.as(CAST.responder)
            .information(ReplyTo.of(genm), new Information.RequestTemplate(Optional.empty()));
    assertThat(refused(Inquiry.of(genp)).check()).isEqualTo(CmpCheck.BODY_TYPE);
  }

  // Answers.

  private static final X509Certificate NEW_WITH_OLD =
      Cast.ISSUER.issue(
          CAST.root,
          CAST.newKey.getPublic(),
          CertificateProfile.rootCa("Domain root 2", Cast.LONG));
  private static final X509Certificate NEW_WITH_NEW =
      Cast.ISSUER.selfSigned(CAST.newKey, CertificateProfile.rootCa("Domain root 2", Cast.LONG));

  private static Information.Template template() {
    return new Information.Template(
        Optional.of(new X500Principal("O=Plant 7, CN=")),
        Optional.of(
            new Extensions(new Extension(Extension.subjectAlternativeName, false, new byte[0]))),
        List.of(
            new Information.KeySpec.Algorithm(
                new AlgorithmIdentifier(
                    X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1)),
            new Information.KeySpec.RsaKeyLength(3072)));
  }

  record Told(Inquiry asked, Information information) {}

  static Stream<Told> tellings() {
    return Stream.of(
        new Told(CA_CERTIFICATES, new Information.CaCertificates(List.of())),
        new Told(
            CA_CERTIFICATES,
            new Information.CaCertificates(List.of(CAST.authority.leaf(), CAST.root.leaf()))),
        new Told(ROOT_UPDATE, new Information.RootUpdate(Optional.empty())),
        new Told(
            ROOT_UPDATE,
            new Information.RootUpdate(
                Optional.of(new Information.Roots(NEW_WITH_NEW, NEW_WITH_OLD, Optional.empty())))),
        new Told(
            ROOT_UPDATE,
            new Information.RootUpdate(
                Optional.of(
                    new Information.Roots(
                        NEW_WITH_NEW, NEW_WITH_OLD, Optional.of(CAST.root.leaf()))))),
        new Told(TEMPLATE, new Information.RequestTemplate(Optional.empty())),
        new Told(TEMPLATE, new Information.RequestTemplate(Optional.of(template()))),
        new Told(
            TEMPLATE,
            new Information.RequestTemplate(
                Optional.of(
                    new Information.Template(
                        Optional.of(new X500Principal("")), Optional.empty(), List.of())))),
        new Told(LIST, new Information.RevocationList(Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("tellings")
  @Proves({"CMP-F14", "CMP-F15", "CMP-E7", "CMP-E8", "CMP-E9", "CMP-E10"})
  void whatIsToldIsUnderstood(Told told) {
    var genm = genm(told.asked());
    var genp =
        Cast.parsed(
            CAST.as(CAST.responder).information(ReplyTo.of(genm), told.information()).encoded());

    assertThat(accepted(CAST.judge(genp, awaited(genm, told.asked()))))
        .isEqualTo(new Answer.Informed(told.information()));
  }

  @Test
  @Proves({"CMP-E10", "CMP-F15"})
  void aListComesAsItWasSigned() {
    var der = CAST.list(BigInteger.TEN, BigInteger.TWO);
    var genm = genm(LIST);
    var genp =
        CAST.as(CAST.responder)
            .information(ReplyTo.of(genm), new Information.RevocationList(Optional.of(der)));

    var answer = (Answer.Informed) accepted(CAST.judge(genp, awaited(genm, LIST)));

    var came = ((Information.RevocationList) answer.information()).der().orElseThrow();
    assertThat(came).isEqualTo(der);
    var list = accepted(RevocationList.parse(came));
    accepted(list.about(CAST.responder.leaf(), CAST.authority.leaf(), Cast.NOW, Cast.SUITE));
    assertThat(list.revocation(BigInteger.TWO)).contains("keyCompromise");
  }

  @Test
  @Proves({"CMP-F15", "CMP-E7", "CMP-E8", "CMP-E9", "CMP-E10"})
  void whatIsToldIsWhatOthersRead() throws Exception {
    assertThat(told(CA_CERTIFICATES, new Information.CaCertificates(List.of())).getInfoValue())
        .isNull();
    var roots =
        told(
            ROOT_UPDATE,
            new Information.RootUpdate(
                Optional.of(
                    new Information.Roots(
                        NEW_WITH_NEW, NEW_WITH_OLD, Optional.of(CAST.root.leaf())))));
    assertThat(roots.getInfoType()).isEqualTo(CMPObjectIdentifiers.id_it_rootCaKeyUpdate);
    var update = RootCaKeyUpdateContent.getInstance(roots.getInfoValue());
    assertThat(update.getNewWithNew().getEncoded()).isEqualTo(NEW_WITH_NEW.getEncoded());
    assertThat(update.getNewWithOld().getEncoded()).isEqualTo(NEW_WITH_OLD.getEncoded());
    assertThat(update.getOldWithNew().getEncoded()).isEqualTo(CAST.root.leaf().getEncoded());

    var crls =
        told(
            LIST,
            new Information.RevocationList(Optional.of(CAST.list(BigInteger.TEN, BigInteger.TWO))));
    assertThat(crls.getInfoType()).isEqualTo(CMPObjectIdentifiers.id_it_crls);
    var lists = org.bouncycastle.asn1.ASN1Sequence.getInstance(crls.getInfoValue());
    assertThat(lists.size()).isEqualTo(1);
    assertThat(CertificateList.getInstance(lists.getObjectAt(0)).getIssuer())
        .isEqualTo(
            X500Name.getInstance(CAST.authority.leaf().getSubjectX500Principal().getEncoded()));

    var asked = told(TEMPLATE, new Information.RequestTemplate(Optional.of(template())));
    var fields = org.bouncycastle.asn1.ASN1Sequence.getInstance(asked.getInfoValue());
    assertThat(CertTemplate.getInstance(fields.getObjectAt(0)).getSubject())
        .isEqualTo(new X500Name("CN=,O=Plant 7"));
    var controls =
        org.bouncycastle.asn1.crmf.Controls.getInstance(fields.getObjectAt(1))
            .toAttributeTypeAndValueArray();
    assertThat(controls)
        .extracting(control -> control.getType())
        .containsExactly(
            CMPObjectIdentifiers.id_regCtrl_algId, CMPObjectIdentifiers.id_regCtrl_rsaKeyLen);
  }

  private static InfoTypeAndValue told(Inquiry asked, Information information) {
    var genp = CAST.as(CAST.responder).information(ReplyTo.of(genm(asked)), information);
    var infos = GenRepContent.getInstance(genp.bodyContent()).toInfoTypeAndValueArray();
    assertThat(infos).hasSize(1);
    return infos[0];
  }

  private static AwaitedResponse awaited(CmpMessage genm, Inquiry inquiry) {
    return AwaitedResponse.to(genm, new AwaitedResponse.Wanted.Information(inquiry));
  }

  record Reply(Inquiry asked, CmpCheck check, String how, byte[] content) {
    @Override
    public String toString() {
      return check.id() + ": " + how;
    }
  }

  private static Reply reply(
      Inquiry asked, String how, ASN1ObjectIdentifier type, ASN1Encodable value) {
    return new Reply(asked, CmpCheck.INFORMATION, how, content(new InfoTypeAndValue(type, value)));
  }

  private static Reply certificates(String how, ASN1Encodable value) {
    return reply(CA_CERTIFICATES, how, CMPObjectIdentifiers.id_it_caCerts, value);
  }

  private static Reply update(String how, ASN1Encodable... fields) {
    return reply(
        ROOT_UPDATE, how, CMPObjectIdentifiers.id_it_rootCaKeyUpdate, new DERSequence(fields));
  }

  private static Reply template(String how, ASN1Encodable... fields) {
    return reply(
        TEMPLATE, how, CMPObjectIdentifiers.id_it_certReqTemplate, new DERSequence(fields));
  }

  private static Reply list(String how, ASN1Encodable value) {
    return reply(LIST, how, CMPObjectIdentifiers.id_it_crls, value);
  }

  private static ASN1Encodable encoded(X509Certificate certificate) {
    return org.bouncycastle.asn1.x509.Certificate.getInstance(Certificates.encoded(certificate));
  }

  static Stream<Reply> replies() {
    var certificate = encoded(CAST.authority.leaf());
    var newWithOld = new DERTaggedObject(true, 0, encoded(NEW_WITH_OLD));
    var bare = new CertTemplateBuilder().setSubject(new X500Name("")).build();
    var list = CertificateList.getInstance(CAST.list(BigInteger.TEN, BigInteger.TWO));
    var general =
        Stream.of(
            new Reply(TEMPLATE, CmpCheck.GENERAL_BODY, "no answer", content()),
            new Reply(
                TEMPLATE,
                CmpCheck.GENERAL_BODY,
                "two answers",
                content(
                    new InfoTypeAndValue(CMPObjectIdentifiers.id_it_certReqTemplate),
                    new InfoTypeAndValue(CMPObjectIdentifiers.id_it_certReqTemplate))),
            reply(TEMPLATE, "to another question", CMPObjectIdentifiers.id_it_caCerts, null),
            reply(
                ROOT_UPDATE,
                "with the infoType of the question",
                CMPObjectIdentifiers.id_it_rootCaCert,
                null),
            reply(
                LIST,
                "with the infoType of the question for lists",
                CMPObjectIdentifiers.id_it_crlStatusList,
                null),
            reply(CA_CERTIFICATES, "unknown", UNKNOWN, null));
    var authorities =
        Stream.of(
            certificates("an empty sequence", new DERSequence()),
            certificates(
                "17 certificates",
                new DERSequence(
                    Collections.nCopies(17, certificate).toArray(ASN1Encodable[]::new))),
            certificates("a certificate and no sequence", certificate),
            certificates("a number", new DERSequence(new ASN1Integer(1))));
    var updates =
        Stream.of(
            update("no newWithOld", certificate),
            update("an empty update"),
            update("two newWithNew", certificate, certificate),
            update(
                "oldWithNew in the place of newWithOld",
                certificate,
                new DERTaggedObject(true, 1, encoded(NEW_WITH_OLD))),
            update("newWithOld twice", certificate, newWithOld, newWithOld),
            update(
                "four fields",
                certificate,
                newWithOld,
                new DERTaggedObject(true, 1, certificate),
                new DERTaggedObject(true, 2, certificate)),
            update(
                "newWithOld that is no certificate",
                certificate,
                new DERTaggedObject(true, 0, new DERSequence())));
    var templates =
        Stream.of(
            template("nothing"),
            template("three fields", bare, new DERSequence(), new DERSequence()),
            template(
                "publicKey",
                new CertTemplateBuilder()
                    .setPublicKey(
                        SubjectPublicKeyInfo.getInstance(CAST.newKey.getPublic().getEncoded()))
                    .build()),
            template(
                "serialNumber",
                new CertTemplateBuilder().setSerialNumber(new ASN1Integer(1)).build()),
            template(
                "signingAlg",
                new CertTemplateBuilder()
                    .setSigningAlg(Cast.SUITE.signatureAlgorithm(CAST.newKey.getPublic()))
                    .build()),
            template(
                "issuerUID",
                new CertTemplateBuilder().setIssuerUID(new DERBitString(new byte[1])).build()),
            template(
                "subjectUID",
                new CertTemplateBuilder().setSubjectUID(new DERBitString(new byte[1])).build()),
            template("keys that are none", bare, new DERSequence(new ASN1Integer(1))),
            template("an RSA key of no length", bare, rsaKeyLength(0)),
            template("an RSA key of less", bare, rsaKeyLength(-1)));
    var lists =
        Stream.of(
            list("no list in it", new DERSequence()),
            list("two lists", new DERSequence(new ASN1Encodable[] {list, list})),
            list("a text", new DERUTF8String("none")));
    return Stream.of(general, authorities, updates, templates, lists).flatMap(all -> all);
  }

  private static DERSequence rsaKeyLength(int bits) {
    return new DERSequence(
        new DERSequence(
            new ASN1Encodable[] {
              CMPObjectIdentifiers.id_regCtrl_rsaKeyLen, new ASN1Integer(bits)
            }));
  }

  @ParameterizedTest
  @MethodSource("replies")
  @Proves({"CMP-F14", "CMP-F15", "CMP-F15-genp", "LC-4.3-one-InfoTypeAndValue", "CMP-H18"})
  void aFaultyAnswerEndsTheOperation(Reply reply) {
    var genm = genm(reply.asked());
    var genp = Forge.answer(CAST.responder, genm, BodyType.genp, reply.content()).message();

    var refusal = refused(CAST.judge(genp, awaited(genm, reply.asked())));

    assertThat(refusal.check()).isEqualTo(reply.check());
    assertThat(refusal.cause()).isNotBlank();
    assertThat(new CmpDescription(Cast.SUITE).describe(genp.encoded()).toText()).isNotEmpty();
  }

  @Test
  @Proves({"CMP-E9", "CMP-H17"})
  void whatATemplateHoldsBeyondIsPassedOver() {
    var unknown = new DERSequence(new ASN1Encodable[] {UNKNOWN, DERNull.INSTANCE});
    var genm = genm(TEMPLATE);
    var content =
        content(
            new InfoTypeAndValue(
                CMPObjectIdentifiers.id_it_certReqTemplate,
                new DERSequence(
                    new ASN1Encodable[] {
                      new CertTemplateBuilder().setVersion(2).build(), new DERSequence(unknown)
                    })));

    assertThat(
            accepted(
                CAST.judge(
                    Forge.answer(CAST.responder, genm, BodyType.genp, content).message(),
                    awaited(genm, TEMPLATE))))
        .isEqualTo(
            new Answer.Informed(
                new Information.RequestTemplate(
                    Optional.of(
                        new Information.Template(Optional.empty(), Optional.empty(), List.of())))));
  }

  @Test
  @Proves("CMP-E9")
  void aTemplateIsToldInTheWordsOfTheSpecification() {
    var extensions =
        new Extensions(
            new Extension[] {
              new Extension(
                  Extension.keyUsage,
                  true,
                  Protection.der(
                      new org.bouncycastle.asn1.x509.KeyUsage(
                          org.bouncycastle.asn1.x509.KeyUsage.digitalSignature
                              | org.bouncycastle.asn1.x509.KeyUsage.decipherOnly))),
              new Extension(
                  Extension.extendedKeyUsage,
                  false,
                  Protection.der(
                      new org.bouncycastle.asn1.x509.ExtendedKeyUsage(
                          new org.bouncycastle.asn1.x509.KeyPurposeId[] {
                            org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_clientAuth,
                            org.bouncycastle.asn1.x509.KeyPurposeId.id_kp_timeStamping
                          }))),
              new Extension(Extension.subjectAlternativeName, false, new byte[0]),
              new Extension(Extension.basicConstraints, false, new byte[] {1, 2}),
              new Extension(UNKNOWN, false, new byte[] {5, 0})
            });
    var keys =
        List.<Information.KeySpec>of(
            new Information.KeySpec.Algorithm(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.112"))),
            new Information.KeySpec.Algorithm(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.3.101.113"))));

    var text =
        CmpDescription.describe(
                new Information.Template(
                    Optional.of(new X500Principal("")), Optional.of(extensions), keys))
            .toText();

    assertThat(text)
        .contains("subject: to be filled in")
        .contains("keyUsage: digitalSignature, decipherOnly")
        .contains("extKeyUsage: clientAuth, 1.3.6.1.5.5.7.3.8")
        .contains("subjectAltName: to be filled in")
        .contains("basicConstraints: 0102")
        .contains("1.2.3.4: 0500")
        .contains("key: Ed25519")
        .contains("key: Ed448");
    var broken = new Extensions(new Extension(Extension.keyUsage, true, new byte[] {1, 2, 3}));
    assertThat(
            CmpDescription.describe(
                    new Information.Template(Optional.empty(), Optional.of(broken), List.of()))
                .toText())
        .contains("keyUsage: 010203");
    var names =
        new Extensions(
            new Extension(
                Extension.subjectAlternativeName,
                false,
                HexFormat.of()
                    .parseHex(
                        "302182036f6e658704c00002078700"
                            + "a01206082b0601050507080aa006160440612e62")));
    assertThat(
            CmpDescription.describe(
                    new Information.Template(Optional.empty(), Optional.of(names), List.of()))
                .toText())
        .contains("dns:one, ip:192.0.2.7, ip:, acp-node-name:@a.b");
  }

  @Test
  @Proves({"CMP-E20", "LC-3.4-responder", "CMP-H22"})
  void aMemberOfTheDomainCannotAnswer() {
    var member =
        Cast.ISSUER.credential(
            CAST.authority,
            CertificateProfile.ldevid(new X500Name("CN=another device"), Cast.LONG));
    var genm = genm(CA_CERTIFICATES);
    var genp =
        CAST.as(member)
            .information(ReplyTo.of(genm), new Information.CaCertificates(List.of(member.leaf())));

    assertThat(refused(CAST.judge(genp, awaited(genm, CA_CERTIFICATES))).check())
        .isEqualTo(CmpCheck.RESPONDER_AUTHORIZED);
  }

  @Test
  @Proves({"CMP-E13", "CMP-E14", "CMP-F8"})
  void anAnswerIsWaitedForByAnErrorMessageAndPolledForAsAWhole() {
    var genm = genm(TEMPLATE);
    var registrar = CAST.as(CAST.registrar);
    var waiting = registrar.waiting(ReplyTo.of(genm), "", Nonce.fresh(Cast.SUITE));
    assertThat(waiting.type()).isEqualTo(BodyType.error);
    assertThat(accepted(CAST.judge(waiting, awaited(genm, TEMPLATE))))
        .isEqualTo(new Answer.Waiting(-1, ""));
    var pollReq = CAST.as(CAST.device).pollReq(waiting, -1);
    var polling = awaited(genm, TEMPLATE).polledBy(pollReq);

    assertThat(
            accepted(
                CAST.judge(
                    registrar.pollRep(
                        ReplyTo.of(pollReq), Duration.ofSeconds(3), "", Nonce.fresh(Cast.SUITE)),
                    polling)))
        .isEqualTo(new Answer.PollAgain(-1, Duration.ofSeconds(3), ""));
    assertThat(
            accepted(
                CAST.judge(
                    CAST.as(CAST.responder)
                        .information(
                            ReplyTo.of(genm), new Information.RequestTemplate(Optional.empty())),
                    polling)))
        .isEqualTo(new Answer.Informed(new Information.RequestTemplate(Optional.empty())));
  }

  @Test
  @Proves("LC-3.5-limits")
  void aLongListIsReadWithinTheLimitsOfAnswersAndNoFurther() throws CRLException {
    var issuer = new RevocationListIssuer(Cast.SUITE);
    var sizes =
        Stream.of(20_000, 60_000)
            .map(
                entries ->
                    issuer.issue(
                        CAST.authority,
                        BigInteger.ONE,
                        Cast.NOW,
                        Cast.NOW.plusSeconds(60),
                        java.util.stream.IntStream.rangeClosed(1, entries)
                            .mapToObj(
                                serial ->
                                    new RevocationListIssuer.RevokedCertificate(
                                        BigInteger.valueOf(serial).shiftLeft(100),
                                        Instant.EPOCH,
                                        1))
                            .toList()))
            .toList();
    var genm = genm(LIST);
    var messages =
        sizes.stream()
            .map(
                list -> {
                  try {
                    return Protection.der(
                        new DERSequence(
                            new InfoTypeAndValue(
                                CMPObjectIdentifiers.id_it_crls,
                                new DERSequence(CertificateList.getInstance(list.getEncoded())))));
                  } catch (CRLException e) {
                    throw new AssertionError(e);
                  }
                })
            .map(content -> Forge.answer(CAST.responder, genm, BodyType.genp, content).encoded())
            .toList();

    assertThat(refused(CmpMessage.parse(messages.getFirst(), CmpLimits.standard())).check())
        .isEqualTo(CmpCheck.LIMITS);
    var read = accepted(CmpMessage.parse(messages.getFirst(), CmpLimits.answer()));
    var answer = (Answer.Informed) accepted(CAST.judge(read, awaited(genm, LIST)));
    assertThat(((Information.RevocationList) answer.information()).der().orElseThrow())
        .isEqualTo(sizes.getFirst().getEncoded());
    assertThat(refused(CmpMessage.parse(messages.getLast(), CmpLimits.answer())).check())
        .isEqualTo(CmpCheck.LIMITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0500",
        "3002 0500",
        "3002 3000",
        "3008 3006 06022a03 0500 0500",
        "3004 3002 0500",
        "3006 3004 06022a03 3100"
      })
  @Proves({"LC-3.5-syntax", "CMP-F14"})
  void noOctetsGoUnseen(String hex) {
    var octets = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));
    for (var type : List.of(BodyType.genm, BodyType.genp)) {
      var message = new Forge(CAST.device, type, octets).encoded();
      assertThat(refused(CmpMessage.parse(message, CmpLimits.standard())).check())
          .isEqualTo(CmpCheck.SYNTAX);
    }
  }

  @Test
  @Proves("LC-3.5-syntax")
  void anythingAtRandomInAnAnswerIsRefusedOrTold() {
    var random = new java.util.Random(20260601);
    for (var told : tellings().toList()) {
      var genm = genm(told.asked());
      var genp = CAST.as(CAST.responder).information(ReplyTo.of(genm), told.information());
      var content = genp.bodyContent();
      for (int i = 0; i < 60; i++) {
        var mutant = Arrays.copyOf(content, content.length);
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
        var forged =
            CmpMessage.parse(
                Forge.answer(CAST.responder, genm, BodyType.genp, mutant).encoded(),
                CmpLimits.standard());
        if (forged instanceof dev.brski.verdict.Verdict.Accepted<CmpMessage>(var message)) {
          assertThat(CAST.judge(message, awaited(genm, told.asked()))).isNotNull();
          assertThat(new CmpDescription(Cast.SUITE).describe(message.encoded()).toText())
              .isNotEmpty();
        }
      }
    }
  }
}
